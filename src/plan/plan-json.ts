/**
 * A plan as JSON text: laid out for people, but each scenario on a line of its own, and in pieces,
 * because a plan can be very long.
 */
import type { Plan } from "../formats/plan.ts"

/** Characters of a piece, about. */
const PIECE = 65_536

/** The text of `plan.json`, with its line end. */
export function* planJsonPieces(plan: Plan): Generator<string> {
  let piece = "{"
  let separator = "\n"
  for (const [name, member] of Object.entries(plan)) {
    if (member === undefined) continue
    piece += `${separator}  ${JSON.stringify(name)}: `
    separator = ",\n"
    if (name !== "scenarios") {
      piece += JSON.stringify(member, null, 2).replaceAll("\n", "\n  ")
      continue
    }
    let between = "{\n"
    for (const id of Object.keys(plan.scenarios)) {
      piece += `${between}    ${JSON.stringify(id)}: ${JSON.stringify(plan.scenarios[id])}`
      between = ",\n"
      if (piece.length < PIECE) continue
      yield piece
      piece = ""
    }
    piece += between === "{\n" ? "{}" : "\n  }"
  }
  yield `${piece}\n}\n`
}
