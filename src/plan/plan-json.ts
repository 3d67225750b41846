/**
 * A plan as JSON text: laid out for people, but each scenario on a line of its own, and in pieces,
 * because a plan can be very long.
 */
import { JsonBytes } from "../core/json-bytes.ts"
import type { Plan } from "../formats/plan.ts"

/** Bytes of a piece, about. */
const PIECE = 65_536

/**
 * The text of `plan.json`, with its line end, in UTF-8. No piece ends within a character; each holds
 * until the next one is asked for.
 */
export function* planJsonPieces(plan: Plan): Generator<Uint8Array> {
  const bytes = new JsonBytes({ sorted: false })
  let separator = "{\n"
  for (const [name, member] of Object.entries(plan)) {
    if (member === undefined) continue
    bytes.raw(`${separator}  `).value(name).raw(": ")
    separator = ",\n"
    if (name !== "scenarios") {
      bytes.raw(JSON.stringify(member, null, 2).replaceAll("\n", "\n  "))
      continue
    }
    let between = "{\n    "
    for (const id of Object.keys(plan.scenarios)) {
      bytes.raw(between).value(id).raw(": ").value(plan.scenarios[id])
      between = ",\n    "
      if (bytes.length >= PIECE) yield bytes.take()
    }
    bytes.raw(between.startsWith("{") ? "{}" : "\n  }")
  }
  yield bytes.raw("\n}\n").take()
}

/** The same as texts. */
export function* planJsonTexts(plan: Plan): Generator<string> {
  const decoder = new TextDecoder()
  for (const piece of planJsonPieces(plan)) yield decoder.decode(piece)
}
