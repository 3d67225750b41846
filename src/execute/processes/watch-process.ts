/**
 * One process from its start to its end: watched, ended with everything it started.
 */
import { err, type Result } from "../../core/problems/result.ts"
import type { Clock } from "../../ports/clock.ts"
import type {
  Child,
  Exit,
  ForeignProcess,
  Processes,
  SpawnProblem,
  SpawnSpec,
} from "../../ports/processes.ts"
import type { AttemptRequest } from "../request/attempt-request.ts"
import { endProcesses, hasLeaked } from "./end-processes.ts"
import { atMost, onCut } from "./pause.ts"
import type { Breach, LimitsWatch } from "./watch-limits.ts"

/** Milliseconds between TERM and KILL. */
export const GRACE_MS = 4_000

/** How long the last output may take to arrive after everything has ended. */
const DRAIN_MS = 1_000

/** How long the end of what was killed may take to be told. */
const EXIT_MS = 2_000

/** Why it ended: by itself, because its time was over or a limit broken, or because the run stops. */
export type Because = "exit" | "timeout" | "limit" | "stop"

/** How a process ended. */
export interface ProcessEnd {
  readonly exit: Exit
  readonly because: Because
  /** The limit that it broke; null when none. */
  readonly breach: Breach | null
  /** Time of the leader, without what was left behind. */
  readonly durationMs: number
  /** It left processes behind that had to be ended. */
  readonly leaked: boolean
  /** What it left behind and nobody here may end: processes of other users. */
  readonly foreign: readonly ForeignProcess[]
}

export interface WatchRequest
  extends Pick<AttemptRequest, "timeoutMs" | "onTimeout" | "timeoutSignal" | "stop" | "hurry"> {
  /** What everything that it starts has in its environment; null where its group is enough. */
  readonly marker: string | null
  readonly spec: SpawnSpec
  /** Looks at what it uses while it runs; absent where that is nobody's concern. */
  readonly limits?: LimitsWatch
}

export interface WatchPorts {
  readonly clock: Clock
  readonly processes: Processes
}

/** Starts a process and waits until nothing of it is left. */
export async function watchProcess(
  request: WatchRequest,
  ports: WatchPorts,
): Promise<Result<ProcessEnd, SpawnProblem>> {
  const begunAt = ports.clock.running()
  const spawned = await ports.processes.spawn(request.spec)
  if (!spawned.ok) return spawned
  const child = spawned.value
  const ended = await watch(child, request, ports)
  if (ended.exit.problem !== undefined) return err(ended.exit.problem)
  // The launcher, which waited for it, knows better than an engine that was busy with others.
  const wallMs = ended.because === "exit" ? ended.exit.wallMs : undefined
  const durationMs = wallMs ?? ports.clock.running() - begunAt
  const rest = await endRest(child, { ...ended, request, ports })
  await drain(child, ports.clock)
  const foreign = [...ended.foreign, ...rest.foreign]
  const leaked = rest.leaked || foreign.length > 0
  return { ok: true, value: { ...ended, durationMs, leaked, foreign } }
}

/** Waits for the leader; a timeout or a stop ends the whole group first. */
async function watch(
  child: Child,
  request: WatchRequest,
  ports: WatchPorts,
): Promise<Pick<ProcessEnd, "exit" | "because" | "breach" | "foreign">> {
  const { stop, timeoutMs, limits } = request
  let because: Because = "exit"
  let breach: Breach | null = null
  const cut = Promise.withResolvers<Because>()
  const takeBack = onCut({ timeoutMs, stop, clock: ports.clock }, cut.resolve)
  limits?.start(child, (found) => {
    breach = found
    cut.resolve("limit")
  })
  const first = await Promise.race([child.exited, cut.promise])
  takeBack()
  limits?.stop()
  let foreign: readonly ForeignProcess[] = []
  if (typeof first === "string") {
    because = first
    const isLate = because === "timeout" || (because === "limit" && isIdle(breach))
    if (isLate) await request.onTimeout?.(child.pid)
    const signal = isLate ? request.timeoutSignal : undefined
    foreign = await endProcesses(child, { ...endOptions(request, ports), first: signal })
  }
  const exit = because === "exit" ? await child.exited : await soonExited(child, ports.clock)
  if (because === "exit") breach = limits?.judge(exit) ?? null
  if (because !== "exit" && because !== "limit") breach = null
  return { exit, because, breach, foreign }
}

function isIdle(breach: Breach | null): boolean {
  return breach?.cause === "idle-timeout"
}

/** True when nobody knows how it ended, nor whether it did. */
export function isUnknown({ exitCode, signal }: Exit): boolean {
  return exitCode === null && signal === null
}

const UNKNOWN: Exit = { exitCode: null, signal: null, cpuMs: null, peakMemoryBytes: null }

/** What was killed and does not go, as it waits for a disk, must not keep the run. */
async function soonExited(child: Child, clock: Clock): Promise<Exit> {
  return await atMost(child.exited, { delayMs: EXIT_MS, clock }, () => {
    child.forget?.()
    return UNKNOWN
  })
}

/** Ends what lives on after the leader, and says whether there was something. */
async function endRest(
  child: Child,
  end: {
    readonly because: Because
    readonly exit: Exit
    readonly request: WatchRequest
    readonly ports: WatchPorts
  },
): Promise<Pick<ProcessEnd, "leaked" | "foreign">> {
  const { because, exit, request, ports } = end
  if (because !== "exit") return NOTHING_LEFT
  const unknown = isUnknown(exit)
  if (!unknown && !(await hasLeaked(child, ports.clock))) return NOTHING_LEFT
  const foreign = await endProcesses(child, endOptions(request, ports))
  return { leaked: !unknown, foreign }
}

const NOTHING_LEFT = { leaked: false, foreign: [] } as const

/** Waits for captured output; what left the group may hold the pipe open for ever. */
async function drain(child: Child, clock: Clock): Promise<void> {
  if (child.captured === undefined) return
  await atMost(child.captured.closed, { delayMs: DRAIN_MS, clock }, () => {})
  child.captured.drop()
}

function endOptions(request: WatchRequest, ports: WatchPorts) {
  const { clock, processes } = ports
  const { marker, hurry } = request
  return { clock, processes, graceMs: GRACE_MS, marker, hurry }
}
