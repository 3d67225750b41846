/**
 * Taking secrets out of what leaves the machine: the texts that children put into events, and the
 * files of a run's folder before it is uploaded.
 */
import { REDACTED, secretForms } from "../core/secret.ts"
import type { EventBody } from "../events/event.ts"
import type { Files } from "../ports/files.ts"

/** Everything in a run's folder that holds what children wrote. */
const CHILD_FILES: readonly string[] = ["logs/**", "artifacts/**", "combined.log"]

/** The event with every text of a child's own cleaned; ids and paths stay as they are. */
export function withoutSecrets(body: EventBody, redact: (text: string) => string): EventBody {
  const clean = { ...body }
  if ("message" in clean && clean.message !== null) clean.message = redact(clean.message)
  if (clean.type !== "attempt-finished") return clean
  if (clean.tail !== null) clean.tail = redact(clean.tail)
  if (clean.summary !== undefined) clean.summary = redact(clean.summary)
  if (clean.problems === undefined) return clean
  const problems = clean.problems.map((problem) => ({
    ...problem,
    message: redact(problem.message),
  }))
  return { ...clean, problems }
}

/** Cleans the files of a run's folder; without secrets nothing is read. */
export function withholdSecrets(
  folder: string,
  options: { readonly files: Files; readonly secrets: readonly string[] },
): void {
  const { files, secrets } = options
  const forms = secretForms(secrets)
  if (forms.length === 0) return
  for (const path of files.glob(folder, CHILD_FILES)) {
    const replaced = files.replaceInFile(`${folder}/${path}`, forms, REDACTED)
    // What cannot be cleaned must not be uploaded.
    if (!replaced.ok) files.remove(`${folder}/${path}`)
  }
}
