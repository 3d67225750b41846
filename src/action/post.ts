/**
 * What the step owes after its end: what tears down, and a shard that was cut hands over what it had
 * observed.
 */
import { uploadShard } from "../app/hand-over/upload-folder.ts"
import { withholdSecrets } from "../app/hand-over/withhold-secrets.ts"
import { runOwed } from "../app/shard/run-owed.ts"
import { formatDuration } from "../core/quantities/duration.ts"
import { neutraliseInline } from "../report/lines/neutralise.ts"
import type { ActionContext } from "./context.ts"
import { secretsOf } from "./inputs.ts"
import { tellUpload, tellWithheld } from "./log.ts"
import { STATE } from "./names.ts"

/** GitHub ends a cancelled job after five minutes; the upload needs some of them. */
const OWED_LIMIT_MS = 4 * 60_000

/** Runs what `main` owes and uploads the shard's folder if it did not. Never fails the job. */
export async function postMain(context: ActionContext): Promise<void> {
  const { env, files } = context
  const { retentionDays } = context.inputs
  const state = (name: string) => env[`STATE_${name}`] ?? ""
  const folder = state(STATE.folder)
  const prefix = state(STATE.prefix)
  const shard = Number(state(STATE.shard))
  if (folder === "" || state(STATE.uploaded) !== "" || !files.isDirectory(folder)) return
  await tearDown(folder, context)
  // One step hands nothing over.
  if (prefix === "") return
  const tried = Number(state(STATE.tries)) || 0
  context.console.info(
    tried === 0
      ? "the shard ended early: uploading its results so far"
      : "the step could not upload its results so far: trying again",
  )
  // A refused name may be taken though nobody sees it.
  const firstTry = tried + 1
  const secrets = secretsOf(context.inputs)
  tellWithheld(withholdSecrets(folder, { files, secrets }), context)
  const target = { folder, prefix, shard, retentionDays, firstTry }
  tellUpload(await uploadShard({ ...context, ...target }), context)
}

async function tearDown(folder: string, context: ActionContext): Promise<void> {
  const { inputs, root, github, console } = context
  const ends = await runOwed(
    {
      ...{ folder, github, vars: inputs.vars ?? {}, asked: { root, settings: inputs } },
      secrets: secretsOf(inputs),
      limitMs: OWED_LIMIT_MS,
    },
    context,
  )
  for (const { id, name, outcome, durationMs, message } of ends) {
    const why = message === null ? "" : `: ${neutraliseInline(message)}`
    const hook = `${id === null ? "" : `${id}: `}${neutraliseInline(name)}`
    console.info(`after the run: ${hook}: ${outcome} in ${formatDuration(durationMs)}${why}`)
  }
}
