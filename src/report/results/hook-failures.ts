/**
 * Failed hooks before a shard's scenarios: one error each; the scenarios that did not run because
 * of it refer to it.
 */
import { isBeforeHookLog } from "../../core/text/hook-log.ts"
import { firstOf } from "../../core/text/not-shown.ts"
import type { Cause } from "../../core/verdict.ts"
import type { RunState } from "../../events/state.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import { countOf, neutraliseInline } from "../lines/neutralise.ts"

/** Number of named scenarios; the rest is counted. */
const MAX_NAMES = 10

/** A failed hook, and the scenarios that did not run because of it. */
export interface HookFailure {
  readonly shard: number | null
  readonly message: string
  /** Relative to the shard's folder. */
  readonly log: string
  /** Never empty. */
  readonly scenarios: readonly ScenarioResult[]
}

/** True for the last attempt of a scenario that did not run because a hook of its shard failed. */
export function isByShardHook(
  attempt: { readonly cause: Cause | null; readonly log: string } | undefined,
): boolean {
  return attempt?.cause === "hook" && isBeforeHookLog(attempt.log)
}

/** The failures that count, and the failed hooks; no scenario is in both. */
export function splitFailures(results: Results): {
  readonly hooks: readonly HookFailure[]
  readonly failed: readonly ScenarioResult[]
} {
  const counted = results.scenarios.filter(
    ({ verdict, quarantined }) => verdict === "failed" && !quarantined,
  )
  const isByHook = ({ attempts }: ScenarioResult) => isByShardHook(attempts.at(-1))
  const hooks = new Map<string, HookFailure & { readonly scenarios: ScenarioResult[] }>()
  for (const scenario of counted.filter(isByHook)) {
    const { shard } = scenario
    const { log = "", message } = scenario.attempts.at(-1) ?? {}
    const key = JSON.stringify([shard, log, message])
    const known = hooks.get(key) ?? { shard, message: message ?? "", log, scenarios: [] }
    hooks.set(key, known)
    known.scenarios.push(scenario)
  }
  return { hooks: [...hooks.values()], failed: counted.filter((one) => !isByHook(one)) }
}

/** `12 scenarios were not run: a, b, c and 9 more`. */
export function untriedText({ scenarios }: Pick<HookFailure, "scenarios">): string {
  const names = scenarios.map(({ id }) => neutraliseInline(id, 100))
  const was = scenarios.length === 1 ? "was" : "were"
  return `${countOf(scenarios.length, "scenario")} ${was} not run: ${firstOf(names, MAX_NAMES)}`
}

/** The last output of the hooks, which one of the scenarios contains; empty if unknown. */
export function hookTail({ scenarios }: HookFailure, state: Pick<RunState, "scenarios">): string {
  const tails = scenarios.map(({ id }) => state.scenarios.get(id)?.attempts.at(-1)?.tail ?? "")
  return tails.find((tail) => tail !== "") ?? ""
}
