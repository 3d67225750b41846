/**
 * A project in a temporary folder and the real CLI run in it, as a person would.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { inject } from "vitest"
import type { Results } from "../../src/formats/results.ts"

/** The command of the sources as they are. */
export const COMMAND = inject("command")

/** How a command line ended. */
export interface Ended {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** A command line that runs. */
export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves when stderr holds the text. */
  readonly said: (text: string) => Promise<void>
}

/** A temporary project. Everything started in it carries `mark` in its environment. */
export class Project {
  readonly root = mkdtempSync(join(tmpdir(), "smoke-project-"))
  readonly mark = `RIG_MARK=${randomUUID()}`

  constructor(files: Readonly<Record<string, string>>) {
    for (const [path, text] of Object.entries(files)) this.write(path, text)
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
    if (text.startsWith("#!")) chmodSync(join(this.root, path), 0o755)
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8")
  }

  results(path: string): Results {
    return JSON.parse(this.read(path))
  }

  /** Starts the CLI; `env` is added to a small environment. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    return this.#spawn([process.execPath, COMMAND, ...args], env)
  }

  /** Starts the CLI as `"$@"` of a text for bash. */
  startBy(text: string, args: readonly string[]): Running {
    return this.#spawn(["bash", "-c", text, "bash", process.execPath, COMMAND, ...args], {})
  }

  #spawn([file = "", ...args]: readonly string[], env: Readonly<Record<string, string>>): Running {
    const [name = "", value = ""] = this.mark.split("=")
    const child = spawn(file, args, {
      cwd: this.root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], HOME: this.root, [name]: value, ...env },
    })
    const text = { stdout: "", stderr: "" }
    const waiting = new Set<() => void>()
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (piece: string) => {
        text[stream] += piece
        for (const look of waiting) look()
      })
    }
    const ended = new Promise<Ended>((resolve) => {
      child.once("close", (exitCode, signal) => {
        resolve({ exitCode, signal, ...text })
      })
    })
    const said = (wanted: string) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (!text.stderr.includes(wanted)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
        void ended.then(() => {
          reject(new Error(`it ended without saying ${JSON.stringify(wanted)}:\n${text.stderr}`))
        })
      })
    return { process: child, ended, said }
  }

  /** Runs the CLI to its end. */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    return this.start(args, env).ended
  }

  /** Resolves when a scenario has written this file. */
  async appears(path: string, withinMs = 20_000): Promise<void> {
    const deadline = performance.now() + withinMs
    for (;;) {
      try {
        readFileSync(join(this.root, path))
        return
      } catch {
        if (performance.now() > deadline) throw new Error(`${path} did not appear`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
  }

  /**
   * Ids of living processes that this project's commands have left behind: what is still there after a
   * moment, for the launcher ends a little after its engine.
   */
  survivors(patienceMs = 1_000): number[] {
    const deadline = performance.now() + patienceMs
    let found = this.#marked()
    while (found.length > 0 && performance.now() < deadline) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
      found = this.#marked()
    }
    return found
  }

  #marked(): number[] {
    const mark = Buffer.from(this.mark)
    return readdirSync("/proc").flatMap((name) => {
      if (!/^\d+$/u.test(name)) return []
      try {
        const dead = / [ZX] /u.test(readFileSync(`/proc/${name}/stat`, "latin1"))
        return !dead && readFileSync(`/proc/${name}/environ`).includes(mark) ? [Number(name)] : []
      } catch {
        return []
      }
    })
  }

  /** Ends what is left; for tests that kill the engine itself. Some may be gone by then. */
  killSurvivors(signal: NodeJS.Signals = "SIGKILL"): void {
    for (const pid of this.survivors(0)) {
      try {
        process.kill(pid, signal)
      } catch {}
    }
  }
}

/** Ids by verdict. */
export function byVerdict(results: Results): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  for (const { id, verdict } of results.scenarios) {
    groups[verdict] = [...(groups[verdict] ?? []), id]
  }
  return groups
}
