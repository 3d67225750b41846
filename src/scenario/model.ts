/**
 * A suite after reading: every scenario expanded, every default applied, nothing evaluated that only
 * a shard can know. Planning and listing start from here.
 */

import type { ScenarioId } from "../core/ids.ts"
import type { Diagnostic } from "../core/problems/diagnostic.ts"
import type { Location } from "../core/text/source.ts"
import type { ProbeSpec, RunnerClass } from "../formats/capability.ts"
import type { FixtureSpec } from "../formats/fixture.ts"
import type { Definition, PlannedGroup } from "../formats/plan.ts"
import type { HookSpec } from "../formats/run-specs.ts"

/** One scenario of the expanded suite. */
export interface Scenario {
  readonly id: ScenarioId
  /** Expanded ids, in the order of the suite. */
  readonly needs: readonly ScenarioId[]
  readonly estimateMs: number | null
  /** Name of the runner class. */
  readonly runner: string
  /** Where it names the class; absent where it names none. */
  readonly runnerAt?: Location
  /** Where it says what it asks of a machine; absent where it asks for nothing. */
  readonly asksAt?: Location
  /** Where it names its fixtures; absent where it names none. */
  readonly leasesAt?: Location
  readonly definition: Definition
  /** Set when a condition that is known when planning is false: the scenario is skipped. */
  readonly skip: { readonly reason: "condition"; readonly message: string } | null
  /** Why a profile leaves it out; it still runs when a scenario needs it. */
  readonly outside?: string
  /** True when it stands for a matrix whose values only a command knows. */
  readonly unexpanded?: boolean
  /** What can affect it; absent where nobody said. */
  readonly watched?: Watched
  /** Taken while it runs, in base units by name of the resource; absent is just a worker. */
  readonly demand?: Readonly<Record<string, number>>
  /** What each instance takes that must be there beside it; planning finds that out. */
  readonly beside?: readonly InstanceDemand[]
}

/** What an instance of a fixture takes, in base units by name of the resource. */
export interface InstanceDemand {
  readonly fixture: string
  readonly demand: Readonly<Record<string, number>>
}

/** Files whose change can affect a scenario, relative to the root. */
export interface Watched {
  /** Patterns; those with `!` take files out. */
  readonly patterns: readonly string[]
  /** The files that define it. */
  readonly files: readonly string[]
}

/** A group of the suite file, or one value of its key. */
export type Group = PlannedGroup

/** What runs before and after the scenarios of each shard. */
export interface ShardHooks {
  readonly before: readonly HookSpec[]
  readonly after: readonly HookSpec[]
}

/** A file that was found but is no scenario, with the reason. */
export interface IgnoredFile {
  readonly path: string
  readonly reason: string
  /** A script that a header would make a scenario. */
  readonly noHeader: boolean
}

/** Everything that the files of a suite say. */
export interface Suite {
  readonly name: string
  /** Path of the main file relative to the root. */
  readonly file: string
  /** Every file that was read and shapes the scenarios, relative to the root, sorted. */
  readonly files: readonly string[]
  readonly scenarios: readonly Scenario[]
  readonly groups: Readonly<Record<string, Group>>
  /** Scenarios at the same time, where the suite says it; null otherwise. */
  readonly workers?: number | null
  /** Absent where there are none. */
  readonly hooks?: ShardHooks
  /** Declared runner classes by name; absent where the suite declares none. */
  readonly runners?: Readonly<Record<string, RunnerClass>>
  /** Declared probes by name; absent where the suite declares none. */
  readonly probes?: Readonly<Record<string, ProbeSpec>>
  /** Declared fixtures by full name; absent where the suite declares none. */
  readonly fixtures?: Readonly<Record<string, FixtureSpec>>
  readonly ignored: readonly IgnoredFile[]
  /** Warnings; errors never come with a suite. */
  readonly warnings: readonly Diagnostic[]
}
