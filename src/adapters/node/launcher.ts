/**
 * The engine's side of the launcher: starts it, asks it for children, hears how they end. Where it
 * cannot be had (no Perl, no Linux, a processor whose calls we do not know) there is none, and
 * children are started by Node itself.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process"
import { Socket } from "node:net"
import { constants } from "node:os"
import type { Readable, Writable } from "node:stream"
import { getSystemErrorName } from "node:util"
import { err, ok, type Result } from "../../core/result.ts"
import type { Exit, SpawnProblem, SpawnSpec } from "../../ports/processes.ts"
import { findProgram } from "./find-program.ts"
import { LAUNCHER_PROGRAM } from "./launcher-program.ts"

/** A child that the launcher has started. */
export interface Launched {
  readonly pid: number
  readonly exited: Promise<Exit>
  /** True once it is known that nothing of its group is left. */
  readonly groupGone: () => boolean
}

interface Asked {
  readonly spec: SpawnSpec
  readonly answer: (result: Result<Launched, SpawnProblem>) => void
}

interface Running {
  readonly spec: SpawnSpec | undefined
  readonly end: (exit: Exit, groupGone: boolean) => void
}

/** Numbers of wait4(2) and execve(2) by processor (Linux). */
const CALLS: Readonly<Record<string, readonly [wait4: number, execve: number]>> = {
  x64: [61, 59],
  arm64: [260, 221],
}

/** The environment that is told once for all requests has this number. */
const COMMON = 0

/** How long to wait until it works; without it children cost more, and nothing else. */
const READY_MS = 500

const GONE = { code: "ESRCH", message: "the launcher of processes is gone" } as const
const UNKNOWN: Exit = { exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null }

/** One launcher process, from its start until it or the engine is gone. */
export class Launcher {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #asked = new Map<number, Asked>()
  readonly #running = new Map<number, Running>()
  #common: Readonly<Record<string, string>> | null = null
  #ready = false
  #busy = true
  readonly #settled: Promise<void>
  #settle = () => {}
  #gone = false
  #lastId = 0
  #rest = ""

