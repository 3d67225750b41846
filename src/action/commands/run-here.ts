/**
 * Running one shard of a plan in this step, with the log that a job shows.
 */
import { claimed } from "../../app/folder/claim-folder.ts"
import { LEAVE_MS } from "../../app/folder/run-limits.ts"
import type { Remainder } from "../../app/history/earlier-attempts.ts"
import { isDebug, runLines, watchRun } from "../../app/shard/run-lines.ts"
import { runShard, type ShardRun } from "../../app/shard/run-shard.ts"
import type { RunShardRequest } from "../../app/shard/run-shard-request.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import type { Result } from "../../core/problems/result.ts"
import type { Capability } from "../../formats/capability.ts"
import type { Plan } from "../../formats/plan.ts"
import type { ActionContext } from "../context.ts"
import { secretsOf } from "../inputs.ts"

/** Runs the shard into a folder. */
export function runHere(
  run: {
    readonly plan: Plan
    readonly shard: number
    readonly folder: string
    readonly command: string
    readonly remainder?: Remainder | undefined
    /** What this machine has, where it was looked at a moment ago. */
    readonly probed?: readonly Capability[] | undefined
  },
  context: ActionContext,
): Promise<Result<ShardRun, Failure>> {
  const { plan, shard, folder, command, remainder, probed } = run
  const { inputs, root, temporary, attempt, runId, version, github } = context
  const lines = runLines(
    watchRun(
      { plan, shard, ids: remainder?.ids ?? null, color: false, debug: isDebug(context.env) },
      { clock: context.clock, sample: () => null },
    ),
    context,
  )
  const request: RunShardRequest = {
    ...{ plan, shard, root, folder, runId, attempt, command, version, github, vars: {} },
    ...{ remainder, probed, settings: { ...inputs, cleanup: undefined } },
    temporary: `${temporary}/parallel-smoke-${context.uniqueName()}`,
    secrets: secretsOf(inputs),
    // Its command too: `post` runs it.
    leaveOwed: true,
    onEvent: lines.onEvent,
    onHurry: (signal) => {
      lines.say(`second ${signal}: leaving at once`)
      context.clock.after(LEAVE_MS, () => {
        context.exit(signal === "SIGINT" ? EXIT_CODES.interrupted : EXIT_CODES.terminated)
      })
    },
  }
  return claimed(folder, context, () => runShard(request, context)).finally(() => {
    lines.close()
  })
}
