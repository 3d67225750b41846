/**
 * The names by which things are known, as branded strings, and their grammar.
 */

declare const brand: unique symbol

/** Identity of a scenario: segments of `[A-Za-z0-9._/-]` joined by `:`. */
export type ScenarioId = string & { readonly [brand]: "ScenarioId" }

const ID = /^[A-Za-z0-9._/-]+(?::[A-Za-z0-9._/-]+)*$/

/** True when every segment of the text follows the grammar of ids. */
export function isScenarioId(text: string): text is ScenarioId {
  return ID.test(text)
}

/** Brands a text that the caller knows to be an id; throws where that is a bug. */
export function assertScenarioId(text: string): ScenarioId {
  if (!isScenarioId(text)) throw new Error(`not a scenario id: ${JSON.stringify(text)}`)
  return text
}

/** One id segment from any text: every other character becomes `-`; an empty text becomes `-`. */
export function toSegment(text: string): string {
  return text === "" ? "-" : text.replace(/[^A-Za-z0-9._/-]/gu, "-")
}
