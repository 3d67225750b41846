/**
 * Lines of the job's log that belong to no scenario.
 */
import type { FolderUpload, UploadFailure, UploadTry } from "../app/hand-over/upload-folder.ts"
import type { SelectedSuite } from "../app/plan/plan-run.ts"
import type { Result } from "../core/problems/result.ts"
import { countOf, neutraliseInline } from "../report/lines/neutralise.ts"
import { renderWarnings } from "../report/text/selection-text.ts"
import type { ActionContext } from "./context.ts"

/** Files that are named before the rest is counted. */
const MOST_NOTES = 20

/** Warnings of the suite and patterns that match nothing; those of checks where it is planned alone. */
export function tellWarnings(
  { suite, selection, notes }: SelectedSuite,
  { console, inputs }: Pick<ActionContext, "console" | "inputs">,
): void {
  const { warnings, scenarios } = suite
  const { unmatched } = selection
  const ids = scenarios.map(({ id }) => id)
  const checking = inputs.command === "plan"
  // A plan names them itself.
  const ignored = checking ? [] : suite.ignored
  const lines = renderWarnings({ warnings, unmatched, ids, notes, ignored, checking })
  for (const line of lines) console.info(line)
}

/** In how many places something was taken out of what is uploaded. */
export function tellWithheld(places: number, { console }: Pick<ActionContext, "console">): void {
  if (places === 0) return
  console.info(`secrets were removed from the upload in ${countOf(places, "place")}`)
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
  const { name, withoutLogs, notes } = upload.value
  for (const note of notes.slice(0, MOST_NOTES)) console.info(neutraliseInline(note, 500))
  if (notes.length > MOST_NOTES) {
    console.info(
      `and ${notes.length - MOST_NOTES} more files; renamed.json in the artifact has all names`,
    )
  }
  console.info(`uploaded ${name}${withoutLogs ? " without logs: the storage is full" : ""}`)
}
