/**
 * The engine's side of a launcher: starts it, asks it for children, hears how they end.
 */
import { type ChildProcess, spawn } from "node:child_process"
import { Socket } from "node:net"
import { constants } from "node:os"
import { getSystemErrorName } from "node:util"
import { defined } from "../../../core/defined.ts"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { CapturedOutput, Exit, SpawnProblem, SpawnSpec } from "../../../ports/processes.ts"
import type { LauncherProgram } from "./launcher-perl.ts"
import { sendSignal } from "./send-signal.ts"
import { type Started, UNKNOWN_EXIT } from "./start-by-node.ts"

interface Asked {
  readonly spec: SpawnSpec
  readonly answer: (result: Result<Started, SpawnProblem>) => void
}

interface Running {
  readonly spec: SpawnSpec
  readonly end: (exit: Exit, groupGone: boolean) => void
}

/** Streams of one child that are still copied. */
interface Copying {
  open: number
  readonly close: () => void
}

/** One that is not ready by then is ended: Node starts children then. */
const READY_MS = 2_000

/** SIGCONT is sent this often while children run, in case a child has stopped the launcher. */
const WAKE_MS = 1_000

const GONE = { code: "ESRCH", message: "the launcher of processes has ended" } as const

/** `starting` until it has proved that it works; then `ready`, later `gone`. `failed` never worked. */
type Stage = "starting" | "ready" | "gone" | "failed"

/** One launcher process, from its start until it or the engine is gone. */
export class Launcher {
  readonly #process: ChildProcess
  readonly #asked = new Map<number, Asked>()
  readonly #running = new Map<number, Running>()
  readonly #copying = new Map<number, Copying>()
  /** Ids of its processes that copy streams. */
  readonly copiers = new Set<number>()
  #stage: Stage = "starting"
  #busy = true
  readonly #settled = Promise.withResolvers<void>()
  #endsWithChild = false
  #lastId = 0
  #rest = ""
  readonly #waking: NodeJS.Timeout
  readonly #late: NodeJS.Timeout

