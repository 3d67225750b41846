/**
 * The most useful change of a plan. The advice is always possible in this version and within the
 * suite's own limits.
 */
import { formatSeconds } from "../../core/quantities/duration.ts"
import type { Plan, PlannedScenario, PlannedShard } from "../../formats/plan.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"

/** Above this gap between prediction and bound, advice is useful. */
const WIDE_GAP = 0.1

/** One line: the first of these that applies. */
export function adviceText(plan: Plan, planned: readonly PlannedScenario[]): string {
  const startup = startupOf(plan)
  // Every used class has at least one shard.
  if (plan.shards.length > byClass(plan).size && startup > plan.predictedSeconds) {
    return `a job takes ${formatSeconds(startup)} to start and ${formatSeconds(plan.predictedSeconds)} to run: fewer shards cost less (--curve)`
  }
  const count = planned.length
  const guessed = planned.filter(
    ({ estimateFrom: from }) => !["history", "timings", "estimate"].includes(from),
  ).length
  if (guessed * 2 > count) {
    return `${guessed} of ${count} durations are guesses: give --timings or \`estimate\`, or keep a history (--history)`
  }
  return limitAdvice(plan, planned)
}

/** The slowest start of a job. */
export function startupOf({ shards }: Pick<Plan, "shards">): number {
  return shards.reduce((most, shard) => Math.max(most, shard.startupSeconds ?? 0), 0)
}

function limitAdvice(plan: Plan, planned: readonly PlannedScenario[]): string {
  const { limit, shards, predictedSeconds } = plan
  const enough = enoughShards(plan)
  const fewer = enough < shards.length ? `; ${countOf(enough, "shard")} would be as fast` : ""
  const [first = "", second = ""] = (limit?.ids ?? []).map((id) => neutraliseInline(id))
  switch (limit?.kind) {
    case "scenario":
      return `more shards do not help unless ${first} is split${fewer}`
    case "pair":
      return pairAdvice(plan, { first, second, runner: limit.runner })
    case "chain":
      return `more shards do not help unless the chain from ${first} gets shorter${fewer}`
    case "component":
      return `more shards do not help unless ${first} is separated from others${fewer}`
    case "class":
      return classAdvice(plan, limit.runner)
    case "resource":
      if (limit.shared === true) {
        const name = neutraliseInline(limit.name ?? "")
        return `more shards do not help unless there is more ${name}${fewer}`
      }
      return idleAdvice(plan, { what: limit.name ?? "", runner: limit.runner })
    case "group":
      return idleAdvice(plan, { what: `group ${limit.name ?? ""}`, runner: limit.runner })
    case "fixture":
      return fixtureAdvice(limit.name ?? "")
    case "exclusive":
      return idleAdvice(plan, { what: "exclusive scenarios", runner: limit.runner })
    default:
  }
  const gap = predictedSeconds / Math.max(plan.lowerBoundSeconds, 1e-9) - 1
  if (gap > WIDE_GAP) return gapAdvice(plan, planned)
  if ([...byClass(plan).keys()].every((runner) => isFull(plan, runner))) {
    return "the work is balanced: only more workers, or a larger `max-shards`, make it faster"
  }
  return "the work is balanced: more shards make it faster (--curve shows what they cost)"
}

/** Why a plan does not reach its bound. */
function gapAdvice({ strategy, shards }: Plan, planned: readonly PlannedScenario[]): string {
  if (shards.some(({ starts }) => starts !== undefined)) {
    return "starts of fixtures leave workers idle: shorter starts, or fewer of them, make it faster"
  }
  if (strategy === "hash") {
    return "ids select their shards, however long these get: without --hash the longest would be shorter"
  }
  const limited = planned.some(
    ({ demand, definition: { groups, exclusive = false } }) =>
      exclusive || groups.length > 0 || Object.keys(demand).length > 0,
  )
  if (limited) {
    return "groups, resources or uneven lengths leave workers idle: `analyze` shows what waits"
  }
  if (planned.some(({ needs }) => needs.length > 0)) {
    return "needs or uneven lengths leave workers idle: `analyze` shows what waits"
  }
  return `${countOf(planned.length, "scenario")} of these durations cannot be divided evenly among the workers (--curve shows other numbers of shards)`
}

/** Two long scenarios share a shard because there are too few shards. */
function pairAdvice(
  plan: Plan,
  of: { readonly first: string; readonly second: string; readonly runner: string | null },
): string {
  const { first, second } = of
  const runner = of.runner ?? plan.shards[0]?.runner ?? ""
  const which = of.runner === null ? "" : ` of class ${neutraliseInline(runner)}`
  const both = second === "" ? first : `${first} and ${second}`
  return isFull(plan, runner)
    ? `another shard${which} would separate ${both}: its \`max-shards\` does not allow one`
    : `another shard${which} would separate ${both} (--curve shows what it costs)`
}

/** A further shard goes to the class that takes longest, if that class may have one. */
function classAdvice(plan: Plan, runner: string | null): string {
  const name = runner ?? plan.shards[0]?.runner ?? ""
  const shown = neutraliseInline(name)
  return isFull(plan, name)
    ? `class ${shown} takes longest and has all shards that its \`max-shards\` allows: raise that, or move work to other classes`
    : `class ${shown} takes longest: more shards go to it first (--curve shows what they cost)`
}

function fixtureAdvice(name: string): string {
  return `fixture ${neutraliseInline(name)} leaves workers idle: more \`instances\` or \`leases\`, or more shards, make it faster`
}

/** A limit inside each shard: more shards separate the waiting scenarios. */
function idleAdvice(
  plan: Plan,
  of: { readonly what: string; readonly runner: string | null },
): string {
  const runner = of.runner ?? plan.shards[0]?.runner ?? ""
  const idle = `${neutraliseInline(of.what)} leaves workers idle`
  return isFull(plan, runner)
    ? `${idle}: only another shard would separate it, and \`max-shards\` does not allow one`
    : `${idle}: more shards separate it (--curve shows what they cost)`
}

/** True if a class has all shards that it may have. */
function isFull(plan: Plan, runner: string): boolean {
  const most = plan.runners?.[runner]?.maxShards ?? null
  return most !== null && (byClass(plan).get(runner)?.length ?? 0) >= most
}

/** Number of shards that could do all work in the predicted time, for each class separately. */
function enoughShards(plan: Plan): number {
  const { predictedSeconds } = plan
  let enough = 0
  for (const shards of byClass(plan).values()) {
    const work = shards.reduce((sum, shard) => sum + shard.predictedSeconds, 0)
    enough += Math.max(1, Math.ceil(work / Math.max(predictedSeconds, 1e-9) - 1e-6))
  }
  return enough
}

function byClass({ shards }: Pick<Plan, "shards">): ReadonlyMap<string, readonly PlannedShard[]> {
  return Map.groupBy(shards, ({ runner }) => runner)
}
