/**
 * Calls of an engine's own command by `execa`, loaded when the first container is needed.
 */
import { err, ok, type Result } from "../../../core/problems/result.ts"
import { formatDuration } from "../../../core/quantities/duration.ts"
import type { EnginePlace } from "../../../ports/containers.ts"
import { findProgram } from "../files/find-program.ts"

/** Room for the labels of some thousand containers. */
const MAX_OUTPUT_BYTES = 8 << 20

/** Why a call gave nothing. */
export interface CallProblem {
  /** `docker pull x: exit code 1: no such image`. */
  readonly message: string
  /** The last line of its stderr. */
  readonly said: string
}

/** What a call may take. */
export interface CallLimits {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly input?: string
  /** Beside the environment of the engine. */
  readonly env?: Readonly<Record<string, string>>
}

/** Calls the program with words; the answer is its stdout. */
export type Call = (
  words: readonly string[],
  limits: CallLimits,
) => Promise<Result<string, CallProblem>>

/** Calls of one program. */
export function caller(program: string, { cwd, env }: EnginePlace): Call {
  const file = findProgram(program, env["PATH"])
  return async (words, { timeoutMs, signal, input, env: added }) => {
    const { execa } = await import("execa")
    const ended = await execa(file, words, {
      cwd,
      env: { ...env, ...added },
      extendEnv: false,
      ...(input === undefined ? { stdin: "ignore" } : { input }),
      reject: false,
      timeout: timeoutMs,
      maxBuffer: MAX_OUTPUT_BYTES,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
      killSignal: "SIGKILL",
    })
    if (!ended.failed) return ok(ended.stdout)
    const said = ended.stderr.trim().split("\n").at(-1) ?? ""
    const tail = said === "" ? "" : `: ${said}`
    const how = ended.timedOut
      ? `it took longer than ${formatDuration(timeoutMs)}`
      : ended.isCanceled
        ? "it was stopped"
        : ended.code === "ENOENT"
          ? "it was not found"
          : ended.exitCode === undefined
            ? `it was ended by ${ended.signal ?? ended.code ?? "a signal"}`
            : `exit code ${ended.exitCode}${tail}`
    const what = words.find((word) => !word.startsWith("-")) ?? ""
    const called = ended.code === "ENOENT" ? program : `${program} ${what}`
    return err({ message: `${called}: ${how}`, said })
  }
}
