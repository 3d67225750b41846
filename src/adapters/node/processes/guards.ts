/**
 * A shell in a session of its own that reads from this process: when that ends, however it does, the
 * pipe is closed, and the shell becomes a call of this program. A line says that nothing is left to do.
 */
import { spawn } from "node:child_process"
import type { Socket } from "node:net"
import type { Guards } from "../../../ports/engines.ts"

const WAIT = 'read -r _ || exec "$@"'

/** Guards that call the script of the command; null where there is no shell for it. */
export function createGuards(
  script: string | undefined,
  flags: readonly string[] = process.execArgv,
): Guards | null {
  if (process.platform === "win32" || script === undefined) return null
  const call = [process.execPath, ...flags, script]
  return {
    watch: (args) => {
      const words = ["-c", WAIT, "parallel-smoke", ...call, ...args]
      const child = spawn("/bin/sh", words, { detached: true, stdio: ["pipe", "ignore", "ignore"] })
      child.unref()
      // It is a pipe, which must not keep this process.
      const input = child.stdin as Socket
      input.unref()
      // What cannot be started guards nothing; the next run does what is owed.
      child.on("error", () => {})
      input.on("error", () => {})
      return () => {
        input.end("over\n")
      }
    },
  }
}
