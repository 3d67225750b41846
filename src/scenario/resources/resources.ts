/**
 * What the suites of a run declare besides scenarios: groups, runner classes, capabilities and
 * fixtures, with what scenarios ask of them.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { ProbeSpec } from "../../formats/capability.ts"
import type { LoadedSuite } from "../layers/declare.ts"
import type { PlanningFacts } from "../layers/planning-value.ts"
import type { Group, Suite } from "../model.ts"
import { keysAt } from "../text/document-keys.ts"
import { readFixtures } from "./fixtures.ts"
import { readGroups } from "./groups.ts"
import { type FixtureBook, fixturesIn } from "./leases.ts"
import { readProbes } from "./probes.ts"
import { type CapabilityNames, capabilityNames } from "./requirements.ts"
import type { GroupBook } from "./resolve-groups.ts"
import { type RunnerBook, readRunners } from "./runners.ts"

/** What scenarios are resolved against. */
export interface Resources {
  readonly groups: GroupBook
  readonly runners: RunnerBook
  readonly probes: ReadonlyMap<string, ProbeSpec>
  readonly fixtures: FixtureBook
  readonly names: CapabilityNames
}

/** Reads them; every problem is added to the diagnostics. */
export function readResources(
  suites: readonly LoadedSuite[],
  at: { readonly facts: PlanningFacts; readonly diagnostics: Diagnostic[] },
): Resources {
  const { diagnostics } = at
  const declared = readRunners(suites, diagnostics)
  const probes = readProbes(suites, at)
  const inFiles = (section: string) =>
    suites.flatMap(({ parsed }) => keysAt(parsed.document, [section]))
  const names = capabilityNames(inFiles("capabilities"), declared)
  return {
    groups: { declared: readGroups(suites, diagnostics), entries: new Map() },
    runners: { declared, names: new Set(inFiles("runners")), asked: new Map() },
    probes,
    fixtures: { declared: readFixtures(suites, { names, diagnostics }), keys: new Map() },
    names,
  }
}

/** The groups of a suite: all without a key, and of the others the entries that are used. */
export function groupsIn(
  { declared, entries }: GroupBook,
  used: ReadonlySet<string>,
): Readonly<Record<string, Group>> {
  const groups: Record<string, Group> = {}
  for (const [name, { planned, key }] of declared) if (key === null) groups[name] = planned
  for (const [name, planned] of entries) if (used.has(name)) groups[name] = planned
  return groups
}

/** Classes, probes and fixtures as parts of a suite; what there is none of is left out. */
export function declaredIn(
  { runners, probes, fixtures }: Resources,
  usedRunners: ReadonlySet<string>,
): Pick<Suite, "runners" | "probes" | "fixtures"> {
  const asked = [...runners.asked].filter(([name]) => usedRunners.has(name))
  const classes = [...runners.declared, ...asked]
  return {
    ...(classes.length === 0 ? {} : { runners: Object.fromEntries(classes) }),
    ...(probes.size === 0 ? {} : { probes: Object.fromEntries(probes) }),
    ...(fixtures.keys.size === 0 ? {} : { fixtures: fixturesIn(fixtures) }),
  }
}
