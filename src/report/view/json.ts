/**
 * `results.json` as text.
 */
import type { Results } from "../../formats/results.ts"

/**
 * Two spaces of indentation and a line end. Where it is printed to a CI log, nothing in it can act
 * as a command: `##[` is written with an escape, which any JSON reader undoes.
 */
export function renderResultsJson(results: Results): string {
  return `${JSON.stringify(results, null, 2).replaceAll("##[", "#\\u0023[")}\n`
}
