import type { Result } from "../core/problems/result.ts"

/** What to start. */
export interface SpawnSpec {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** stdout and stderr share one append descriptor on this file, so their order is true. */
  readonly log: string
  readonly capture?: Capture
  /** A control group to begin in; a folder, which is there. */
  readonly controlGroup?: string
  /** Nothing that this one does to what started it reaches others, as far as that can be had. */
  readonly apart?: boolean
}

/**
 * Streams that also go to files of their own, through a pipe: what they say then reaches the log a
 * moment later than what the other stream says.
 */
export interface Capture {
  readonly stdout?: string
  readonly stderr?: string
  /** Bytes of each file; what comes after them is only in the log. */
  readonly limitBytes: number
}

/** Streams of a child that pass through a pipe. */
export interface CapturedOutput {
  /** Resolves when nobody holds a captured stream open any more. */
  readonly closed: Promise<void>
  /** Stops listening, whoever may still hold one open. */
  drop(): void
}

/** How a process ended; without code and signal nobody knows, and it may still run. */
export interface Exit {
  readonly exitCode: number | null
  readonly signal: string | null
  readonly cpuMs: number | null
  readonly peakMemoryBytes: number | null
  /** From its start to its end, as whoever waited for it saw them; absent where nobody measured. */
  readonly wallMs?: number
  /** Why it did not even become the program; absent where it did. */
  readonly problem?: SpawnProblem
}

/** A process that leads its own group. */
export interface Child {
  readonly pid: number
  /** Resolves once the leader is gone; its group may live on. */
  readonly exited: Promise<Exit>
  /** Sends to the whole group; false when nothing of the group is left. */
  signal(signal: "SIGTERM" | "SIGKILL"): boolean
  /** True while the group has any process, of any user, or one that waits to be reaped. */
  groupAlive(): boolean
  /** Ids of the group's living processes; null, or absent, where the system does not tell. */
  readonly members?: () => readonly number[] | null
  /** It is no reason any more for the engine to stay: nobody may end it. */
  readonly forget?: () => void
  /** Only where streams are captured. */
  readonly captured?: CapturedOutput
}

/**
 * Why nothing could be started (`ENOENT`, `EACCES`, `EAGAIN`, …). With `ESRCH` whoever was to start it is
 * gone without an answer: it may run.
 */
export interface SpawnProblem {
  readonly code: string
  readonly message: string
}

/** What a group and its descendants use together. */
export interface GroupUsage {
  /** Processor time so far, of those that live and of those they have waited for. */
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
  /** So many are to come at least: what makes starting cheap may be made ready. */
  readonly expect?: (count: number) => void
  /**
   * Ids of living processes that carry the marker in their environment, wherever they moved to:
   * those that left their group with `setsid`. Empty where the system cannot tell. With `anywhere` they
   * may have been started by an engine that is gone.
   */
  marked(marker: string, where?: "anywhere"): readonly number[]
  /** Descendants of this leader that have left its group; absent where the system cannot tell. */
  readonly descendants?: (leader: number) => Descendants
  /**
   * Ids of everything living that was started here, and of what that has started, however it left its
   * parents and its environment. Absent where the system cannot tell.
   */
  readonly started?: () => readonly number[]
  /** The environment with which a process started; empty where the system does not tell. */
  environment(pid: number): Readonly<Record<string, string>>
  /**
   * What the group of this leader uses now; null when it is gone or the system cannot tell. Where memory
   * is more than `knownBytes`, what processes share counts once, as far as the system tells.
   */
  usage(leader: number, knownBytes: number): GroupUsage | null
  /** Sends to single processes; those that are gone are passed over. */
  signal(pids: readonly number[], signal: "SIGTERM" | "SIGKILL"): void
  /** Those among them that belong to another user and that no signal of ours reaches. */
  readonly foreign?: (pids: readonly number[]) => readonly ForeignProcess[]
  /** Sends to foreign ones by `sudo -n`; false where that is not allowed. */
  readonly force?: (pids: readonly number[], signal: "SIGTERM" | "SIGKILL") => Promise<boolean>
}
