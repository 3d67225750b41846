import { planProbed } from "../app/plan/plan-probed.ts"
import type { Failure } from "../core/problems/failure.ts"
import { ok, type Result } from "../core/problems/result.ts"
import type { Plan } from "../formats/plan.ts"
import { checkOptions } from "./check-options.ts"
import type { PlanOptions } from "./options.ts"
import { wireLibrary } from "./wire.ts"

/** Cuts a suite into shards. An empty plan is a plan: it has no shards. */
export async function plan(options: PlanOptions = {}): Promise<Result<Plan, Failure>> {
  const checked = checkOptions(options, "run")
  return checked.ok ? planSuite(options, { here: false }) : checked
}

/** Plans; `here` where this machine runs all of it at once, so that it can be asked what it has. */
export async function planSuite(
  options: PlanOptions,
  { here }: { readonly here: boolean },
): Promise<Result<Plan, Failure>> {
  const world = wireLibrary(options.cwd)
  const { select, kinds, repeatCommand, maxScenarios } = options
  const planned = await planProbed(
    {
      root: world.cwd,
      suite: options.suite,
      ...(options.id === undefined ? {} : { id: options.id }),
      github: world.github,
      vars: {},
      ...(kinds === undefined ? {} : { kinds: Object.keys(kinds) }),
      profiles: options.profiles ?? [],
      ...(maxScenarios === undefined ? {} : { maxScenarios }),
      selection: { filter: [], exclude: [], tags: [], withNeeds: true, ...select },
      shards: options.shards ?? 1,
      targetMs: options.targetMs ?? null,
      workers: options.workers ?? "auto",
      assumedWorkers: world.cores,
      seed: options.seed ?? 1,
      order: options.order ?? "auto",
      repeat: repeatCommand === undefined ? {} : { command: repeatCommand },
      maxAttempts: options.maxAttempts ?? null,
      here,
      probeHere: here,
    },
    world,
  )
  return planned.ok ? ok(planned.value.plan) : planned
}
