/**
 * What the step owes after its end: a shard that was cut hands over what it had observed.
 */
import { uploadShard } from "../app/upload-shard.ts"
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
  context.console.info("the shard ended early: uploading what it had observed")
  tellUpload(await uploadShard({ ...context, folder, prefix, shard, retentionDays }), context)
}
