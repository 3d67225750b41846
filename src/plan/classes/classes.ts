/**
 * Which runner class each component goes to: the one that its scenarios name, else the first
 * declared one where all of them fit.
 */
import { indexCapabilities } from "../../capability/evaluate.ts"
import type { Visibility } from "../../capability/hosted-labels.ts"
import { canonicalName } from "../../capability/name.ts"
import {
  besideSystem,
  capabilitiesOfClass,
  declaredOf,
  fitsClass,
  lastingOf,
} from "../../capability/runner-class.ts"
import type { Capability, RunnerClass } from "../../formats/capability.ts"
import type { Scenario, Suite } from "../../scenario/model.ts"
import { firstLack, roomOf } from "../units/beside.ts"
import type { Component } from "../units/components.ts"
import type { ScenarioIndex } from "../units/scenario-index.ts"

/** The name of the runner class that exists without being declared. */
export const DEFAULT_RUNNER = "default"

/** What it runs on. */
export const DEFAULT_CLASS: RunnerClass = {
  runsOn: "ubuntu-latest",
  startupMs: null,
  capabilities: {},
  workers: null,
  maxShards: null,
}

/** A class with the components that go there. */
export interface ClassWork {
  readonly name: string
  readonly runner: RunnerClass
  readonly components: readonly Component[]
}

/** What is known of each class besides what it declares, by its name. */
export type SeenCapabilities = ReadonlyMap<string, readonly Capability[]>

/** The classes that a scenario may go to: the one it names, else every declared one. */
function candidateClasses(
  suite: Pick<Suite, "runners">,
  runner: string,
): readonly { readonly name: string; readonly runner: RunnerClass }[] {
  const declared = suite.runners ?? {}
  const own = declared[runner]
  if (own !== undefined) return [{ name: runner, runner: own }]
  const names = Object.keys(declared)
  if (names.length === 0 || runner !== DEFAULT_RUNNER) {
    return [{ name: runner, runner: DEFAULT_CLASS }]
  }
  return names.map((name) => ({ name, runner: declared[name] ?? DEFAULT_CLASS }))
}

/** Two scenarios that must share a shard and name different classes. */
export interface ClassClash {
  readonly component: Component
  readonly first: Pick<Scenario, "id" | "runner" | "runnerAt">
  readonly second: Pick<Scenario, "id" | "runner" | "runnerAt">
}

/** The first clash of any component; null where there is none. */
export function findClassClash(
  components: readonly Component[],
  scenarios: Pick<ScenarioIndex, "get">,
): ClassClash | null {
  for (const component of components) {
    const { units } = component
    if (units.length < 2) continue
    const named = units.flatMap(({ id }) => {
      const scenario = scenarios.get(id)
      return scenario === undefined || scenario.runner === DEFAULT_RUNNER ? [] : [scenario]
    })
    const [first] = named
    const second = named.find(({ runner }) => runner !== first?.runner)
    if (first !== undefined && second !== undefined) return { component, first, second }
  }
  return null
}

/** Sorts components into classes; classes in the order of the suite, those without work left out. */
export function assignClasses(options: {
  readonly suite: Pick<Suite, "runners">
  readonly components: readonly Component[]
  readonly scenarios: ScenarioIndex
  /** What probe jobs found. */
  readonly seen?: SeenCapabilities
  /** What earlier runs tell; where nothing would fit because of it, it does not count. */
  readonly measured?: SeenCapabilities
  /** Whose repository it is, for what labels stand for. */
  readonly visibility?: Visibility
}): readonly ClassWork[] {
  const { suite, components, scenarios, seen, measured, visibility } = options
  const declared = Object.keys(suite.runners ?? {})
  if (declared.length === 0 && everyDefault(scenarios)) {
    if (components.length === 0) return []
    return [{ name: DEFAULT_RUNNER, runner: DEFAULT_CLASS, components }]
  }
  const work = new Map<string, { readonly runner: RunnerClass; readonly list: Component[] }>()
  const knowledge = allKnowledge({ seen, measured, visibility })
  for (const component of components) {
    const members = component.units.flatMap(({ id }) => scenarios.get(id) ?? [])
    const candidates = candidatesOf(suite, members)
    const [first] = candidates
    if (first === undefined) continue
    let chosen: Candidate | undefined = candidates.length < 2 ? first : undefined
    for (let i = 0; chosen === undefined && i < knowledge.length; i++) {
      const known = knowledge[i]
      chosen = candidates.find((candidate) => {
        return members.every((member) => known === undefined || fitsWhole(member, known(candidate)))
      })
    }
    // Where nothing fits, planning was asked not to mind: a shard skips what it lacks.
    chosen ??= first
    const entry = work.get(chosen.name)
    if (entry === undefined) work.set(chosen.name, { runner: chosen.runner, list: [component] })
    else entry.list.push(component)
  }
  const rank = (name: string): number => {
    const place = declared.indexOf(name)
    return place < 0 ? declared.length : place
  }
  return [...work]
    .map(([name, { runner, list }]) => ({ name, runner, components: list }))
    .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1))
}

/**
 * What scenarios take of a machine that stands for all of these classes: of each quantity the most that
 * a class with takers declares, so that what fits its own class fits there; nothing where one of them
 * leaves it open.
 */
