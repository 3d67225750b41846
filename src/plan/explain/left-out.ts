/**
 * What is known to be skipped before anything runs, why, and what that takes with it.
 */
import { isBuiltin } from "../../capability/builtin.ts"
import {
  type Capabilities,
  checkAll,
  indexCapabilities,
  lackText,
} from "../../capability/evaluate.ts"
import type { Visibility } from "../../capability/hosted-labels.ts"
import { canonicalName } from "../../capability/name.ts"
import {
  type Asks,
  capabilitiesOfClass,
  declaredOf,
  fitsClass,
  lastingOf,
} from "../../capability/runner-class.ts"
import { defined } from "../../core/defined.ts"
import { addTo } from "../../core/text/append.ts"
import { wholeOnes } from "../../core/text/cut-text.ts"
import type { Capability } from "../../formats/capability.ts"
import type { PlannedSkip } from "../../formats/plan.ts"
import type { Scenario, Suite } from "../../scenario/model.ts"
import { firstLack, withInstances } from "../units/beside.ts"
import { runsAfterFailure } from "../units/items.ts"

/**
 * Splits scenarios into those to run and those skipped when planning; needs of the latter follow.
 * `missing` tells of scenarios why they fit nowhere.
 */
export function splitSkipped(
  scenarios: readonly Scenario[],
  missing: ReadonlyMap<string, string> = new Map(),
): {
  readonly run: readonly Scenario[]
  readonly skipped: readonly PlannedSkip[]
} {
  const skips = new Map<string, PlannedSkip>()
  const dependents = new Map<string, Scenario[]>()
  for (const scenario of scenarios) {
    for (const need of scenario.needs) {
      addTo(dependents, need, scenario)
    }
  }
  const skip = (scenario: Scenario, reason: PlannedSkip["reason"], message: string) => {
    const { name, file, line, groups } = scenario.definition
    const { id } = scenario
    const ofGroups = groups.length === 0 ? undefined : groups
    skips.set(id, defined({ id, name, file, line, groups: ofGroups, reason, message }))
  }
  const open: Scenario[] = []
  for (const scenario of scenarios) {
    const lacks = missing.get(scenario.id)
    if (scenario.skip !== null) skip(scenario, scenario.skip.reason, scenario.skip.message)
    else if (lacks !== undefined) skip(scenario, "missing-capability", lacks)
    else continue
    open.push(scenario)
  }
  for (let scenario = open.pop(); scenario !== undefined; scenario = open.pop()) {
    for (const dependent of dependents.get(scenario.id) ?? []) {
      if (skips.has(dependent.id) || runsAfterFailure(dependent.definition.if)) continue
      skip(dependent, "dependency-failed", `needs ${scenario.id}, which is skipped`)
      open.push(dependent)
    }
  }
  if (skips.size === 0) return { run: scenarios, skipped: [] }
  return {
    run: scenarios.filter(({ id }) => !skips.has(id)),
    skipped: scenarios.flatMap(({ id }) => skips.get(id) ?? []),
  }
}

/** Scenarios, and what is known of machines. */
export interface MissingOptions {
  readonly suite: Pick<Suite, "runners" | "fixtures">
  readonly scenarios: readonly Scenario[]
  /** What was found when planning. */
  readonly capabilities: readonly Capability[]
  /** Everything runs where it is planned: runner classes do not count. */
  readonly here: boolean
  /** What machines of a class were seen to have, by its name. */
  readonly seen?: ReadonlyMap<string, readonly Capability[]>
  /** Whose repository it is, for what labels stand for. */
  readonly visibility?: Visibility
}

/** Why scenarios fit nowhere, by id; the text names classes that were tried and what each lacks. */
export function findMissing(options: MissingOptions): ReadonlyMap<string, string> {
  const { suite, here, seen, visibility } = options
  const scenarios = withInstances(options.scenarios, suite.fixtures)
  const found = indexCapabilities(options.capabilities)
  const classes = new Map(
    Object.entries(suite.runners ?? {}).map(([name, runner]) => [
      name,
      here
        ? indexCapabilities(declaredOf(runner))
        : capabilitiesOfClass(runner, { seen: lastingOf(seen?.get(name) ?? []), visibility }),
    ]),
  )
  const missing = new Map<string, string>()
  const known = new Map<string, string | null>()
  for (const scenario of scenarios) {
    const { id, runner, definition, demand, beside, skip } = scenario
    if (skip !== null) continue
    const takes = demand !== undefined || beside !== undefined
    if ((definition.requires ?? []).length === 0 && !takes) continue
    // Expansions of one matrix ask for the same again and again.
    const key = JSON.stringify([
      runner,
      definition.requires?.map(({ text }) => text),
      demand,
      beside,
    ])
    const before = known.get(key)
    const lacks = before === undefined ? lackOf(scenario, { found, classes, here }) : before
    known.set(key, lacks)
    if (lacks !== null) missing.set(id, lacks)
  }
  return missing
}

/** What one scenario lacks here, or on every class that it may run on; null where it fits. */
function lackOf(
  scenario: Scenario,
  machines: {
    readonly found: Capabilities
    readonly classes: ReadonlyMap<string, Capabilities>
    readonly here: boolean
  },
): string | null {
  const { found, classes, here } = machines
  const lacks = firstLack(scenario, (asks) => lackText(checkAll(asks, found)))
  if (lacks !== null) return lacks
  // Of the machine that plans and runs, only what was not found there is taken as classes declare it.
  const unfound = (demand: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(demand).filter(
        ([name]) => !isBuiltin(name) && !found.has(canonicalName(name)),
      ),
    )
  const asked = (asks: Asks) => (here ? { requires: [], demand: unfound(asks.demand) } : asks)
  const { runner } = scenario
  const own = classes.get(runner)
  // A class that nobody declared says nothing of the machines behind it.
  const tried =
    own !== undefined ? [[runner, own] as const] : runner === "default" ? [...classes] : []
  const misfits = tried.flatMap(([name, known]) => {
    const lack = firstLack(scenario, (asks) => {
      const fit = fitsClass(asked(asks), known)
      return fit.fits ? null : fit.lacks
    })
    return lack === null ? [] : [`${name}: ${lack}`]
  })
  if (tried.length === 0 || misfits.length < tried.length) return null
  return misfits.length === 1
    ? `does not fit runner class ${misfits[0]}`
    : `fits no runner class; ${wholeOnes(misfits)}`
}
