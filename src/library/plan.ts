import { planProbed } from "../app/plan/plan-probed.ts"
import { defined } from "../core/defined.ts"
import type { Failure } from "../core/problems/failure.ts"
import { ok, type Result } from "../core/problems/result.ts"
import type { Plan } from "../formats/plan.ts"
import { checkOptions, type PlanOptions, toSettings } from "./options.ts"
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
  const { kinds, repeatCommand, suite } = options
  const { github, cores, cwd: root } = world
  const planned = await planProbed(
    {
      ...{ root, suite, github, vars: {}, settings: toSettings(options) },
      kinds: kinds && Object.keys(kinds),
      shards: options.shards ?? 1,
      assumedWorkers: cores,
      repeat: defined({ command: repeatCommand }),
      here,
      probeHere: here,
    },
    world,
  )
  return planned.ok ? ok(planned.value.plan) : planned
}
