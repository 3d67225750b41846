import { assertScenarioId } from "../../src/core/ids.ts"
import type { FixtureSpec } from "../../src/formats/fixture.ts"
import type { Definition } from "../../src/formats/plan.ts"
import type { PlanOptions } from "../../src/plan/make-plan.ts"
import type { Scenario, Suite } from "../../src/scenario/model.ts"

export interface ScenarioSketch {
  readonly id: string
  readonly needs?: readonly string[]
  readonly estimateMs?: number | null
  readonly skip?: string
  readonly demand?: Readonly<Record<string, number>>
  readonly definition?: Partial<Definition>
}

export function scenario(sketch: ScenarioSketch): Scenario {
  const { id, needs = [], estimateMs = null, skip, demand } = sketch
  return {
    id: assertScenarioId(id),
    needs: needs.map(assertScenarioId),
    estimateMs,
    runner: "default",
    ...(demand === undefined ? {} : { demand }),
    skip: skip === undefined ? null : { reason: "condition", message: skip },
    definition: {
      slug: id.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-"),
      name: id,
      file: "smoke.yml",
      line: 1,
      tags: [],
      features: [],
      meta: {},
      matrix: null,
      groups: [],
      command: { kind: "run", text: "true" },
      args: [],
      shell: "bash",
      env: {},
      workingDirectory: ".",
      timeoutMs: 600_000,
      retry: { maxAttempts: 1, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: true },
      if: null,
      ...sketch.definition,
    },
  }
}

function suite(sketches: readonly ScenarioSketch[]): Suite {
  return {
    name: "suite",
    file: "smoke.yml",
    files: ["smoke.yml"],
    scenarios: sketches.map(scenario),
    groups: {},
    ignored: [],
    warnings: [],
  }
}

export function planOptions(
  sketches: readonly ScenarioSketch[],
  more: Partial<PlanOptions> = {},
): PlanOptions {
  const made = suite(sketches)
  return {
    suite: made,
    selected: new Set(made.scenarios.map(({ id }) => id)),
    shards: 2,
    targetMs: null,
    workers: 1,
    assumedWorkers: 1,
    seed: 1,
    maxAttempts: null,
    files: [{ path: "smoke.yml", sha256: "0".repeat(64) }],
    ...more,
  }
}

/** A command that sets up one instance for one scenario at a time. */
export function fixtureSpec(more: Partial<FixtureSpec>): FixtureSpec {
  return {
    ...{ how: { kind: "start", run: "true" }, ready: [], reset: null, stop: null, health: null },
    ...{ instances: 1, warm: 0, maxUses: null, maxAgeMs: null, choose: "least-connections" },
    ...{ leases: 1, leaseTimeoutMs: null, startTimeoutMs: 60_000, stopTimeoutMs: 60_000 },
    ...{ startRetries: 0, startParallel: null, idleMs: null, scope: "shard", ports: [] },
    ...{ outputs: {}, shell: "bash", env: {}, workingDirectory: ".", keys: {} },
    ...more,
  }
}
