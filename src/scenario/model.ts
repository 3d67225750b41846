/**
 * A suite after reading: every scenario expanded, every default applied, nothing evaluated that only
 * a shard can know. Planning and listing start from here.
 */
import type { Diagnostic } from "../core/diagnostic.ts"
import type { ScenarioId } from "../core/ids.ts"
import type { Definition } from "../formats/plan.ts"

/** One scenario of the expanded suite. */
export interface Scenario {
  readonly id: ScenarioId
  /** Expanded ids, in the order of the suite. */
  readonly needs: readonly ScenarioId[]
  readonly estimateMs: number | null
  /** Name of the runner class. */
  readonly runner: string
  readonly definition: Definition
  /** Set when a condition that is known when planning is false: the scenario is skipped. */
  readonly skip: { readonly reason: "condition"; readonly message: string } | null
}

/** A group of the suite file. */
export interface Group {
  readonly maxParallel: number | null
}

/** A file that was found but is no scenario, with the reason. */
export interface IgnoredFile {
  readonly path: string
  readonly reason: string
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
  readonly ignored: readonly IgnoredFile[]
  /** Warnings; errors never come with a suite. */
  readonly warnings: readonly Diagnostic[]
}
