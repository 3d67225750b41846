/**
 * What a run of the library follows: the plan that is given or a new one, and the run that goes on.
 */

import { runsBelow } from "../app/folder/run-id.ts"
import { checkPlannedFiles } from "../app/plan/read-plan.ts"
import { type EarlierRun, findRun } from "../app/shard/resume.ts"
import type { Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { countShards, type Plan } from "../formats/plan.ts"
import type { RunOptions } from "./options.ts"
import { planSuite } from "./plan.ts"
import type { LibraryWorld } from "./wire.ts"

/** The plan of a run: as it is given, or of the suite as it is now. */
export async function choosePlan(
  options: RunOptions,
  { world, earlier }: { readonly world: LibraryWorld; readonly earlier: EarlierRun | null },
): Promise<Result<Plan, Failure>> {
  const { plan, shard } = options
  const planned =
    plan === undefined ? await planSuite(options, { here: shard === undefined }) : ok(plan)
  if (!planned.ok) return planned
  const count = countShards(planned.value)
  if (shard === undefined && earlier === null && options.queue === undefined && count > 1) {
    const message = `the plan has ${count} shards: choose the one to run`
    return err({ reason: "usage/invalid", message, hint: "give its number as `shard`" })
  }
  if (plan === undefined) return planned
  const same = checkPlannedFiles({ plan, root: world.cwd, files: world.files })
  return same.ok ? planned : same
}

/** The run that goes on; null where a new one is asked for. */
export function chooseEarlier(
  options: RunOptions,
  world: LibraryWorld,
): Result<EarlierRun | null, Failure> {
  if (options.resume === undefined) return ok(null)
  if (options.out !== undefined) {
    const message = "`out` cannot change the folder of the run to resume"
    return err({ reason: "usage/invalid", message, hint: "leave it out" })
  }
  const { cwd, engines } = world
  const where = { cwd, engines, runsFolder: runsBelow(cwd) }
  return findRun(options.resume, where, world.files)
}
