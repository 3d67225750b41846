/**
 * Where a shared queue is: `redis://[user:password@]host[:port][/database][?run=NAME&lease=30s]`.
 */
import { err, ok, type Result } from "../problems/result.ts"
import { parseDurationMs } from "../quantities/duration.ts"

/** A queue and what is asked of it. */
export interface QueueUrl {
  /** With user and password, without the query. */
  readonly url: string
  /** The name of the run; null is the plan alone. */
  readonly run: string | null
  /** Milliseconds that a claim lasts without being renewed. */
  readonly leaseMs: number
}

const LEASE_MS = 30_000
const SHORTEST_LEASE_MS = 1_000
const LONGEST_LEASE_MS = 3_600_000

/** Reads it. An error does not repeat the text, which may hold a password. */
export function parseQueueUrl(text: string): Result<QueueUrl, string> {
  if (!URL.canParse(text)) return err("it is no address such as redis://host:6379")
  const url = new URL(text)
  if (!["redis:", "rediss:"].includes(url.protocol) || url.hostname === "") {
    return err("it is no address such as redis://host:6379")
  }
  let run: string | null = null
  let leaseMs = LEASE_MS
  for (const [name, value] of url.searchParams) {
    if (name === "run") {
      if (!/^[\w.-]{1,64}$/u.test(value)) {
        return err("its run must be 1 to 64 letters, digits, points, hyphens or underscores")
      }
      run = value
    } else if (name === "lease") {
      const duration = parseDurationMs(value)
      const ms = duration.ok ? duration.value : 0
      if (ms < SHORTEST_LEASE_MS || ms > LONGEST_LEASE_MS) {
        return err("its lease must be a time from 1s to 1h")
      }
      leaseMs = ms
    } else return err("it may have the parameters run and lease, and no others")
  }
  url.search = ""
  return ok({ url: url.href, run, leaseMs })
}
