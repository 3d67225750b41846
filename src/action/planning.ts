/**
 * From the inputs of the action to a plan.
 */
import posix from "node:path/posix"
import { adviceFor } from "../app/history/advice.ts"
import { latestVerdicts } from "../app/history/latest-verdicts.ts"
import { visibilityOf } from "../app/history/repository-visibility.ts"
import { type ProbedPlan, planProbed } from "../app/plan/plan-probed.ts"
import { loadRequested } from "../app/plan/plan-run.ts"
import { readProbed } from "../app/plan/read-probed.ts"
import { INLINE_SUITE, withFile } from "../app/suite/inline-suite.ts"
import { checkoutOf } from "../app/suite/load-files.ts"
import { defined } from "../core/defined.ts"
import { identityOf } from "../core/identity.ts"
import type { Failure } from "../core/problems/failure.ts"
import { ok, type Result } from "../core/problems/result.ts"
import type { Repeat } from "../formats/plan.ts"
import type { Suite } from "../scenario/model.ts"
import type { ActionContext } from "./context.ts"
import { fetchHistory, inWorkspace } from "./history.ts"
import { inlineSuite } from "./suite-inputs.ts"

/** Plans what the inputs ask for, into so many shards. */
export async function planInputs(
  context: ActionContext,
  shards: number | "auto",
): Promise<Result<ProbedPlan, Failure>> {
  const { inputs, root, files, sha256, github, commands, changes, env } = context
  const folder = inputs.workingDirectory ?? "."
  const text = inlineSuite(
    inputs,
    folder === "." ? repositoryName(context) : posix.basename(folder),
  )
  const inline = posix.join(folder, INLINE_SUITE)
  // With a fixed number of shards it is this job that runs them.
  const here = inputs.command === "all"
  const { seen, notes } = readProbed(
    inputs.probed.map(({ key, value }) => ({ key, value: posix.resolve(root, value) })),
    files,
  )
  const source = {
    root,
    suite: text === null ? suiteBelow(folder, inputs.suite) : inline,
    github,
    vars: inputs.vars ?? {},
    settings: inputs,
  }
  const ports = {
    ...context,
    files: text === null ? files : withFile(files, `${root}/${inline}`, text),
    sha256,
    commands,
    changes,
    env,
  }
  const loaded = loadRequested(source, ports)
  if (!loaded.ok) return loaded
  const { name } = loaded.value
  const id = inputs.id ?? identityOf(name)
  let unread: string | undefined
  const history = await fetchHistory(id, context, (why) => {
    unread = why
  })
  // Only classes that a suite declares say anything of machines.
  const asks = !here && Object.keys(loaded.value.runners ?? {}).length > 0
  const planned = await planProbed(
    {
      ...source,
      settings: { ...inputs, id },
      loaded: loaded.value,
      advise: (suite) =>
        adviceFor(suite, {
          history,
          timings: inputs.timings.map((path) => inWorkspace(path, context)),
          campaign: inputs.history === "off" ? undefined : inputs.campaign,
          unread: history === null ? unread : undefined,
          now: context.clock.now(),
          files,
        }),
      verdicts: (suite) =>
        latestVerdicts(suite, { id, history, runs: null, now: context.clock.now() }, context),
      ...{ shards, here, seen, probeHere: here },
      assumedWorkers: context.surroundings.cores,
      visibility: asks ? await visibilityOf(context) : undefined,
      inline: text ?? undefined,
      repeat: repeatOf(loaded.value, context),
    },
    ports,
  )
  if (!planned.ok) return planned
  return ok({ ...planned.value, notes: [...planned.value.notes, ...notes] })
}

/** The suite as the plan looks for it; undefined where the usual places are searched. */
function suiteBelow(folder: string, suite: string | undefined): string | undefined {
  if (folder === ".") return suite
  return suite?.startsWith("/") === true ? suite : posix.join(folder, suite ?? ".")
}

/** How a person calls this program, and where the repository of the suite lies in the workspace. */
function repeatOf(suite: Suite, context: ActionContext): Repeat {
  const { inputs, call } = context
  const checkout = checkoutBelow(context, suite.file)
  return defined({ command: inputs.repeatCommand ?? call, checkout: checkout ?? undefined })
}

/** The folder below the workspace into which a file's repository was checked out; null where none is. */
export function checkoutBelow(
  { root, files }: Pick<ActionContext, "root" | "files">,
  path: string,
): string | null {
  const folder = posix.dirname(posix.resolve(root, path))
  const checkout = posix.relative(root, checkoutOf(files, folder))
  // A repository that the workspace lies in is not the one that was checked out.
  const isBelow = checkout !== "" && !checkout.startsWith("..")
  return isBelow && files.exists(`${root}/${checkout}/.git`) ? checkout : null
}

function repositoryName({ env, root }: ActionContext): string {
  return (env["GITHUB_REPOSITORY"] ?? root).split("/").at(-1) ?? "smoke"
}
