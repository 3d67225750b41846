/**
 * The clean-up at the end of a job: processes that still carry its tracking id are ended.
 */
import { readdirSync, readFileSync } from "node:fs"

/** A process that outlived its job. */
export interface Survivor {
  readonly pid: number
  readonly command: string
}

/** What ends by itself this soon after its parent is no orphan. */
const PATIENCE_MS = 3_000

/** Finds and kills what carries the id and goes on; empty where there is no `/proc`. */
export async function endOrphans(trackingId: string): Promise<readonly Survivor[]> {
  const deadline = performance.now() + PATIENCE_MS
  let survivors = findOrphans(trackingId)
  while (survivors.length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    survivors = findOrphans(trackingId)
  }
  for (const { pid } of survivors) {
    try {
      process.kill(pid, "SIGKILL")
    } catch {
      // It ended by itself in between.
    }
  }
  return survivors
}

function findOrphans(trackingId: string): readonly Survivor[] {
  const survivors: Survivor[] = []
  for (const name of listProcesses()) {
    const pid = Number(name)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const environment = readProcess(pid, "environ")
    if (!environment.split("\0").includes(`RUNNER_TRACKING_ID=${trackingId}`)) continue
    survivors.push({ pid, command: readProcess(pid, "cmdline").replaceAll("\0", " ").trim() })
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
