/**
 * The engine's side of a launcher: starts it, asks it for children, hears how they end.
 */
import { type ChildProcessByStdio, spawn } from "node:child_process"
import { Socket } from "node:net"
import { constants } from "node:os"
import type { Readable, Writable } from "node:stream"
import { getSystemErrorName } from "node:util"
import { err, ok, type Result } from "../../core/result.ts"
import type { Exit, SpawnProblem, SpawnSpec, Turn } from "../../ports/processes.ts"
import type { LauncherProgram } from "./launcher-program.ts"

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

/** The environment that is told once for all requests has this number. */
const COMMON = 0

/** How long to wait until it works; without it children cost more, and nothing else. */
const READY_MS = 500

/** So often it is told to go on, which means nothing to one that does. */
const WAKE_MS = 1_000

const GONE = { code: "ESRCH", message: "the launcher of processes is gone" } as const
const HELD = { code: "EHELD", message: "what it was to follow has not ended well" } as const
const UNKNOWN: Exit = { exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null }

/** One launcher process, from its start until it or the engine is gone. */
export class Launcher {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>
  readonly #asked = new Map<number, Asked>()
  readonly #running = new Map<number, Running>()
  #common: ReadonlyMap<string, string> | null = null
  #ready = false
  #busy = true
  readonly #settled: Promise<void>
  #settle = () => {}
  #gone = false
  #endsWithChild = false
  #lastId = 0
  /** What attempts were asked for, by the turns that they are. */
  readonly #turns = new WeakMap<Turn, number>()
  #rest = ""
  readonly #waking: NodeJS.Timeout

