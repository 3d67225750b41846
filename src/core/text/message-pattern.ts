/**
 * The part of a failure's message that stays the same when the failure happens again: what differs
 * from run to run (times, ids, addresses, numbers, paths) is replaced by `*`. Messages with one
 * pattern are one failure.
 */
import { withoutEscapes } from "./escape-sequences.ts"

/** Only the beginning of a longer message is used, as for finding it. */
const JUDGED_CHARACTERS = 500

/** In this order: a time or an id also contains numbers. */
const VARYING: readonly RegExp[] = [
  // Dates with or without a time, and times of a day.
  /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b/gu,
  /\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/gu,
  /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/giu,
  /\b0x[\da-f]+\b/giu,
  // Hashes and ids in hexadecimal, but no word.
  /\b(?=[a-f]*\d)[\da-f]{7,}\b/giu,
  // Absolute folders, such as temporary ones. The name of the file tells failures apart, so it stays.
  /(?<![\w.])(?:[A-Za-z]:)?[\\/](?:[\w.@+~-]+[\\/])+/gu,
  /\d+(?:[.,]\d+)*/gu,
]

/** For example `connect ECONNREFUSED *:*` of `connect ECONNREFUSED 127.0.0.1:4711`. */
export function messagePattern(message: string): string {
  let pattern = withoutEscapes(message).slice(0, JUDGED_CHARACTERS)
  for (const varying of VARYING) pattern = pattern.replace(varying, "*")
  return pattern.replace(/\s+/gu, " ").trim()
}
