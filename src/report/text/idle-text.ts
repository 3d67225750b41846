/**
 * What the workers of a shard waited for, in words, if it was significant.
 */
import type { Results } from "../../formats/results.ts"
import { neutraliseInline } from "../lines/neutralise.ts"

/** Idle time below this share, or below this duration, is not shown. */
const LEAST_SHARE = 0.05
const LEAST_SECONDS = 1

const MAX_NAMED = 3

/** Nothing was left to wait for. */
const DONE: readonly string[] = ["nothing-left", "stopping"]

const WORDS: Readonly<Record<string, string>> = {
  needs: "needed scenarios",
  "retry-delay": "delays of retries",
  exclusive: "exclusive scenarios",
  share: "parts of other workers",
  reserved: "room for a large scenario",
  limited: "memory or processors",
  ramp: "the ramped start",
}

const WORDS_OF_NAMED: Readonly<Record<string, string>> = {
  group: "group",
  pause: "pauses of group",
  conflict: "end of group",
  resource: "",
  fixture: "fixture",
}

/**
 * For example `12% waiting: 9% group slow, 3% memory`: shares of the time of all workers, because
 * their sum in seconds would exceed the duration of the run. Null if workers hardly waited.
 */
export function renderIdle(
  { shard, idleSeconds }: Pick<Results["shards"][number], "shard" | "idleSeconds">,
  workers: Results["workers"],
): string | null {
  const own = workers.filter((worker) => worker.shard === shard)
  const all = own.reduce((sum, worker) => sum + worker.busySeconds + worker.idleSeconds, 0)
  const waits = Object.entries(idleSeconds)
    .filter(([cause]) => !DONE.includes(cause))
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  const waited = waits.reduce((sum, [, seconds]) => sum + seconds, 0)
  if (waited < LEAST_SECONDS || waited <= all * LEAST_SHARE) return null
  const percent = (seconds: number) => Math.round((seconds / all) * 100)
  const named = waits.slice(0, MAX_NAMED).flatMap(([cause, seconds]) => {
    const share = percent(seconds)
    if (share === 0) return []
    return [waits.length === 1 ? causeText(cause) : `${share}% ${causeText(cause)}`]
  })
  const left = waits.length - named.length
  const more = left > 0 ? ` and ${left} more` : ""
  return `${percent(waited)}% waiting: ${named.join(", ")}${more}`
}

function causeText(cause: string): string {
  const at = cause.indexOf(":")
  if (at < 0) return WORDS[cause] ?? neutraliseInline(cause, 100)
  const kind = WORDS_OF_NAMED[cause.slice(0, at)] ?? cause.slice(0, at)
  return neutraliseInline(`${kind} ${cause.slice(at + 1)}`, 100)
}
