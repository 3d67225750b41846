/**
 * `results.json` as text, in pieces: the results of a large run can exceed the maximum length of a
 * string.
 */
import { inPieces } from "../../core/json/pieces.ts"
import type { Results } from "../../formats/results.ts"

/**
 * Two spaces of indentation and a line end. In a CI log, nothing in it works as a command: `##[` is
 * escaped, and any JSON reader decodes it.
 */
export function resultsJsonPieces(results: Results): Generator<string> {
  return inPieces(jsonTexts(results))
}

/** The whole text. */
export function renderResultsJson(results: Results): string {
  return [...resultsJsonPieces(results)].join("")
}

function* jsonTexts(results: Results): Generator<string> {
  let before = "{\n  "
  for (const [name, member] of Object.entries(results)) {
    if (member === undefined) continue
    yield `${before}${JSON.stringify(name)}: `
    before = ",\n  "
    if (!Array.isArray(member) || member.length === 0) {
      yield indented(member, "  ")
      continue
    }
    let between = "[\n    "
    for (const item of member) {
      yield `${between}${indented(item, "    ")}`
      between = ",\n    "
    }
    yield "\n  ]"
  }
  yield "\n}\n"
}

/** Line ends in values are escaped, so all line ends of the text belong to its layout. */
function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replaceAll("##[", "#\\u0023[").replaceAll("\n", `\n${by}`)
}
