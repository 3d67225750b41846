/**
 * Which runner class each component goes to: the one that its scenarios name, else the first
 * declared one where all of them fit.
 */
import type { Visibility } from "../capability/hosted-labels.ts"
import { capabilitiesOfClass, fitsClass } from "../capability/runner-class.ts"
import type { Capability, RunnerClass } from "../formats/capability.ts"
import type { Scenario, Suite } from "../scenario/model.ts"
import type { Component } from "./components.ts"
import type { ScenarioIndex } from "./scenario-index.ts"

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
export function candidateClasses(
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
  readonly first: Pick<Scenario, "id" | "runner" | "runnerAt">
  readonly second: Pick<Scenario, "id" | "runner" | "runnerAt">
}

/** The first clash of any component; null where there is none. */
export function findClassClash(
  components: readonly Component[],
  scenarios: Pick<ScenarioIndex, "get">,
): ClassClash | null {
  for (const { units } of components) {
    if (units.length < 2) continue
    const named = units.flatMap(({ id }) => {
      const scenario = scenarios.get(id)
      return scenario === undefined || scenario.runner === DEFAULT_RUNNER ? [] : [scenario]
    })
    const [first] = named
    const second = named.find(({ runner }) => runner !== first?.runner)
    if (first !== undefined && second !== undefined) return { first, second }
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
  const sure = knowledgeOf((name) => seen?.get(name) ?? [], visibility)
  const likely = knowledgeOf(
    (name) => [...(measured?.get(name) ?? []), ...(seen?.get(name) ?? [])],
    visibility,
  )
  for (const component of components) {
    const members = component.units.flatMap(({ id }) => scenarios.get(id) ?? [])
    const named = members.find(({ runner }) => runner !== DEFAULT_RUNNER)
    const candidates = candidateClasses(suite, named?.runner ?? DEFAULT_RUNNER)
    const firstFitting = (known: Knowledge) =>
      candidates.find((candidate) => members.every((member) => fits(member, known(candidate))))
    const fitting =
      candidates.length < 2 ? candidates[0] : (firstFitting(likely) ?? firstFitting(sure))
    const chosen = fitting ?? candidates[0]
    if (chosen === undefined) continue
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

type Candidate = ReturnType<typeof candidateClasses>[number]
type Knowledge = (of: Candidate) => ReturnType<typeof capabilitiesOfClass>

/** What is known of classes, each looked up once. */
function knowledgeOf(
  told: (name: string) => readonly Capability[],
  visibility: Visibility | undefined,
): Knowledge {
  const known = new Map<string, ReturnType<typeof capabilitiesOfClass>>()
  return ({ name, runner }) => {
    let found = known.get(name)
    if (found === undefined) {
      found = capabilitiesOfClass(runner, { seen: told(name), visibility })
      known.set(name, found)
    }
    return found
  }
}

function everyDefault(scenarios: ScenarioIndex): boolean {
  for (const { runner } of scenarios.values()) if (runner !== DEFAULT_RUNNER) return false
  return true
}

function fits(
  { definition, demand = {} }: Scenario,
  known: ReturnType<typeof capabilitiesOfClass>,
): boolean {
  return fitsClass({ requires: definition.requires ?? [], demand }, known).fits
}
