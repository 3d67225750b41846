/**
 * A plan as JSON text: laid out for people, but each scenario on a line of its own, and in pieces,
 * because a plan can be very long.
 */
import { inPieces } from "../core/json/pieces.ts"
import type { Plan } from "../formats/plan.ts"
import { packPlan } from "../formats/plan-file.ts"

/** The text of `plan.json`, with its line end. */
export function planJsonPieces(plan: Plan): Generator<string> {
  return inPieces(planTexts(plan))
}

function* planTexts(plan: Plan): Generator<string> {
  const { scenarios, ...members } = plan
  const { definitions, entryOf } = packPlan(plan)
  let separator = "{\n"
  for (const [name, member] of Object.entries(members)) {
    if (member === undefined) continue
    const text = JSON.stringify(member, null, 2).replaceAll("\n", "\n  ")
    yield `${separator}  ${JSON.stringify(name)}: ${text}`
    separator = ",\n"
  }
  for (const [name, of] of Object.entries({ definitions, scenarios })) {
    yield `${separator}  ${JSON.stringify(name)}: `
    let between = "{\n    "
    for (const id of Object.keys(of)) {
      const entry = of === scenarios ? entryOf(id) : of[id]
      yield `${between}${JSON.stringify(id)}: ${JSON.stringify(entry)}`
      between = ",\n    "
    }
    yield between.startsWith("{") ? "{}" : "\n  }"
  }
  yield "\n}\n"
}
