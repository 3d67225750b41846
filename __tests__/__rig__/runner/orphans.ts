/**
 * The clean-up at the end of a job: processes that still carry its tracking id are ended.
 */
import { readdirSync, readFileSync } from "node:fs"

/** A process that outlived its job. */
export interface Survivor {
  readonly pid: number
  readonly command: string
}

/** Finds and kills what carries the id; empty where there is no `/proc`. */
export function endOrphans(trackingId: string): readonly Survivor[] {
  const survivors: Survivor[] = []
  for (const name of listProcesses()) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const environment = readProcess(pid, "environ")
    if (!environment.split("\0").includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue
    survivors.push({ pid, command: readProcess(pid, "cmdline").replaceAll("\0", " ").trim() })
    try {
      process.kill(pid, "SIGKILL")
    } catch {
      // It ended by itself in between.
    }
  }
  return survivors
}

function listProcesses(): readonly string[] {
  try {
    return readdirSync("/proc")
  } catch {
    return []
  }
}

function readProcess(pid: number, what: "environ" | "cmdline"): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, "utf8")
  } catch {
    return ""
  }
}
