/**
 * Lines of the job's log that belong to no scenario.
 */
import type { SelectedSuite } from "../app/plan-run.ts"
import type { FolderUpload, UploadFailure, UploadTry } from "../app/upload-folder.ts"
import type { Result } from "../core/result.ts"
import { renderDiagnostics } from "../report/diagnostic-text.ts"
import { neutraliseInline } from "../report/neutralise.ts"
import type { ActionContext } from "./context.ts"

/** Warnings of the suite and patterns that match nothing. */
export function tellWarnings(
  { suite, selection }: SelectedSuite,
  { console }: Pick<ActionContext, "console">,
): void {
  if (suite.warnings.length > 0) console.info(renderDiagnostics(suite.warnings))
  for (const pattern of selection.unmatched) {
    console.info(`warning: ${neutraliseInline(pattern)} matches no scenario`)
  }
}

/** Where an upload went, and every refusal on the way. */
export function tellUpload(
  upload: Result<FolderUpload, UploadFailure>,
  { console }: Pick<ActionContext, "console">,
): void {
  const tries: readonly UploadTry[] = upload.ok ? upload.value.tries : upload.error.tries
  for (const { name, problem } of tries) {
    const why = neutraliseInline(problem.message)
    console.info(`upload ${name} was refused (${problem.reason}): ${why}`)
  }
  if (!upload.ok) return
  const { name, withoutLogs } = upload.value
  console.info(`uploaded ${name}${withoutLogs ? " without logs: the storage is full" : ""}`)
}