export function declaredByAll(
  work: readonly ClassWork[],
  scenarios: Pick<ScenarioIndex, "get">,
): Readonly<Record<string, number>> {
  const most: Record<string, number> = {}
  for (const { runner, components } of work) {
    const declared = indexCapabilities(declaredOf(runner))
    const units = components.flatMap((component) => component.units)
    for (const { id } of units) {
      for (const name of Object.keys(roomOf(scenarios.get(id) ?? {}))) {
        const quantity = declared.get(canonicalName(name))?.quantity ?? Number.POSITIVE_INFINITY
        most[name] = Math.max(most[name] ?? 0, quantity)
      }
    }
  }
  return Object.fromEntries(
    Object.entries(most).filter(([, quantity]) => Number.isFinite(quantity)),
  )
}

type Candidate = ReturnType<typeof candidateClasses>[number]
type Knowledge = (of: Candidate) => ReturnType<typeof capabilitiesOfClass>

/** A component of which no class fits all scenarios, though each of them fits one. */
export interface Misfit {
  readonly component: Component
  /** What each class lacks for the first scenario that does not fit there. */
  readonly lacks: readonly {
    readonly runner: string
    readonly scenario: Scenario
    readonly lack: string
  }[]
  /** The scenario that names the class, where one does. */
  readonly named: Scenario | null
}

/** The first misfit, by what is sure of classes; null where there is none. */
export function findMisfit(
  components: readonly Component[],
  of: {
    readonly suite: Pick<Suite, "runners">
    readonly scenarios: Pick<ScenarioIndex, "get">
    readonly seen?: SeenCapabilities | undefined
    readonly visibility?: Visibility | undefined
  },
): Misfit | null {
  const { suite, scenarios, seen, visibility } = of
  const known = knowledgeOf((name) => lastingOf(seen?.get(name) ?? []), { visibility })
  for (const component of components) {
    if (component.units.length < 2) continue
    const members = component.units.flatMap(({ id }) => scenarios.get(id) ?? [])
    const candidates = candidatesOf(suite, members)
    const lacks: Misfit["lacks"][number][] = []
    for (const candidate of candidates) {
      const { name } = candidate
      // A class that nobody declared says nothing of the machines behind it.
      if (!Object.hasOwn(suite.runners ?? {}, name)) break
      for (const scenario of members) {
        const lack = lackOf(scenario, known(candidate))
        if (lack === null) continue
        lacks.push({ runner: name, scenario, lack })
        break
      }
    }
    if (lacks.length > 0 && lacks.length === candidates.length) {
      const named = members.find(({ runner }) => runner !== DEFAULT_RUNNER) ?? null
      return { component, lacks, named }
    }
  }
  return null
}

/** The classes that all of these may go to together. */
function candidatesOf(
  suite: Pick<Suite, "runners">,
  members: readonly Scenario[],
): readonly Candidate[] {
  const named = members.find(({ runner }) => runner !== DEFAULT_RUNNER)
  return candidateClasses(suite, named?.runner ?? DEFAULT_RUNNER)
}

/**
 * What is known of classes, best advice first: with room for what their systems take, all that
 * anybody told, what probe jobs found, what is sure.
 */
function allKnowledge(of: {
  readonly seen: SeenCapabilities | undefined
  readonly measured: SeenCapabilities | undefined
  readonly visibility: Visibility | undefined
}): readonly Knowledge[] {
  const { visibility } = of
  const measured = (name: string) => of.measured?.get(name) ?? []
  const seen = (name: string) => of.seen?.get(name) ?? []
  return [
    knowledgeOf((name) => [...besideSystem(measured(name)), ...seen(name)], {
      visibility,
      spared: true,
    }),
    knowledgeOf((name) => [...measured(name), ...seen(name)], { visibility }),
    knowledgeOf(seen, { visibility }),
    knowledgeOf((name) => lastingOf(seen(name)), { visibility }),
  ]
}

/** What is known of classes, each looked up once. */
function knowledgeOf(
  told: (name: string) => readonly Capability[],
  how: { readonly visibility: Visibility | undefined; readonly spared?: boolean },
): Knowledge {
  const known = new Map<string, ReturnType<typeof capabilitiesOfClass>>()
  return ({ name, runner }) => {
    let found = known.get(name)
    if (found === undefined) {
      found = capabilitiesOfClass(runner, { seen: told(name), ...how })
      known.set(name, found)
    }
    return found
  }
}

function everyDefault(scenarios: ScenarioIndex): boolean {
  for (const { runner } of scenarios.values()) if (runner !== DEFAULT_RUNNER) return false
  return true
}

/** True where there is room for the scenario and all that it leases. */
function fitsWhole(scenario: Scenario, known: ReturnType<typeof capabilitiesOfClass>): boolean {
  const requires = scenario.definition.requires ?? []
  return fitsClass({ requires, demand: roomOf(scenario) }, known).fits
}

function lackOf(scenario: Scenario, known: ReturnType<typeof capabilitiesOfClass>): string | null {
  return firstLack(scenario, (asks) => {
    const fit = fitsClass(asks, known)
    return fit.fits ? null : fit.lacks
  })
}
