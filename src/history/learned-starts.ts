/**
 * How long the starts of fixtures take, as planning uses it.
 */
import { medianOf } from "../core/quantities/statistics.ts"
import type { History } from "../formats/history.ts"

/** Expected milliseconds of a start, by the fixture's name: the median of recent shards. */
export function knownStartsOf({ fixtures = {} }: History): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(fixtures).map(([name, starts]) => [
      name,
      medianOf(starts.map(([, seconds]) => seconds * 1_000)),
    ]),
  )
}
