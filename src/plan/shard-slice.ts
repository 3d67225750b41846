/**
 * The part of a plan that one shard answers for: for its own report, which counts nothing else, and
 * for its folder.
 */

import { countShards, type Definition, type Plan } from "../formats/plan.ts"
import { fixturesUsed } from "./units/fixtures-used.ts"

/**
 * The plan with one shard and its scenarios, or some of them; skips belong to the whole run and are left out.
 */
export function sliceOfShard(plan: Plan, number: number, only?: ReadonlySet<string>): Plan {
  const shards = plan.shards
    .filter(({ shard }) => shard === number)
    .map((one) => {
      if (only === undefined) return one
      return { ...one, scenarios: one.scenarios.filter((id) => only.has(id)) }
    })
  const ids = new Set(shards.flatMap(({ scenarios }) => scenarios))
  return {
    ...plan,
    shards,
    scenarios: Object.fromEntries(Object.entries(plan.scenarios).filter(([id]) => ids.has(id))),
    skipped: [],
    unselected: [],
    predictedSeconds: shards[0]?.predictedSeconds ?? 0,
  }
}

/**
 * The part of a plan of several shards that the folder of one holds; a plan of one is its own part.
 * `digestOf` gives the digest of its argument. Skips belong to the whole run: the first shard's
 * part holds them, so that no other does.
 */
export function partOfShard(plan: Plan, number: number, digestOf: (part: Plan) => string): Plan {
  const shards = countShards(plan)
  if (plan.part !== undefined || shards < 2) return plan
  const { schemaVersion, digest, ...slice } = sliceOfShard(plan, number)
  const isFirst = plan.shards[0]?.shard === number
  const part = { shard: number, shards, digest: "" }
  const made: Plan = {
    ...{ schemaVersion, digest, part, ...slice },
    files: filesOf(plan, slice.scenarios),
    groups: groupsOf(plan, slice.scenarios),
    ...fixturesOf(plan, slice.scenarios),
    skipped: isFirst ? plan.skipped : [],
    unselected: isFirst ? plan.unselected : [],
  }
  return { ...made, part: { ...part, digest: digestOf(made) } }
}

/** Files that decide what a scenario does, besides the one that defines it. */
export function filesRunBy(definition: Definition): readonly string[] {
  const { command, eachFile, problemMatchers = [] } = definition
  return [
    ...("path" in command ? [command.path] : []),
    ...(eachFile === undefined ? [] : [eachFile.path]),
    ...problemMatchers,
  ]
}

/** All but those that only scenarios of other shards have to do with. */
function filesOf({ files, scenarios }: Plan, own: Plan["scenarios"]): Plan["files"] {
  const namedBy = (of: Plan["scenarios"]) =>
    new Set(
      Object.values(of).flatMap(({ definition }) => [definition.file, ...filesRunBy(definition)]),
    )
  const [all, here] = [namedBy(scenarios), namedBy(own)]
  return files.filter(({ path }) => here.has(path) || !all.has(path))
}

function fixturesOf({ fixtures }: Plan, own: Plan["scenarios"]): Pick<Plan, "fixtures"> {
  if (fixtures === undefined) return {}
  const leases = Object.values(own).map(({ definition }) => definition.fixtures ?? [])
  return { fixtures: fixturesUsed(fixtures, leases) }
}

/** Names of logs count the groups of the whole plan; turns are those of the shard. */
function groupsOf({ groups }: Plan, own: Plan["scenarios"]): Plan["groups"] {
  return Object.fromEntries(
    Object.entries(groups).map(([name, group]) => {
      const turns = group.turns?.filter((id) => Object.hasOwn(own, id))
      return [name, turns === undefined ? group : { ...group, turns }]
    }),
  )
}
