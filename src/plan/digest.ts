/**
 * The text whose digest identifies a plan: what the shards will do, without estimates, times or
 * evidence. Two machines that would do the same have the same digest.
 */
import { CanonicalWriter, canonicalJson } from "../core/json.ts"
import type { Plan } from "../formats/plan.ts"

/** Characters of a piece, about. */
const PIECE = 65_536

/** Canonical JSON over definitions, files and assignment, in pieces: it can be very long. */
export function* digestPieces(plan: Omit<Plan, "digest">): Generator<string> {
  const writer = new CanonicalWriter()
  const members: Readonly<Record<string, unknown>> = {
    schemaVersion: plan.schemaVersion,
    suite: plan.suite,
    seed: plan.seed,
    files: plan.files,
    groups: plan.groups,
    before: plan.before,
    after: plan.after,
    scenarios: null,
    shards: plan.shards.map(({ shard, runner, runsOn, workers, share, scenarios }) => ({
      shard,
      runner,
      runsOn,
      workers,
      share,
      scenarios,
    })),
    skipped: plan.skipped,
    sharing: plan.sharing,
  }
  let piece = "{"
  let first = true
  for (const name of Object.keys(members).sort()) {
    const member = members[name]
    if (member === undefined) continue
    piece += `${first ? "" : ","}${JSON.stringify(name)}:`
    first = false
    if (name !== "scenarios") {
      piece += canonicalJson(member)
      continue
    }
    let separator = "{"
    for (const id of Object.keys(plan.scenarios).sort()) {
      piece += `${separator}${JSON.stringify(id)}:${scenarioText(plan, { id, writer })}`
      separator = ","
      if (piece.length < PIECE) continue
      yield piece
      piece = ""
    }
    piece += separator === "{" ? "{}" : "}"
  }
  yield `${piece}}`
}

/** The whole text. */
export function digestText(plan: Omit<Plan, "digest">): string {
  return [...digestPieces(plan)].join("")
}

function scenarioText(
  plan: Pick<Plan, "scenarios">,
  { id, writer }: { readonly id: string; readonly writer: CanonicalWriter },
): string {
  const planned = plan.scenarios[id]
  if (planned === undefined) return "null"
  const { runner, needs, demand, definition } = planned
  return writer.text({ runner, needs, demand, definition })
}
