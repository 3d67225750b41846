/**
 * A signal for all that a child has started: its process group, or on Windows, which has no groups and no
 * signals, the tree below it.
 */
import { spawnSync } from "node:child_process"

type EndSignal = "SIGTERM" | "SIGKILL"

const TIMEOUT_MS = 5_000

/** Sends to everything; false when nothing of it is left. */
export function signalTree(
  pid: number,
  signal: EndSignal,
  system: string = process.platform,
): boolean {
  if (system !== "win32") {
    const sent = send(-pid, signal)
    // What is stopped hears of it only when it goes on.
    if (sent && signal === "SIGTERM") send(-pid, "SIGCONT")
    return sent
  }
  const options = { stdio: "ignore", timeout: TIMEOUT_MS, windowsHide: true } as const
  return spawnSync("taskkill", taskkillArguments(pid, signal), options).status === 0
}

/** What ends a tree on Windows: asked first, which windows and consoles may heed; then forced. */
export function taskkillArguments(pid: number, signal: EndSignal): string[] {
  return ["/PID", String(pid), "/T", ...(signal === "SIGKILL" ? ["/F"] : [])]
}

function send(pid: number, signal: EndSignal | "SIGCONT"): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}