  constructor({ file, args }: LauncherProgram) {
    this.#settled = new Promise((resolve) => {
      this.#settle = resolve
    })
    this.#process = spawn(file, args, {
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
    // Whoever stops it, a scenario perhaps, would stop the run for ever.
    this.#waking = setInterval(() => {
      if (this.#busy) this.#process.kill("SIGCONT")
    }, WAKE_MS)
    this.#waking.unref()
    this.#keepEngine(false)
  }

  /** True once it has said that it works, until it is gone. */
  get ready(): boolean {
    return this.#ready && !this.#gone
  }

  /** True once it is gone; `worked` tells whether it ever was ready. */
  get gone(): boolean {
    return this.#gone
  }

  get worked(): boolean {
    return this.#ready
  }

  /** Waits until it is known whether it works: most of the time a few milliseconds. */
  async whenSettled(): Promise<void> {
    if (this.#ready || this.#gone) return
    const late = setTimeout(this.#settle, READY_MS)
    await this.#settled
    clearTimeout(late)
  }

  /**
   * Starts a child that leads a group of its own and writes to the log; null where its words or its
   * environment cannot be said here, which Node refuses better.
   */
  launch(spec: SpawnSpec): Promise<Result<Launched, SpawnProblem>> | null {
    if (this.#gone) return Promise.resolve(err(GONE))
    const { turn, after } = spec
    const leader = after === undefined ? NOBODY : this.#turns.get(after)
    // What has started is not taken back, also where it must be started again.
    const isWithdrawn = after !== undefined && turn?.withdrawn === true
    if (leader === undefined || isWithdrawn) return Promise.resolve(err(HELD))
    const command = [spec.log, spec.cwd, spec.controlGroup ?? "", spec.file, ...spec.args]
    const told = this.#tellCommon(spec.env)
    if (told === null || command.some((word) => word.includes("\0"))) return null
    this.#lastId += 1
    const id = this.#lastId
    if (turn !== undefined) this.#turns.set(turn, id)
    return new Promise((resolve) => {
      this.#keepEngine(true)
      this.#asked.set(id, { spec, answer: resolve })
      this.#write(id, { command, after: leader, ...told })
    })
  }

  /** It goes when the next child has ended. */
  endWithChild(): void {
    this.#endsWithChild = true
  }

  /** Takes back what was to follow, unless it has started. */
  withdraw(turn: Turn): void {
    const id = this.#turns.get(turn)
    if (id === undefined || !this.#asked.has(id)) return
    this.#write(id, { command: [], after: NOBODY, without: [], changed: [] })
  }

  /** Tells the first environment of all, and says how another differs from it. */
  #tellCommon(env: Readonly<Record<string, string>>): Difference | null {
    if (this.#common !== null) return difference(this.#common, env)
    const all = difference(NO_NAMES, env)
    if (all === null) return null
    this.#common = new Map(Object.entries(env))
    this.#write(COMMON, { command: [], after: NOBODY, ...all })
    return { without: [], changed: [] }
  }

  #write(id: number, request: Request): void {
    const { command, after, without, changed } = request
    const words = `${[...command, ...without, ...changed].join("\0")}\0`
    const bytes = Buffer.allocUnsafe(HEAD_BYTES + Buffer.byteLength(words))
    bytes.writeUInt32BE(id, 0)
    bytes.writeUInt32BE(after, 4)
    bytes.writeUInt32BE(Math.max(0, command.length - PLACE_WORDS), 8)
    bytes.writeUInt32BE(without.length, 12)
    bytes.writeUInt32BE(bytes.length - HEAD_BYTES, 16)
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
      else if (word === "refused") this.#refused(Number(id), facts)
      else if (word === "held") this.#answer(Number(id), err(HELD))
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
    const spec = this.#asked.get(id)?.spec
    const exited = new Promise<Exit>((resolve) => {
      const end = (exit: Exit, groupGone: boolean) => {
        gone = groupGone
        resolve(exit)
      }
      this.#running.set(id, { spec, end })
    })
    if (spec?.turn !== undefined) spec.turn.started = true
    this.#answer(id, ok({ pid, exited, groupGone: () => gone }))
  }

  #refused(id: number, [errno, step]: readonly string[]): void {
    this.#answer(id, err(toProblem(Number(errno), step, this.#asked.get(id)?.spec)))
  }

  #answer(id: number, result: Result<Launched, SpawnProblem>): void {
    this.#asked.get(id)?.answer(result)
    this.#asked.delete(id)
  }

  #ended(id: number, facts: readonly string[]): void {
    const [status = 0, cpu = 0, kib = 0, wall = 0, left = 1, errno] = facts.slice(0, 6).map(Number)
    const killed = status & 0x7f
    const running = this.#running.get(id)
    const exit = {
      exitCode: killed === 0 ? (status >> 8) & 0xff : null,
      signal: killed === 0 ? null : (SIGNAL_NAMES.get(killed) ?? `signal ${killed}`),
      cpuMs: cpu / 1_000,
      peakMemoryBytes: kib * 1_024,
      wallMs: wall / 1_000,
    }
    const problem = errno === undefined ? null : toProblem(errno, facts[6], running?.spec)
    running?.end(problem === null ? exit : { ...exit, problem }, left === 0)
    this.#running.delete(id)
    if (this.#endsWithChild) this.#process.stdin.end()
  }

  /** How its children end nobody will know any more. */
  #end(): void {
    if (this.#gone) return
    this.#gone = true
    clearInterval(this.#waking)
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

/** Five numbers of 32 bits. */
const HEAD_BYTES = 20

/** Log, folder and control group are no words of the command. */
const PLACE_WORDS = 3

/** Follows nothing. */
const NOBODY = 0

interface Request extends Difference {
  readonly command: readonly string[]
  /** Number of the request that it follows. */
  readonly after: number
}

/** How an environment differs from another: names that it lacks, and `NAME=value`. */
interface Difference {
  readonly without: readonly string[]
  readonly changed: readonly string[]
}

const NO_NAMES: ReadonlyMap<string, string> = new Map()

/** Null where something of it cannot be said; what both have is known to be sayable. */
function difference(
  from: ReadonlyMap<string, string>,
  to: Readonly<Record<string, string>>,
): Difference | null {
  const changed: string[] = []
  let both = 0
  for (const name in to) {
    const value = to[name] as string
    const before = from.get(name)
    if (before !== undefined) both += 1
    if (value === before) continue
    if (before === undefined && (name === "" || name.includes("="))) return null
    const word = `${name}=${value}`
    if (word.includes("\0")) return null
    changed.push(word)
  }
  const without: string[] = []
  if (both < from.size) {
    for (const name of from.keys()) if (!Object.hasOwn(to, name)) without.push(name)
  }
  return { without, changed }
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
