/**
 * A test as a report tells of it, before anything is known of the files that it names.
 */
import { cutText } from "../core/text/cut-text.ts"
import { withoutEscapes } from "../core/text/escape-sequences.ts"
import type { TestCase } from "../formats/test-cases.ts"

/** A place that a report names; the file is as written there. */
export interface NamedPlace {
  readonly file: string
  readonly line: number | null
}

/** A test of a report; `places` are the candidates for where it failed, best first. */
export interface FoundCase extends Omit<TestCase, "file" | "line"> {
  readonly places: readonly NamedPlace[]
}

/** Characters of a name or a message that are kept. */
const MAX_TEXT = 500

/** Of other failed runs of a test. */
export const MAX_RERUNS = 5

/** Characters in which a place is looked for. */
export const PLACE_CHARACTERS = 16_384

/** Lines that only say which test it was, or where; and what Go prints around what a test says. */
const NO_MESSAGE =
  /^(?:===|---) |^\(?(?:in test file|in file|from function)\b|^Failed test\b|^at .* line \d+\.?$|^Looks like you /u

/** The first line of a text that says something; null where there is none. */
export function firstSaid(text: string): string | null {
  const lines = text.split("\n").map((line) => line.trim())
  return lines.find((line) => line !== "" && !NO_MESSAGE.test(line)) ?? null
}

/** A short text in one line, without what a terminal would obey. */
export function oneLine(text: string): string {
  const head = text.slice(0, MAX_TEXT * 4)
  return cutText(withoutEscapes(head).replace(/\s+/gu, " ").trim(), MAX_TEXT, "…")
}
