/**
 * The text whose digest identifies a plan: what the shards will do, without estimates, times or
 * evidence. Two machines that would do the same have the same digest.
 */
import { canonicalJson } from "../core/json/json.ts"
import { inPieces } from "../core/json/pieces.ts"
import type { Plan } from "../formats/plan.ts"

/** Version of this text, which is not that of the file. */
const FORM = 1

/** A plan that need not have its digest yet. */
type Undigested = Omit<Plan, "digest"> & Partial<Pick<Plan, "digest">>

/**
 * Canonical JSON over definitions, files and assignment, in pieces: it can be very long. That of a part
 * names the plan that it is a part of.
 */
export function digestPieces(plan: Undigested): Generator<string> {
  return inPieces(digestTexts(plan))
}

/** The whole text. */
export function digestText(plan: Undigested): string {
  return [...digestPieces(plan)].join("")
}

function* digestTexts(plan: Undigested): Generator<string> {
  const members: Readonly<Record<string, unknown>> = {
    schemaVersion: FORM,
    part: plan.part && { of: plan.digest, shard: plan.part.shard, shards: plan.part.shards },
    id: plan.id,
    suite: plan.suite,
    seed: plan.seed,
    iterations: plan.iterations,
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
  let between = "{"
  for (const name of Object.keys(members).sort()) {
    const member = members[name]
    if (member === undefined) continue
    yield `${between}${JSON.stringify(name)}:`
    between = ","
    if (name === "scenarios") yield* scenarioTexts(plan)
    else yield canonicalJson(member)
  }
  yield "}"
}

function* scenarioTexts({ scenarios }: Undigested): Generator<string> {
  const definitionText = canonicalInTurn()
  const restText = canonicalInTurn()
  let between = "{"
  for (const id of Object.keys(scenarios).sort()) {
    const planned = scenarios[id]
    if (planned === undefined) continue
    // What a shard does with a scenario.
    const { runner, needs, demand, definition } = planned
    const text = `{"definition":${definitionText(definition)},${restText({ demand, needs, runner }).slice(1)}`
    yield `${between}${JSON.stringify(id)}:${text}`
    between = ","
  }
  yield between === "{" ? "{}" : "}"
}

/**
 * The canonical texts of objects, one after another. The scenarios of a matrix share most members, so a
 * member that is the very one of the object before is not written again: a third of the time.
 */
function canonicalInTurn(): (object: object) => string {
  let names: readonly string[] = []
  let known: { readonly name: string; member: unknown; text: string }[] = []
  return (object) => {
    const members = object as Readonly<Record<string, unknown>>
    const own = Object.keys(members)
    if (own.length !== names.length || own.some((name, i) => name !== names[i])) {
      names = own
      known = own.toSorted().map((name) => ({ name, member: undefined, text: "" }))
    }
    let all = ""
    for (const one of known) {
      const member = members[one.name]
      if (one.member !== member) {
        one.member = member
        one.text =
          member === undefined ? "" : `,${JSON.stringify(one.name)}:${canonicalJson(member)}`
      }
      all += one.text
    }
    return `{${all.slice(1)}}`
  }
}
