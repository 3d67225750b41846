/**
 * Scenarios that must share a shard run on one machine: they cannot name two runner classes, nor ask
 * for what no one class has.
 */
import type { Visibility } from "../../capability/hosted-labels.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { wholeOnes } from "../../core/text/cut-text.ts"
import type { Location } from "../../core/text/source.ts"
import type { Capability } from "../../formats/capability.ts"
import {
  type ClassClash,
  DEFAULT_RUNNER,
  findClassClash,
  findMisfit,
  type Misfit,
} from "../../plan/classes/classes.ts"
import { findMissing, splitSkipped } from "../../plan/explain/left-out.ts"
import { withInstances } from "../../plan/units/beside.ts"
import { type Component, componentsOf } from "../../plan/units/components.ts"
import { indexScenarios, selectedOf } from "../../plan/units/scenario-index.ts"
import { toUnits } from "../../plan/units/to-units.ts"
import type { Scenario, Suite } from "../../scenario/model.ts"

/** What is selected, and what is known of machines. */
export interface ClashOptions {
  readonly selected: ReadonlySet<string>
  /** Why scenarios fit nowhere, by id; without it that is found out by what the suite says. */
  readonly missing?: ReadonlyMap<string, string>
  /** What machines of a class were seen to have, by its name. */
  readonly seen?: ReadonlyMap<string, readonly Capability[]>
  /** Whose repository it is, for what labels stand for. */
  readonly visibility?: Visibility
}

/** The first clash among the selected scenarios. */
export function refuseClash(
  suite: Pick<Suite, "scenarios" | "groups" | "runners" | "fixtures">,
  options: ClashOptions,
): readonly Diagnostic[] {
  if (Object.keys(suite.runners ?? {}).length === 0) {
    if (suite.scenarios.every(({ runner }) => runner === DEFAULT_RUNNER)) return []
  }
  const { selected, seen, visibility } = options
  const chosen = withInstances(selectedOf(suite.scenarios, selected), suite.fixtures)
  const joined = componentsIn(suite, chosen)
  if (joined.length === 0) return []
  const scenarios = indexScenarios(chosen)
  const clash = findClassClash(joined, scenarios)
  if (clash !== null) return [clashDiagnostic(clash)]
  const missing =
    options.missing ?? findMissing({ suite, scenarios: chosen, capabilities: [], here: false })
  const { run } = splitSkipped(chosen, missing)
  const misfit = findMisfit(run === chosen ? joined : componentsIn(suite, run), {
    ...{ suite, scenarios, seen, visibility },
  })
  return misfit === null ? [] : [misfitDiagnostic(misfit)]
}

/** As planning builds them; those of one scenario left out. */
function componentsIn(
  { groups }: Pick<Suite, "groups">,
  scenarios: readonly Scenario[],
): readonly Component[] {
  const units = toUnits(scenarios, { estimates: [], groups })
  return componentsOf(units).filter((component) => component.units.length > 1)
}

function clashDiagnostic({ component, first, second }: ClassClash): Diagnostic {
  const { runnerAt: location } = second
  if (location === undefined) throw new Error(`${second.id} names its class nowhere`)
  const message = `${shown(second)} and ${shown(first)} are joined by ${tieText(component)}, but a shard runs on a single class`
  const hint = "give both the same `runner`, or separate them"
  const related = relatedTo(location, [first.runnerAt])
  return errorAt(location, { code: "scenario/runner-clash", message, related, hint })
}

function misfitDiagnostic({ component, lacks, named }: Misfit): Diagnostic {
  const asking = lacks.map(({ scenario }) => scenario)
  const members = [...new Set([...(named === null ? [] : [named]), ...asking])]
  const places = members.flatMap(({ asksAt, runnerAt }) => asksAt ?? runnerAt ?? [])
  const location = asking[0]?.asksAt ?? places[0]
  if (location === undefined) throw new Error("what fits nowhere asks for something")
  const names = members.slice(0, MAX_NAMED).map(shown)
  const more = members.length - names.length
  const all = more > 0 ? [...names, `${more} more`] : names
  const list = `${all.slice(0, -1).join(", ")} and ${all.at(-1) ?? ""}`
  const none = members.length === 2 ? "no runner class fits both" : "no runner class fits all"
  const why = lacks.map(({ runner, scenario, lack }) => `${runner}: \`${scenario.id}\` ${lack}`)
  const message = `${list} are joined by ${tieText(component)}, but ${none}; ${wholeOnes(why)}`
  const hint = "separate them, or let them require only what one class has"
  const related = relatedTo(location, places)
  return errorAt(location, { code: "scenario/runner-clash", message, related, hint })
}

/** More scenarios are counted. */
const MAX_NAMED = 4

function shown({ id, runner }: Pick<Scenario, "id" | "runner">): string {
  return runner === DEFAULT_RUNNER ? `\`${id}\`` : `\`${id}\` (runner \`${runner}\`)`
}

/** What keeps the scenarios of a component together. */
function tieText({ units }: Component): string {
  const names = new Set(units.flatMap(({ together = [] }) => together))
  const [first] = names
  const needs = units.some((unit) => unit.needs.length > 0) ? ["needs"] : []
  const groups = first === undefined ? [] : [names.size === 1 ? `the group \`${first}\`` : "groups"]
  return [...needs, ...groups].join(" and ")
}

function relatedTo(
  location: Location,
  places: readonly (Location | undefined)[],
): Diagnostic["related"] {
  const others = new Map<string, Location>()
  for (const place of places) {
    if (place === undefined || keyOf(place) === keyOf(location)) continue
    others.set(keyOf(place), place)
  }
  if (others.size === 0) return undefined
  const list = [...others.values()].slice(0, MAX_NAMED)
  return list.map((place) => ({ message: "the other is here", location: place }))
}

function keyOf({ file, range }: Location): string {
  return `${file.path} ${range.start}`
}
