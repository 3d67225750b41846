/**
 * Commands whose output planning waits for, by `spawnSync`: each leads a group that a timeout ends.
 */
import { type SpawnSyncOptionsWithStringEncoding, spawnSync } from "node:child_process"
import { formatDuration } from "../../core/duration.ts"
import { err, ok } from "../../core/result.ts"
import type { Commands } from "../../ports/commands.ts"

/** More than any list of values needs. */
const MAX_OUTPUT_BYTES = 1 << 20

/** The real commands of this machine. */
export const nodeCommands: Commands = {
  capture: ({ text, cwd, env, timeoutMs }) => {
    // `detached` is not in the types, but taken: the shell leads a group, which can be ended.
    const options: SpawnSyncOptionsWithStringEncoding & { readonly detached: true } = {
      cwd,
      env: { ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
      maxBuffer: MAX_OUTPUT_BYTES,
      windowsHide: true,
      detached: true,
    }
    const ended = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", text],
      options,
    )
    if (ended.error !== undefined) endGroup(ended.pid)
    const stderr = lastLine(ended.stderr ?? "")
    const failed = (message: string) => err({ message, stderr })
    const code = ended.error === undefined ? null : codeOf(ended.error)
    if (code === "ETIMEDOUT") return failed(`it took longer than ${formatDuration(timeoutMs)}`)
    if (code === "ENOBUFS") return failed("it wrote more than 1 MiB")
    if (code !== null) return failed(`it could not be started (${code})`)
    if (ended.signal !== null) return failed(`it was ended by ${ended.signal}`)
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

function lastLine(text: string): string {
  return text.trimEnd().split(/\r?\n/u).at(-1) ?? ""
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "EUNKNOWN"
}
