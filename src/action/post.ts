/**
 * What the step owes after its end: a shard that was cut hands over what it had observed.
 */
import { uploadShard } from "../app/upload-shard.ts"
import { withholdSecrets } from "../app/withhold-secrets.ts"
import type { ActionContext } from "./context.ts"
import { tellUpload } from "./log.ts"
import { STATE } from "./names.ts"

/** Uploads the shard's folder if `main` did not come to it. Never fails the job. */
export async function postMain(context: ActionContext): Promise<void> {
  const { env, files } = context
  const { retentionDays } = context.inputs
  const state = (name: string) => env[`STATE_${name}`] ?? ""
  const folder = state(STATE.folder)
  const prefix = state(STATE.prefix)
  const shard = Number(state(STATE.shard))
  if (folder === "" || state(STATE.uploaded) !== "" || !files.isDirectory(folder)) return
  const tried = Number(state(STATE.tries)) || 0
  context.console.info(
    tried === 0
      ? "the shard ended early: uploading what it had observed"
      : "the step could not upload what it had observed: trying again",
  )
  // A refused name may be taken though nobody sees it.
  const firstTry = tried + 1
  withholdSecrets(folder, { files, secrets: Object.values(context.inputs.env) })
  const target = { folder, prefix, shard, retentionDays, firstTry }
  tellUpload(await uploadShard({ ...context, ...target }), context)
}
