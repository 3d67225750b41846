/**
 * Which timing belongs to which scenario: by id, slug or name, else by the file that it is made of, else
 * by the class or suite that a scenario is, or has as a value of its matrix.
 * A name that fits several scenarios fits none.
 */
import { once } from "../../core/once.ts"
import type { KnownTime, KnownTimes } from "../../plan/estimate/estimate.ts"
import type { Scenario } from "../../scenario/model.ts"
import { firstHolder, holderLookup } from "./holders.ts"
import { plainPath, type ReadTimings, timingOf } from "./read-timings.ts"

/** What came of a file with timings. */
export interface MatchedTimings {
  readonly known: KnownTimes
  /** Entries that belong to no scenario of the suite. */
  readonly unmatched: number
  /** Scenarios of which only tests in them were timed, not what it takes to begin. */
  readonly ofTests: ReadonlySet<string>
}

/** Known times by the timings of a file. */
export function matchTimings(read: ReadTimings, scenarios: readonly Named[]): MatchedTimings {
  const direct = read.byName.size === 0 ? null : matchIds(read, scenarios)
  if (direct !== null) return { known: direct, unmatched: 0, ofTests: new Set() }
  const { known, byName: seconds } = read
  const timings = [...read.timings, ...[...seconds].map(([name, of]) => timingOf(name, of))]
  const byName = nameLookup(scenarios)
  const byFile = once(() => indexOf(scenarios, ({ definition }) => filesOf(definition)))
  const holds = once(() => holderLookup(scenarios, { byName, byFile: byFile() }))
  const named = new Map<string, number>()
  const tested = new Tested()
  let unmatched = 0
  for (const { names, file, holders = [], seconds } of timings) {
    const id = firstOf(names, byName)
    if (id !== undefined) {
      named.set(id, Math.max(named.get(id) ?? 0, seconds))
      continue
    }
    const holder = file === null ? undefined : byFile().get(file)
    // Tests of one file together are what a script with that file takes.
    if (holder != null) {
      tested.add(holder, { within: "", seconds })
      continue
    }
    const of = firstHolder(holders, holds())
    if (of === null) unmatched += 1
    else tested.add(of.id, { within: of.within, seconds })
  }
  const filed = tested.sums()
  const matched = new Map<string, KnownTime>()
  let ours = 0
  if (known.size > 0) {
    for (const { id } of scenarios) {
      const time = known.get(id)
      if (time === undefined) continue
      matched.set(id, { ...time, timings: time.runs })
      ours += 1
    }
  }
  for (const imported of [filed, named]) {
    for (const [id, seconds] of imported) matched.set(id, onceMeasured(seconds * 1_000))
  }
  const ofTests = new Set([...filed.keys()].filter((id) => !named.has(id)))
  return { known: matched, unmatched: unmatched + known.size - ours, ofTests }
}

/** Sums of tests by scenario. Of several places that hold the same one the dearest counts. */
class Tested {
  readonly #sums = new Map<string, Map<string, number>>()

  add(id: string, of: { readonly within: string; readonly seconds: number }): void {
    const sums = this.#sums.get(id) ?? new Map<string, number>()
    this.#sums.set(id, sums)
    sums.set(of.within, (sums.get(of.within) ?? 0) + of.seconds)
  }

  sums(): ReadonlyMap<string, number> {
    return new Map([...this.#sums].map(([id, sums]) => [id, Math.max(...sums.values())]))
  }
}

/** The times of a file that maps ids to seconds and nothing else; null for any other. */
function matchIds(
  { byName, timings }: ReadTimings,
  scenarios: readonly Named[],
): KnownTimes | null {
  if (timings.length > 0 || byName.size > scenarios.length) return null
  const matched = new Map<string, KnownTime>()
  for (const { id } of scenarios) {
    const seconds = byName.get(id)
    if (seconds !== undefined) matched.set(id, onceMeasured(seconds * 1_000))
  }
  return matched.size === byName.size ? matched : null
}

function onceMeasured(ms: number): KnownTime {
  return {
    ms,
    meanMs: ms,
    spreadMs: 0,
    runs: 1,
    timings: 1,
    lastVerdict: null,
    peakMemoryBytes: null,
  }
}

function filesOf({ command, eachFile }: Scenario["definition"]): readonly string[] {
  const script = command.kind === "script" ? [command.path] : []
  return [...script, ...(eachFile === undefined ? [] : [eachFile.path])].map(plainPath)
}

/** What a scenario may be known by. */
export type Named = Pick<Scenario, "id" | "definition">

/** Finds an id by itself, a slug or a name, in this order; most files know ids and nothing else. */
function nameLookup(scenarios: readonly Named[]): (name: string) => string | undefined {
  const byId = once(() => indexOf(scenarios, ({ id }) => [id]))
  const bySlug = once(() => indexOf(scenarios, ({ definition }) => [definition.slug]))
  const byName = once(() => indexOf(scenarios, ({ definition }) => [definition.name]))
  return (name) => byId().get(name) ?? bySlug().get(name) ?? byName().get(name) ?? undefined
}

function firstOf(
  names: readonly string[],
  find: (name: string) => string | undefined,
): string | undefined {
  for (const name of names) {
    const found = find(name)
    if (found !== undefined) return found
  }
  return undefined
}

/** Ids by key; null where several scenarios have it. */
function indexOf(
  scenarios: readonly Named[],
  keysOf: (scenario: Named) => readonly string[],
): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>()
  for (const scenario of scenarios) {
    for (const key of keysOf(scenario)) found.set(key, found.has(key) ? null : scenario.id)
  }
  return found
}
