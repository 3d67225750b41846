/**
 * Commands whose output planning waits for, by `spawnSync`: a supervisor ends each with all that it has
 * started, in time, at its end, and with this process, which can hear no signal while it waits.
 */
import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from "node:child_process"
import { constants } from "node:os"
import { err, ok } from "../../../core/problems/result.ts"
import { formatDuration } from "../../../core/quantities/duration.ts"
import { findFailureLine } from "../../../core/text/failure-line.ts"
import { shownLines } from "../../../core/text/terminal-text.ts"
import type { Commands } from "../../../ports/commands.ts"
import { codeOf } from "../files/file-problem.ts"
import { foreignOf, signalGroup } from "../processes/send-signal.ts"
import {
  LOST_SUPERVISOR,
  readSupervisor,
  SUPERVISOR_FD,
  supervised,
} from "../processes/supervisor.ts"

/** How long a supervisor may take to end what is left. */
const LATE_MS = 8_000

/** More than any list of values needs. */
const MAX_OUTPUT_BYTES = 1 << 20

const SHELL = ["--noprofile", "--norc"] as const

/** The real commands of this machine. */
export const nodeCommands: Commands = {
  capture: ({ text, cwd, env, timeoutMs }) => {
    const args = [...SHELL, "-eo", "pipefail", "-c", text]
    const plain = { file: "bash", args, env }
    const command = supervised({ ...plain, timeoutMs }, process.env["PATH"])
    const started = command ?? plain
    // `detached` is not in the types, but taken: the command leads a group, which can be ended.
    const options: SpawnSyncOptionsWithStringEncoding & { readonly detached: true } = {
      cwd,
      env: { ...started.env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe", ...(command === null ? [] : ["pipe" as const])],
      timeout: command === null ? timeoutMs : timeoutMs + LATE_MS,
      // A supervisor hears by its descriptor that its time is over, once it is not stopped, and ends what it
      // has started before it goes.
      killSignal: command === null ? "SIGKILL" : "SIGCONT",
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      detached: true,
    }
    const ended = spawnSync(started.file, [...started.args], options)
    if (command === null && ended.error !== undefined && ended.pid > 0)
      signalGroup(ended.pid, "SIGKILL")
    const failed = (message: string) => {
      const said = saidIn(ended.stderr ?? "") || saidIn(ended.stdout ?? "")
      return err({ message, said })
    }
    const code = ended.error === undefined ? null : codeOf(ended.error)
    if (code === "ENOBUFS") return failed("it wrote more than 1 MiB")
    // There is no output at all where nothing could be started.
    const told = command === null ? null : readSupervisor(ended.output?.[SUPERVISOR_FD] ?? "")
    const { end, left } = told ?? { end: null, left: [] }
    if (code === "ETIMEDOUT" || end?.how === "timeout") {
      return failed(`it took longer than ${formatDuration(timeoutMs)}`)
    }
    const refused = code ?? (end?.how === "refused" ? end.code : null)
    if (refused !== null) return failed(`it could not be started (${refused})`)
    if (end?.how === "stopped") return failed("it was stopped")
    if (command !== null && end === null) return failed(LOST_SUPERVISOR)
    const status = end?.how === "ended" ? end.exitCode : ended.status
    const killed = end?.how === "ended" ? signalName(end.signal) : ended.signal
    const signal = killed ?? signalOf(status)
    if (signal !== null) return failed(`it was ended by ${signal}`)
    if (status !== 0) return failed(`it ended with exit code ${status}`)
    return ok({ stdout: ended.stdout, foreign: foreignOf(left) })
  },
}

/** A shell tells by 128 and more that a signal has ended what it ran. */
function signalOf(status: number | null): string | null {
  return status === null || status <= 128 ? null : signalName(status - 128)
}

function signalName(signal: number | null): string | null {
  return Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? null
}

function saidIn(output: string): string {
  return findFailureLine(shownLines(output))?.text ?? ""
}