  private constructor(perl: string, calls: readonly number[]) {
    this.#settled = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.#process = spawn(perl, ["-e", LAUNCHER_PROGRAM, ...calls.map(String)], {
      env: launcherEnvironment(),
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
    })
    this.#process.stdout.setEncoding("latin1")
    this.#process.stdout.on("data", (text: string) => {
      this.#hear(text)
    })
    for (const stream of [this.#process.stdin, this.#process.stdout]) {
      stream.on("error", () => {
        this.#end()
      })
    }
    this.#process.on("error", () => {
      this.#end()
    })
    this.#process.on("close", () => {
      this.#end()
    })
    this.#keepEngine(false)
  }

  /** Starts one; null where there cannot be one. */
  static start(path: string | undefined): Launcher | null {
    const calls = CALLS[process.arch]
    if (process.platform !== "linux" || calls === undefined) return null
    const perl = findProgram("perl", path)
    return perl.startsWith("/") ? new Launcher(perl, calls) : null
  }

  /** True once it has said that it works, until it is gone. */
  get ready(): boolean {
    return this.#ready && !this.#gone
  }

  /** Waits until it is known whether it works: most of the time a few milliseconds. */
  async whenSettled(): Promise<void> {
    if (this.#ready || this.#gone) return
    const late = setTimeout(this.#settle, READY_MS)
    await this.#settled
    clearTimeout(late)
  }

  /** Starts a child that leads a group of its own and writes to the log. */
  launch(spec: SpawnSpec): Promise<Result<Launched, SpawnProblem>> {
    if (this.#gone) return Promise.resolve(err(GONE))
    this.#lastId += 1
    const id = this.#lastId
    const command = [spec.log, spec.cwd, spec.file, ...spec.args]
    const told = this.#tellCommon(spec.env)
    return new Promise((resolve) => {
      this.#keepEngine(true)
      this.#asked.set(id, { spec, answer: resolve })
      this.#write(id, { command, ...told })
    })
  }

  /** Tells the first environment of all, and says how another differs from it. */
  #tellCommon(env: Readonly<Record<string, string>>): Difference {
    if (this.#common !== null) return difference(this.#common, env)
    this.#common = env
    this.#write(COMMON, { command: [], ...difference({}, env) })
    return { without: [], changed: [] }
  }

  #write(id: number, request: Difference & { readonly command: readonly string[] }): void {
    const { command, without, changed } = request
    const words = `${[...command, ...without, ...changed].join("\0")}\0`
    const bytes = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(words))
    bytes.writeUInt32BE(id, 0)
    // Log and folder are no words of the command.
    bytes.writeUInt32BE(Math.max(0, command.length - 2), 4)
    bytes.writeUInt32BE(without.length, 8)
    bytes.writeUInt32BE(bytes.length - HEAD_BYTES, 12)
    bytes.write(words, HEAD_BYTES)
    this.#process.stdin.write(bytes)
  }

  #hear(text: string): void {
    const lines = (this.#rest + text).split("\n")
    this.#rest = lines.pop() ?? ""
    for (const line of lines) {
      const [word, id = "", ...facts] = line.split(" ")
      if (word === "ready") this.#isReady()
      else if (word === "started") this.#started(Number(id), Number(facts[0]))
      else if (word === "refused") this.#refused(Number(id), Number(facts[0]))
      else if (word === "ended") this.#ended(Number(id), facts)
    }
    this.#keepEngine(this.#asked.size + this.#running.size > 0)
  }

  #isReady(): void {
    this.#ready = true
    this.#settle()
  }

  #started(id: number, pid: number): void {
    let gone = false
    const exited = new Promise<Exit>((resolve) => {
      const end = (exit: Exit, groupGone: boolean) => {
        gone = groupGone
        resolve(exit)
      }
      this.#running.set(id, { spec: this.#asked.get(id)?.spec, end })
    })
    this.#answer(id, ok({ pid, exited, groupGone: () => gone }))
  }

  #refused(id: number, errno: number): void {
    const code = getSystemErrorName(-errno)
    this.#answer(id, err({ code, message: `fork ${code}` }))
  }

  #answer(id: number, result: Result<Launched, SpawnProblem>): void {
    this.#asked.get(id)?.answer(result)
    this.#asked.delete(id)
  }

  #ended(id: number, facts: readonly string[]): void {
    const [status = 0, micros = 0, kib = 0, left = 1, errno] = facts.slice(0, 5).map(Number)
    const killed = status & 0x7f
    const running = this.#running.get(id)
    const exit = {
      exitCode: killed === 0 ? (status >> 8) & 0xff : null,
      signal: killed === 0 ? null : (SIGNAL_NAMES.get(killed) ?? `signal ${killed}`),
      cpuMs: micros / 1_000,
      peakMemoryBytes: kib * 1_024,
    }
    const problem = errno === undefined ? null : toProblem(errno, facts[5], running?.spec)
    running?.end(problem === null ? exit : { ...exit, problem }, left === 0)
    this.#running.delete(id)
  }

  /** How its children end nobody will know any more. */
  #end(): void {
    if (this.#gone) return
    this.#gone = true
    this.#settle()
    for (const { answer } of this.#asked.values()) answer(err(GONE))
    for (const { end } of this.#running.values()) end(UNKNOWN, false)
    this.#asked.clear()
    this.#running.clear()
    this.#process.stdin.destroy()
    this.#keepEngine(false)
  }

  /** The launcher itself is no reason for the engine to stay; a child of it is. */
  #keepEngine(busy: boolean): void {
    if (busy === this.#busy) return
    this.#busy = busy
    const { stdin, stdout } = this.#process
    // Typed as any streams; those of a process are sockets.
    const sockets = [stdin, stdout].filter((stream) => stream instanceof Socket)
    for (const handle of [this.#process, ...sockets]) {
      if (busy) handle.ref()
      else handle.unref()
    }
  }
}

/** Four numbers of 32 bits. */
const HEAD_BYTES = 16

/** How an environment differs from another: names that it lacks, and `NAME=value`. */
interface Difference {
  readonly without: readonly string[]
  readonly changed: readonly string[]
}

function difference(
  from: Readonly<Record<string, string>>,
  to: Readonly<Record<string, string>>,
): Difference {
  const changed: string[] = []
  for (const name in to) if (to[name] !== from[name]) changed.push(`${name}=${to[name]}`)
  const without: string[] = []
  for (const name in from) if (!Object.hasOwn(to, name)) without.push(name)
  return { without, changed }
}

function toProblem(errno: number, step = "exec", spec?: SpawnSpec): SpawnProblem {
  const code = getSystemErrorName(-errno)
  const what = step === "log" ? `open '${spec?.log}'` : `spawn ${spec?.file}`
  return { code, message: `${code}: ${what}` }
}

const SIGNAL_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
)

/** The runner finds by this variable what a job has left behind; Perl itself needs none. */
function launcherEnvironment(): Record<string, string> {
  const tracking = process.env["RUNNER_TRACKING_ID"]
  return tracking === undefined ? {} : { RUNNER_TRACKING_ID: tracking }
}
