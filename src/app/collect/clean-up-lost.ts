/**
 * The clean-up of a run of which a runner was lost: that machine could not call it, so the last job does.
 */
import type { JsonObject } from "../../core/json/json.ts"
import type { EventOf } from "../../events/event.ts"
import type { RunState } from "../../events/state.ts"
import { type HookPorts, runShardHooks } from "../../execute/hooks/hook.ts"
import { countShards, type Plan } from "../../formats/plan.ts"
import type { Surroundings } from "../../ports/surroundings.ts"
import type { Values } from "../../settings/table.ts"
import { cleanupHook } from "../folder/run-limits.ts"
import { childEnvironment } from "../shard/child-environment.ts"
import { runnerContext } from "../shard/run-facts.ts"

/** Shards of which nothing was handed over: nobody knows what their scenarios have left. */
function lostShards({ shards }: Plan, state: RunState): readonly number[] {
  return shards.map(({ shard }) => shard).filter((shard) => !state.shards.has(shard))
}

/** Calls it once; null where no shard is lost, or nothing cleans up. */
export async function cleanUpLost(
  of: {
    readonly plan: Plan
    readonly state: RunState
    readonly settings: Pick<Values, "env" | "inheritEnv" | "passEnv" | "cleanup">
    readonly github: JsonObject
    readonly runId: string
    readonly attempt: number
    readonly root: string
    /** Its log goes there. */
    readonly folder: string
    readonly temporary: string
  },
  ports: HookPorts & { readonly surroundings: Surroundings },
): Promise<EventOf<"hook-finished">["outcome"] | null> {
  const { plan, state, settings, github, runId, attempt, folder, temporary } = of
  const [shard] = lostShards(plan, state)
  if (settings.cleanup === undefined || shard === undefined) return null
  const { signal } = new AbortController()
  const { files, surroundings } = ports
  files.makeDirectory(`${folder}/logs`)
  const end = await runShardHooks(
    {
      ...{
        hooks: [cleanupHook(settings.cleanup)],
        stage: "after",
        root: of.root,
        folder,
        temporary,
      },
      status: { success: false, failure: false, cancelled: true },
      shared: {
        ...{ github, vars: {}, runner: runnerContext(surroundings), shard },
        run: { id: runId, attempt, slug: runId },
      },
      ...{ shards: countShards(plan), workers: 1, seed: plan.seed },
      env: { ...childEnvironment({ runId, settings }, surroundings), SMOKE_VERDICT: "lost" },
      signals: { stop: signal, hurry: signal, leave: signal, cleanup: signal },
      emit: () => true,
      mask: () => {},
    },
    ports,
  )
  files.remove(temporary)
  return end.failure === null ? "passed" : "failed"
}
