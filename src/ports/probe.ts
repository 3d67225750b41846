import type { Result } from "../core/problems/result.ts"

/** A program that is asked something and is expected to end soon. */
export interface ProgramRequest {
  /** A name to be found on the PATH of `env`, or a path. */
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** After so long it is killed with everything it started. */
  readonly timeoutMs: number
  /** With more on stdout it is killed too. */
  readonly maxOutputBytes: number
  readonly signal: AbortSignal
}

/** What a program said until its end. */
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

/** Programs that are asked; none of them outlives its answer. */
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

/** What the operating system says of this machine. */
export interface Host {
  /** `linux`, `macos`, `windows`, or as the system calls itself. */
  readonly os: string
  readonly arch: string
  /** Processors that this process may use. */
  cores(): number
  memory(): { readonly totalBytes: number; readonly freeBytes: number }
  /** Bytes that a process without privileges may still write where a path lies. */
  diskFreeBytes(path: string): Result<number, string>
}