  constructor({ file, args }: LauncherProgram) {
    this.#process = spawn(file, args, {
      env: launcherEnvironment(),
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
    })
    this.#process.on("error", this.#end)
    this.#process.on("exit", this.#end)
    this.#process.stdout?.setEncoding("latin1").on("data", this.#hear)
    // Without a free descriptor there are no streams; the error comes a moment later.
    for (const stream of [this.#process.stdin, this.#process.stdout]) stream?.on("error", this.#end)
    this.#process.stdout?.on("close", this.#end)
    this.#waking = setInterval(() => {
      if (this.#busy) this.#process.kill("SIGCONT")
    }, WAKE_MS)
    this.#late = setTimeout(() => {
      // What it has said while this process was stopped is heard first.
      setImmediate(() => {
        if (this.#stage !== "starting") return
        this.#process.kill("SIGKILL")
        this.#end()
      })
    }, READY_MS)
    this.#waking.unref()
    this.#keepEngine(false)
  }

  /** Resolves once it is ready or gone: a few milliseconds as a rule, `READY_MS` at most. */
  get settled(): Promise<void> {
    return this.#settled.promise
  }

  get stage(): Stage {
    return this.#stage
  }

  /** True once it starts nothing more. */
  get isOver(): boolean {
    return this.#stage === "gone" || this.#stage === "failed"
  }

  /** Its process id; undefined where it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid
  }

  /**
   * Starts a child that leads a group of its own and writes to the log; null where its words or its
   * environment cannot be passed on here, which Node refuses with a better message.
   */
  launch(spec: SpawnSpec): Promise<Result<Started, SpawnProblem>> | null {
    if (this.isOver) return Promise.resolve(err(GONE))
    const request = encode(this.#lastId + 1, spec)
    if (request === null) return null
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve) => {
      this.#keepEngine(true)
      this.#asked.set(id, { spec, answer: resolve })
      this.#process.stdin?.write(request)
    })
  }

  /** What it becomes when this program is gone and it has ended all; null is nothing. */
  bequeath(spec: SpawnSpec | null): void {
    const request = spec === null ? Buffer.alloc(HEAD_BYTES) : encode(0, spec)
    if (!this.isOver && request !== null) this.#process.stdin?.write(request)
  }

  /** It goes when the next child has ended. */
  endWithChild(): void {
    this.#endsWithChild = true
  }

  #hear = (text: string): void => {
    const lines = (this.#rest + text).split("\n")
    this.#rest = lines.pop() ?? ""
    for (const line of lines) {
      const [word, id = "", ...facts] = line.split(" ")
      if (word === "ready") this.#isReady()
      else if (word === "started") this.#started(Number(id), facts.map(Number))
      else if (word === "refused") this.#refused(Number(id), facts)
      else if (word === "copied") this.#copied(Number(id))
      else if (word === "ended") this.#ended(Number(id), facts)
    }
    this.#keepWhileBusy()
  }

  #keepWhileBusy(): void {
    this.#keepEngine(this.#asked.size + this.#running.size + this.#copying.size > 0)
  }

  #isReady(): void {
    if (this.#stage === "starting") this.#stage = "ready"
    clearTimeout(this.#late)
    this.#settled.resolve()
  }

  #started(id: number, [pid = 0, ...copiers]: readonly number[]): void {
    const asked = this.#asked.get(id)
    if (asked === undefined) return
    let gone = false
    const exited = new Promise<Exit>((resolve) => {
      const end = (exit: Exit, groupGone: boolean) => {
        gone = groupGone
        resolve(exit)
      }
      this.#running.set(id, { spec: asked.spec, end })
    })
    const captured = copiers.length === 0 ? undefined : this.#follow(id, copiers)
    const forget = () => {
      this.#running.delete(id)
      this.#copying.delete(id)
      this.#keepWhileBusy()
    }
    this.#answer(id, ok(defined({ pid, exited, groupGone: () => gone, forget, captured })))
  }

  /** Captured streams are copied by processes of the launcher's, each until its stream closes. */
  #follow(id: number, copiers: readonly number[]): CapturedOutput {
    const closed = new Promise<void>((resolve) => {
      this.#copying.set(id, { open: copiers.length, close: resolve })
      for (const pid of copiers) this.copiers.add(pid)
    })
    const drop = () => {
      if (!this.#copying.has(id)) return
      for (const pid of copiers) sendSignal(pid, "SIGKILL")
    }
    return { closed, drop }
  }

  #copied(id: number): void {
    const copying = this.#copying.get(id)
    if (copying === undefined) return
    copying.open -= 1
    if (copying.open > 0) return
    this.#copying.delete(id)
    copying.close()
  }

  #refused(id: number, [errno, step]: readonly string[]): void {
    this.#answer(id, err(toProblem(Number(errno), step, this.#asked.get(id)?.spec)))
  }

  #answer(id: number, result: Result<Started, SpawnProblem>): void {
    this.#asked.get(id)?.answer(result)
    this.#asked.delete(id)
  }

  #ended(id: number, facts: readonly string[]): void {
    const [status = 0, cpu = null, kib = null, wall = null, left = 1, errno = null] = facts
      .slice(0, 6)
      .map((fact) => (fact === "-" ? null : Number(fact)))
    const killed = (status ?? 0) & 0x7f
    const running = this.#running.get(id)
    const exit: Exit = {
      exitCode: killed === 0 ? ((status ?? 0) >> 8) & 0xff : null,
      signal: killed === 0 ? null : (SIGNAL_NAMES.get(killed) ?? `signal ${killed}`),
      cpuMs: cpu === null ? null : cpu / 1_000,
      peakMemoryBytes: kib === null ? null : kib * 1_024,
      ...defined({ wallMs: wall === null ? undefined : wall / 1_000 }),
    }
    const problem = errno === null ? null : toProblem(errno, facts[6], running?.spec)
    running?.end(problem === null ? exit : { ...exit, problem }, left === 0)
    this.#running.delete(id)
    if (this.#endsWithChild) this.#process.stdin?.end()
  }

  /** From now on nobody knows how its children end. */
  #end = (): void => {
    if (this.isOver) return
    this.#stage = this.#stage === "ready" ? "gone" : "failed"
    clearInterval(this.#waking)
    clearTimeout(this.#late)
    this.#settled.resolve()
    for (const { answer } of this.#asked.values()) answer(err(GONE))
    for (const { end } of this.#running.values()) end(UNKNOWN_EXIT, false)
    for (const { close } of this.#copying.values()) close()
    for (const map of [this.#asked, this.#running, this.#copying]) map.clear()
    this.#process.stdin?.destroy()
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

/** Three numbers of 32 bits. */
const HEAD_BYTES = 12

/** A request as `LAUNCHER_PERL` reads it; null where something of it cannot be passed on. */
function encode(id: number, spec: SpawnSpec): Buffer | null {
  const { log, cwd, controlGroup = "", capture, file, args, env } = spec
  const { stdout = "", stderr = "", limitBytes = 0 } = capture ?? {}
  const places = [log, cwd, controlGroup, stdout, stderr, String(limitBytes)]
  const words = [...places, file, ...args]
  for (const [name, value] of Object.entries(env)) {
    if (name === "" || name.includes("=")) return null
    words.push(`${name}=${value}`)
  }
  const text = `${words.join("\0")}\0`
  // Each word ends with the only NUL that it may have.
  if (text.split("\0").length !== words.length + 1) return null
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(text))
  bytes.writeUInt32BE(id, 0)
  bytes.writeUInt32BE(1 + args.length, 4)
  bytes.writeUInt32BE(bytes.length - HEAD_BYTES, 8)
  bytes.write(text, HEAD_BYTES)
  return bytes
}

/** Without a step there was not even a process. */
function toProblem(errno: number, step?: string, spec?: SpawnSpec): SpawnProblem {
  const code = getSystemErrorName(-errno)
  if (step === undefined) return { code, message: `fork ${code}` }
  const what = step === "log" ? `open '${spec?.log}'` : `spawn ${spec?.file}`
  return { code, message: `${code}: ${what}` }
}

const SIGNAL_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
)

/** The runner finds by this variable what a job has left behind; the launcher itself needs none. */
function launcherEnvironment(): Record<string, string> {
  const tracking = process.env["RUNNER_TRACKING_ID"]
  return tracking === undefined ? {} : { RUNNER_TRACKING_ID: tracking }
}
