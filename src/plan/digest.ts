/**
 * The text whose digest identifies a plan: what the shards will do, without estimates, times or
 * evidence. Two machines that would do the same have the same digest.
 */
import { JsonBytes } from "../core/json/json-bytes.ts"
import type { Plan, PlannedScenario } from "../formats/plan.ts"

/** Version of this text, which is not that of the file. */
const FORM = 1

/** Bytes of a piece, about. */
const PIECE = 65_536

/** A plan that need not have its digest yet. */
type Undigested = Omit<Plan, "digest"> & Partial<Pick<Plan, "digest">>

/**
 * Canonical JSON over definitions, files and assignment, in pieces: it can be very long. Each piece
 * holds until the next one is asked for. That of a part names the plan that it is a part of.
 */
export function* digestPieces(plan: Undigested): Generator<Uint8Array> {
  const members: Readonly<Record<string, unknown>> = {
    schemaVersion: FORM,
    part: plan.part && { of: plan.digest, shard: plan.part.shard, shards: plan.part.shards },
    id: plan.id,
    suite: plan.suite,
    seed: plan.seed,
    files: plan.files,
    groups: plan.groups,
    fixtures: plan.fixtures,
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
  const bytes = new JsonBytes({ sorted: true })
  let first = true
  for (const name of Object.keys(members).sort()) {
    const member = members[name]
    if (member === undefined) continue
    bytes
      .raw(first ? "{" : ",")
      .value(name)
      .raw(":")
    first = false
    if (name !== "scenarios") {
      bytes.value(member)
      continue
    }
    bytes.raw("{")
    let separator = ""
    for (const id of Object.keys(plan.scenarios).sort()) {
      bytes.raw(separator).value(id).raw(":").value(actedOn(plan.scenarios[id]))
      separator = ","
      if (bytes.length >= PIECE) yield bytes.take()
    }
    bytes.raw("}")
  }
  yield bytes.raw("}").take()
}

/** The whole text. */
export function digestText(plan: Undigested): string {
  const decoder = new TextDecoder()
  let text = ""
  for (const piece of digestPieces(plan)) text += decoder.decode(piece)
  return text
}

/** What a shard does with a scenario. */
function actedOn(planned: PlannedScenario | undefined) {
  if (planned === undefined) return null
  const { runner, needs, demand, definition } = planned
  return { runner, needs, demand, definition }
}
