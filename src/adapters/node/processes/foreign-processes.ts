/**
 * Processes of other users, such as those that `sudo` starts: the system refuses signals to them (kill(2),
 * EPERM), unless `sudo -n` may send them.
 */
import { execFile } from "node:child_process"
import { readFileSync, statSync } from "node:fs"
import type { ForeignProcess, Processes } from "../../../ports/processes.ts"
import { findProgram } from "../files/find-program.ts"

/** A `sudo` that asks a server somewhere must not hold up the end of a run. */
const SUDO_TIMEOUT_MS = 1_000

/** Those that no signal of ours reaches; those that are gone are left out. */
export function foreignOf(pids: readonly number[]): readonly ForeignProcess[] {
  return pids.flatMap((pid) => {
    const user = isForeign(pid) ? userOf(pid) : null
    return user === null ? [] : [{ pid, user }]
  })
}

/** Makes the function that sends by `sudo -n`; once it was refused it is not asked again. */
export function createForce(path: string | undefined): NonNullable<Processes["force"]> {
  let refused = false
  return async (pids, signal) => {
    const sudo = findProgram("sudo", path)
    if (refused || pids.length === 0 || !sudo.startsWith("/")) return false
    const args = ["-n", "kill", "-s", signal.slice("SIG".length), "--", ...pids.map(String)]
    refused = !(await succeeds(sudo, args))
    return !refused
  }
}

function succeeds(file: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: SUDO_TIMEOUT_MS, killSignal: "SIGKILL" }, (error) => {
      resolve(error === null)
    })
  })
}

function isForeign(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}

/** Null once it is gone. */
function userOf(pid: number): string | null {
  try {
    const { uid } = statSync(`/proc/${pid}`)
    const names = readFileSync("/etc/passwd", "utf8").matchAll(/^([^:\n]+):[^:\n]*:(\d+):/gmu)
    for (const [, name = "", id] of names) if (Number(id) === uid) return name
    return String(uid)
  } catch {
    return process.platform === "linux" ? null : "another user"
  }
}
