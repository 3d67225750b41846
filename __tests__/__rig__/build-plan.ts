/**
 * Small plans: a test says only what it is about.
 */

import { identityOf } from "../../src/core/identity.ts"
import type { SkipReason } from "../../src/core/verdict.ts"
import {
  type Definition,
  PLAN_SCHEMA_VERSION,
  type Plan,
  type PlannedScenario,
  type PlannedSkip,
} from "../../src/formats/plan.ts"

/** The digest of every plan made here. */
export const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`

export interface ScenarioSketch {
  readonly id: string
  readonly name?: string
  readonly file?: string
  readonly line?: number
  readonly estimateSeconds?: number
  readonly needs?: readonly string[]
  readonly groups?: readonly string[]
  readonly tags?: readonly string[]
  readonly definition?: Partial<Definition>
}

export interface PlanSketch {
  /** Scenarios of each shard; a string is an id. */
  readonly shards: readonly (readonly (string | ScenarioSketch)[])[]
  readonly skipped?: readonly PlannedSkip[]
  readonly unselected?: readonly string[]
  readonly groups?: Plan["groups"]
  readonly workers?: number | "auto"
  readonly suite?: string
  readonly suiteFile?: string
  readonly predictedSeconds?: number
  readonly lowerBoundSeconds?: number
  /** Members of the plan that are optional. */
  readonly more?: Partial<Plan>
}

/** A plan with the given shards; every scenario runs `true` for one second. */
export function buildPlan(sketch: PlanSketch): Plan {
  const shards = sketch.shards.map((shard) => shard.map(toSketch))
  const flat = shards.flat()
  const secondsOf = (list: readonly ScenarioSketch[]): number =>
    list.reduce((sum, { estimateSeconds }) => sum + (estimateSeconds ?? 1), 0)
  const longest = Math.max(0, ...shards.map(secondsOf))
  return {
    schemaVersion: PLAN_SCHEMA_VERSION,
    digest: DIGEST,
    id: identityOf(sketch.suite ?? "storefront"),
    suite: sketch.suite ?? "storefront",
    ...(sketch.suiteFile === undefined ? {} : { suiteFile: sketch.suiteFile }),
    seed: 42,
    files: [{ path: "smoke.yml", sha256: "00" }],
    groups: sketch.groups ?? {},
    scenarios: Object.fromEntries(
      flat.map((scenario, index) => [scenario.id, planned(scenario, index)]),
    ),
    shards: shards.map((list, index) => ({
      shard: index + 1,
      runner: "default",
      runsOn: "ubuntu-latest",
      workers: sketch.workers ?? 2,
      share: {},
      scenarios: list.map(({ id }) => id),
      predictedSeconds: secondsOf(list),
    })),
    skipped: [...(sketch.skipped ?? [])],
    unselected: [...(sketch.unselected ?? [])],
    predictedSeconds: sketch.predictedSeconds ?? longest,
    lowerBoundSeconds: sketch.lowerBoundSeconds ?? longest,
    capabilities: [],
    ...sketch.more,
  }
}

/** A skip that the plan decided. */
export function buildSkip(
  id: string,
  message: string,
  reason: SkipReason = "condition",
): PlannedSkip {
  return { id, name: id, file: "smoke.yml", line: 90, reason, message }
}

function toSketch(scenario: string | ScenarioSketch): ScenarioSketch {
  return typeof scenario === "string" ? { id: scenario } : scenario
}

function planned(sketch: ScenarioSketch, index: number): PlannedScenario {
  return {
    estimateSeconds: sketch.estimateSeconds ?? 1,
    estimateFrom: "estimate",
    runner: "default",
    needs: [...(sketch.needs ?? [])],
    demand: {},
    definition: {
      slug: `s${index}`,
      name: sketch.name ?? sketch.id,
      file: sketch.file ?? "smoke.yml",
      line: sketch.line ?? 10 + index,
      tags: [...(sketch.tags ?? [])],
      features: [],
      meta: {},
      matrix: null,
      groups: [...(sketch.groups ?? [])],
      command: { kind: "run", text: "true" },
      args: [],
      shell: "bash",
      env: {},
      workingDirectory: ".",
      timeoutMs: 600_000,
      retry: { maxAttempts: 1, delayMs: 0, factor: 1, maxDelayMs: 0, jitter: false },
      if: null,
      ...sketch.definition,
    },
  }
}
