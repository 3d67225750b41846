/**
 * From the inputs of the action to a plan.
 */
import posix from "node:path/posix"
import { adviceFor } from "../app/known-times.ts"
import { latestVerdicts } from "../app/latest-verdicts.ts"
import { type ProbedPlan, planProbed } from "../app/plan-probed.ts"
import { loadRequested } from "../app/plan-run.ts"
import { readProbed } from "../app/read-probed.ts"
import type { SelectionOptions } from "../app/read-selection.ts"
import { visibilityOf } from "../app/repository-visibility.ts"
import type { Failure } from "../core/failure.ts"
import { ok, type Result } from "../core/result.ts"
import type { ActionContext } from "./context.ts"
import { fetchHistory, inWorkspace } from "./history.ts"
import type { ActionInputs } from "./inputs.ts"
import { INLINE_SUITE, inlineSuite, withFile } from "./suite-inputs.ts"

/** Plans what the inputs ask for, into so many shards. */
export async function planInputs(
  context: ActionContext,
  shards: number | "auto",
): Promise<Result<ProbedPlan, Failure>> {
  const { inputs, root, files, sha256, github, commands, changes, env } = context
  const text = inlineSuite(inputs, repositoryName(context))
  const { profiles, targetMs, workers, seed } = inputs
  const { maxAttempts, strategy, order, share: sharing } = inputs
  // With a fixed number of shards it is this job that runs them.
  const here = inputs.command === "all"
  const { seen, notes } = readProbed(
    inputs.probed.map(({ key, value }) => ({ key, value: posix.resolve(root, value) })),
    files,
  )
  const source = {
    root,
    suite: text === null ? inputs.suite : INLINE_SUITE,
    github,
    vars: {},
    profiles,
  }
  const ports = {
    ...context,
    files: text === null ? files : withFile(files, `${root}/${INLINE_SUITE}`, text),
    sha256,
    commands,
    changes,
    env,
  }
  const loaded = loadRequested(source, ports)
  if (!loaded.ok) return loaded
  const history = await fetchHistory(loaded.value.name, context)
  // Only classes that a suite declares say anything of machines.
  const asks = !here && Object.keys(loaded.value.runners ?? {}).length > 0
  const planned = await planProbed(
    {
      ...source,
      loaded: loaded.value,
      advise: (suite) =>
        adviceFor(suite, {
          history,
          timings: inputs.timings.map((path) => inWorkspace(path, context)),
          now: context.clock.now(),
          files,
        }),
      verdicts: (suite) =>
        latestVerdicts(suite, { history, runs: null, now: context.clock.now() }, context),
      selection: selectionOf(inputs),
      shards,
      targetMs,
      workers,
      assumedWorkers: context.surroundings.cores,
      seed,
      maxAttempts,
      strategy,
      order,
      sharing,
      here,
      seen,
      ...(asks ? { visibility: await visibilityOf(context) } : {}),
      probeHere: here,
      extraEnv: inputs.env,
      passEnv: inputs.passEnv,
      virtualFiles: text === null ? [] : [INLINE_SUITE],
    },
    ports,
  )
  if (!planned.ok) return planned
  return ok({ ...planned.value, notes: [...planned.value.notes, ...notes] })
}

function selectionOf(inputs: ActionInputs): SelectionOptions {
  const { filter, exclude, tags, features, component, meta, matrix } = inputs
  const { where, last, changedSince, withNeeds } = inputs
  const components = component.map((value) => ({ key: "component", value }))
  const named = { filter, exclude, tags, features, meta: [...meta, ...components], matrix }
  return { ...named, where, last, changedSince, withNeeds }
}

function repositoryName({ env, root }: ActionContext): string {
  return (env["GITHUB_REPOSITORY"] ?? root).split("/").at(-1) ?? "smoke"
}
