/**
 * Signals: to one process, and to all that a child has started, which is its process group, or on Windows,
 * which has no groups and no signals, the tree below it. To processes of other users, such as those that
 * `sudo` starts, the system refuses them (kill(2), EPERM), unless `sudo -n` may send them.
 */
import { spawnSync } from "node:child_process"
import { readFileSync, statSync } from "node:fs"
import type { EndSignal, ForeignProcess, Processes } from "../../../ports/processes.ts"
import { codeOf } from "../files/file-problem.ts"
import { findProgram } from "../files/find-program.ts"

const TIMEOUT_MS = 5_000

/** Sends to everything; false when nothing of it is left. */
export function signalTree(
  pid: number,
  signal: EndSignal,
  system: string = process.platform,
): boolean {
  if (system !== "win32") {
    const sent = sendSignal(-pid, signal) === "sent"
    // What is stopped hears of it only when it goes on.
    if (sent && signal !== "SIGKILL") sendSignal(-pid, "SIGCONT")
    return sent
  }
  // There it has nothing that stands for another signal.
  if (signal !== "SIGTERM" && signal !== "SIGKILL") return sendSignal(pid, 0) === "sent"
  const options = { stdio: "ignore", timeout: TIMEOUT_MS, windowsHide: true } as const
  return spawnSync("taskkill", taskkillArguments(pid, signal), options).status === 0
}

/** What ends a tree on Windows: asked first, which windows and consoles may heed; then forced. */
export function taskkillArguments(pid: number, signal: EndSignal): string[] {
  return ["/PID", String(pid), "/T", ...(signal === "SIGKILL" ? ["/F"] : [])]
}

/** Sends a signal, or looks for a process with 0: whether it was `sent`, `refused` or nothing is there. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): "sent" | "refused" | "gone" {
  try {
    process.kill(pid, signal)
    return "sent"
  } catch (error) {
    return codeOf(error) === "EPERM" ? "refused" : "gone"
  }
}

/** Sends to the group that a process leads, or to it alone where there are no groups. */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  return sendSignal(process.platform === "win32" ? pid : -pid, signal) !== "gone"
}

/** A `sudo` that asks a server somewhere must not hold up the end of a run. */
const SUDO_TIMEOUT_MS = 1_000

/** Those that no signal of ours reaches; those that are gone are left out. */
export function foreignOf(pids: readonly number[]): readonly ForeignProcess[] {
  return pids.flatMap((pid) => {
    const user = sendSignal(pid, 0) === "refused" ? userOf(pid) : null
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
    const { execa } = await import("execa")
    const options = { reject: false, timeout: SUDO_TIMEOUT_MS, killSignal: "SIGKILL" } as const
    refused = (await execa(sudo, args, { ...options, stdio: "ignore" })).failed
    return !refused
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
