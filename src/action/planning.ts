/**
 * From the inputs of the action to a plan.
 */
import { type Planned, planRun } from "../app/plan-run.ts"
import type { Failure } from "../core/failure.ts"
import type { Result } from "../core/result.ts"
import type { ActionContext } from "./context.ts"
import { INLINE_SUITE, inlineSuite, withFile } from "./suite-inputs.ts"

/** Plans what the inputs ask for, into so many shards. */
export function planInputs(
  context: ActionContext,
  shards: number | "auto",
): Result<Planned, Failure> {
  const { inputs, root, files, sha256, github, commands, changes, env } = context
  const text = inlineSuite(inputs, repositoryName(context))
  const { filter, exclude, tags, features, where, profiles, targetMs, workers, seed, maxAttempts } =
    inputs
  return planRun(
    {
      root,
      suite: text === null ? inputs.suite : INLINE_SUITE,
      github,
      vars: {},
      profiles,
      selection: { filter, exclude, tags, features, where, withNeeds: true },
      shards,
      targetMs,
      workers,
      assumedWorkers: context.surroundings.cores,
      seed,
      maxAttempts,
      virtualFiles: text === null ? [] : [INLINE_SUITE],
    },
    {
      files: text === null ? files : withFile(files, `${root}/${INLINE_SUITE}`, text),
      sha256,
      commands,
      changes,
      env,
    },
  )
}

function repositoryName({ env, root }: ActionContext): string {
  return (env["GITHUB_REPOSITORY"] ?? root).split("/").at(-1) ?? "smoke"
}
