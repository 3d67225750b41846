import type { Result } from "../core/problems/result.ts"

/** A short-lived program that answers a question. */
export interface ProgramRequest {
  /** A name to be found on the PATH of `env`, or a path. */
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** After this time it is killed with everything it started. */
  readonly timeoutMs: number
  /** With more output on stdout it is killed too. */
  readonly maxOutputBytes: number
  readonly signal: AbortSignal
}

/** The output of a program that has ended. */
export interface ProgramAnswer {
  /** Null when a signal ended it. */
  readonly exitCode: number | null
  readonly stdout: string
  /** The last 4 KiB. */
  readonly stderr: string
}

/** Why there is no answer; the message is a fragment: `it took longer than 2.0s`. */
export interface ProgramProblem {
  readonly code: "not-found" | "not-started" | "timeout" | "output" | "stopped"
  readonly message: string
}

/** Runs such programs; none of them outlives its answer. */
export interface Programs {
  ask(request: ProgramRequest): Promise<Result<ProgramAnswer, ProgramProblem>>
}

/** Connections by TCP. */
export interface Connections {
  /** Opens one and closes it; the error is a fragment. */
  open(to: {
    readonly host: string
    readonly port: number
    /** It must stay open for so long: what accepts for others may close at once. */
    readonly lingerMs?: number
    readonly signal: AbortSignal
  }): Promise<Result<void, string>>
}

/** Facts about this machine from the operating system. */
export interface Host {
  /** `linux`, `macos`, `windows`, or as the system calls itself. */
  readonly os: string
  readonly arch: string
  /** Processors that this process may use. */
  cores(): number
  memory(): { readonly totalBytes: number; readonly freeBytes: number }
  /** Free bytes for unprivileged processes in the file system of a path. */
  diskFreeBytes(path: string): Result<number, string>
}
