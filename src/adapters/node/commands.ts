/**
 * Commands whose output planning waits for, by `spawnSync`: each leads a group that ends with a timeout,
 * and with this process, which can hear no signal while it waits.
 */
import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from "node:child_process"
import { constants } from "node:os"
import { formatDuration } from "../../core/duration.ts"
import { findFailureLine } from "../../core/failure-line.ts"
import { err, ok } from "../../core/result.ts"
import { shownLines } from "../../core/terminal-text.ts"
import type { Commands } from "../../ports/commands.ts"

/** More than any list of values needs. */
const MAX_OUTPUT_BYTES = 1 << 20

const SHELL = ["--noprofile", "--norc"] as const

/**
 * Runs `$1`. Nobody writes to descriptor 3, whose other end closes when whoever waits is gone: then the
 * whole group is killed. What the shell says of ended jobs is not what the command says.
 */
const WATCHED = `
exec 4>&2 2>/dev/null
{ read -r _ <&3; kill -KILL 0; } </dev/null >/dev/null 4>&- &
watcher=$!
disown
bash ${SHELL.join(" ")} -eo pipefail -c "$1" 2>&4 3>&- 4>&-
code=$?
kill -KILL "$watcher"
exit "$code"
`

/** The real commands of this machine. */
export const nodeCommands: Commands = {
  capture: ({ text, cwd, env, timeoutMs }) => {
    // On Windows nothing is left running by a console that closes, and no descriptor 3 is handed on.
    const watched = process.platform !== "win32"
    // `detached` is not in the types, but taken: the shell leads a group, which can be ended.
    const options: SpawnSyncOptionsWithStringEncoding & { readonly detached: true } = {
      cwd,
      env: { ...env },
      encoding: "utf8",
      stdio: watched ? ["ignore", "pipe", "pipe", "pipe"] : ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      detached: true,
    }
    const args = watched ? ["-c", WATCHED, "bash", text] : ["-eo", "pipefail", "-c", text]
    const ended = spawnSync("bash", [...SHELL, ...args], options)
    if (ended.error !== undefined) endGroup(ended.pid)
    const failed = (message: string) => {
      const said = findFailureLine(shownLines(ended.stderr ?? ""))
      return err({ message, stderr: said?.text ?? "" })
    }
    const code = ended.error === undefined ? null : codeOf(ended.error)
    if (code === "ETIMEDOUT") return failed(`it took longer than ${formatDuration(timeoutMs)}`)
    if (code === "ENOBUFS") return failed("it wrote more than 1 MiB")
    if (code !== null) return failed(`it could not be started (${code})`)
    const signal = ended.signal ?? signalOf(ended.status)
    if (signal !== null) return failed(`it was ended by ${signal}`)
    if (ended.status !== 0) return failed(`it ended with exit code ${ended.status}`)
    return ok(ended.stdout)
  },
}

function endGroup(pid: number): void {
  if (pid <= 0 || process.platform === "win32") return
  try {
    process.kill(-pid, "SIGKILL")
  } catch {
    // Nothing of the group is left.
  }
}

/** A shell tells by 128 and more that a signal has ended what it ran. */
function signalOf(status: number | null): string | null {
  const names = Object.entries(constants.signals)
  return names.find(([, number]) => status === 128 + number)?.[0] ?? null
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN"
}
