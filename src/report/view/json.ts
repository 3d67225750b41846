/**
 * `results.json` as text, in pieces: the results of a large run are longer than a text can be.
 */
import { inPieces } from "../../core/json/pieces.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"

/**
 * Each scenario, and each item of the other lists, on a line of its own. Where it is printed to a CI log,
 * nothing in it can act as a command: `##[` is written with an escape, which any JSON reader undoes.
 * `every` are all scenarios where the results do not hold them.
 */
export function resultsJsonPieces(
  results: Results,
  every: Iterable<ScenarioResult> = results.scenarios,
): Generator<string> {
  return inPieces(jsonTexts({ ...results, scenarios: every }))
}

/** The whole text. */
export function renderResultsJson(results: Results): string {
  return [...resultsJsonPieces(results)].join("")
}

function* jsonTexts(members: object): Generator<string> {
  let before = "{\n  "
  for (const [name, member] of Object.entries(members)) {
    if (member === undefined) continue
    yield `${before}${JSON.stringify(name)}: `
    before = ",\n  "
    if (!isIterable(member)) {
      yield quiet(JSON.stringify(member, null, 2)).replaceAll("\n", "\n  ")
      continue
    }
    let between = "[\n    "
    for (const item of member) {
      yield between + quiet(JSON.stringify(item))
      between = ",\n    "
    }
    yield between.startsWith("[") ? "[]" : "\n  ]"
  }
  yield "\n}\n"
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value
}

function quiet(json: string): string {
  return json.includes("##[") ? json.replaceAll("##[", "#\\u0023[") : json
}
