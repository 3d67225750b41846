/**
 * A plan as JSON text: laid out for people, but each scenario on a line of its own, and in pieces,
 * because a plan can be very long.
 */
import { JsonBytes } from "../core/json/json-bytes.ts"
import type { Plan } from "../formats/plan.ts"
import { packPlan } from "../formats/plan-file.ts"

/** Bytes of a piece, about. */
const PIECE = 65_536

/**
 * The text of `plan.json`, with its line end, in UTF-8. No piece ends within a character; each holds
 * until the next one is asked for.
 */
export function* planJsonPieces(plan: Plan): Generator<Uint8Array> {
  const bytes = new JsonBytes({ sorted: false })
  const { scenarios, ...members } = plan
  const { definitions, entryOf } = packPlan(plan)
  let separator = "{\n"
  for (const [name, member] of Object.entries(members)) {
    if (member === undefined) continue
    const text = JSON.stringify(member, null, 2).replaceAll("\n", "\n  ")
    bytes.raw(`${separator}  `).value(name).raw(`: ${text}`)
    separator = ",\n"
  }
  const lists = { definitions, scenarios }
  for (const [name, of] of Object.entries(lists)) {
    bytes.raw(`${separator}  `).value(name).raw(": ")
    let between = "{\n    "
    for (const id of Object.keys(of)) {
      bytes
        .raw(between)
        .value(id)
        .raw(": ")
        .value(of === scenarios ? entryOf(id) : of[id])
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
