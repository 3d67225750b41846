import type { Result } from "../core/problems/result.ts"
import type { TimeoutSignal } from "../formats/run-specs.ts"

/** What processes are sent: KILL in the end, before it what lets them act. */
export type EndSignal = TimeoutSignal | "SIGKILL"

/** What to start. */
export interface SpawnSpec {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** stdout and stderr share one append descriptor on this file, so their order is true. */
  readonly log: string
  readonly capture?: Capture
  /** A control group to start in: an existing folder. */
  readonly controlGroup?: string
  /** Isolates the child, if possible: what it does to its launcher does not affect others. */
  readonly apart?: boolean
  /** What it leaves running outlives this program. */
  readonly outlives?: boolean
}

/**
 * Streams that also go to separate files, through a pipe; their lines reach the log a moment later
 * than those of the other stream.
 */
export interface Capture {
  readonly stdout?: string
  readonly stderr?: string
  /** Maximum size of each file; further output is only in the log. */
  readonly limitBytes: number
}

/** Streams of a child that pass through a pipe. */
export interface CapturedOutput {
  /** Resolves when no process has a captured stream open. */
  readonly closed: Promise<void>
  /** Stops reading, even if a process still has one open. */
  drop(): void
}

/** How a process ended. Without code and signal the end is unknown, and it may still run. */
export interface Exit {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly cpuMs: number | null
  readonly peakMemoryBytes: number | null
  /** Duration from its start to its end, measured by its parent; absent if not measured. */
  readonly wallMs?: number
  /** The memory limit for which the system has ended something of it; absent if it has not. */
  readonly exceededBytes?: number
  /** Why the program could not be executed; absent if it was. */
  readonly problem?: SpawnProblem
}

/** A process that leads its own group. */
export interface Child {
  readonly pid: number
  /** Resolves once the leader is gone; its group may live on. */
  readonly exited: Promise<Exit>
  /** Sends to the whole group; false when nothing of the group is left. */
  signal(signal: EndSignal): boolean
  /** True while the group has any process, of any user, including zombies. */
  groupAlive(): boolean
  /** Ids of the group's living processes; null or absent if the system cannot tell. */
  readonly members?: () => readonly number[] | null
  /** The engine no longer waits for it, because it cannot be ended. */
  readonly forget?: () => void
  /** Only where streams are captured. */
  readonly captured?: CapturedOutput
}

/**
 * Why nothing could be started (`ENOENT`, `EACCES`, `EAGAIN`, …). `ESRCH` means that the launcher
 * ended without an answer: the process may run.
 */
export interface SpawnProblem {
  readonly code: string
  readonly message: string
}

/** What a group and its descendants use together. */
export interface GroupUsage {
  /** Processor time so far, of living processes and of children that they have waited for. */
  readonly cpuMs: number
  /** Resident memory. */
  readonly memoryBytes: number
}

/** A process of another user. */
export interface ForeignProcess {
  readonly pid: number
  /** The user's name, or its number. */
  readonly user: string
}

/** Processes that were found once. */
export interface Descendants {
  /** Ids of those that live. */
  readonly living: () => readonly number[]
}

export interface Processes {
  spawn(spec: SpawnSpec): Promise<Result<Child, SpawnProblem>>
  /** Announces at least this many processes, so that the launcher can be prepared. */
  readonly expect?: (count: number) => void
  /**
   * What is run when this program is killed, after all that was started is ended; null is nothing. Absent
   * where nothing outlives it.
   */
  readonly bequeath?: (spec: Omit<SpawnSpec, "log"> | null) => void
  /**
   * Ids of living processes with the marker in their environment, also if they left their group
   * with `setsid`. Empty if the system cannot tell. With `anywhere`, also those of an engine that
   * has ended.
   */
  marked(marker: string, where?: "anywhere"): readonly number[]
  /** Descendants of this leader outside of its group; absent if the system cannot tell. */
  readonly descendants?: (leader: number) => Descendants
  /**
   * Ids of all living processes that were started here, and of their descendants, even without
   * their parents and their environment. Absent if the system cannot tell.
   */
  readonly started?: () => readonly number[]
  /** The environment at the start of a process; empty if the system cannot tell. */
  environment(pid: number): Readonly<Record<string, string>>
  /**
   * What the group of this leader uses now; null if it has ended or the system cannot tell. Above
   * `knownBytes`, shared memory counts once if the system can tell.
   */
  usage(leader: number, knownBytes: number): GroupUsage | null
  /** Sends to single processes; ended ones are ignored. */
  signal(pids: readonly number[], signal: EndSignal): void
  /** Those among them that belong to another user and cannot be signalled. */
  readonly foreign?: (pids: readonly number[]) => readonly ForeignProcess[]
  /** Sends to foreign ones by `sudo -n`; false where that is not allowed. */
  readonly force?: (pids: readonly number[], signal: EndSignal) => Promise<boolean>
}
