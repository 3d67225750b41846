/**
 * Taking secrets out of what leaves the machine: the texts that children put into events, and the
 * files of a run's folder before it is uploaded.
 */
import { REDACTED, secretForms } from "../core/secret.ts"
import type { EventBody } from "../events/event.ts"
import { masksIn } from "../execute/masks.ts"
import type { Files } from "../ports/files.ts"

/** Everything in a run's folder that holds what children wrote. */
const CHILD_FILES: readonly string[] = ["logs/**", "artifacts/**", "combined.log"]

/** The event with every text of a child's own cleaned; ids and paths stay as they are. */
export function withoutSecrets(body: EventBody, redact: (text: string) => string): EventBody {
  const clean = { ...body }
  if ("message" in clean && clean.message !== null) clean.message = redact(clean.message)
  if (clean.type === "capability-probed") {
    const { value, evidence } = clean.capability
    return {
      ...clean,
      capability: {
        ...clean.capability,
        ...(value === undefined ? {} : { value: redact(value) }),
        evidence: redact(evidence),
      },
    }
  }
  if (clean.type !== "attempt-finished") return clean
  if (clean.tail !== null) clean.tail = redact(clean.tail)
  if (clean.summary !== undefined) clean.summary = redact(clean.summary)
  // An output that is not what it was is none: a resumed run makes it again.
  if (Object.values(clean.outputs ?? {}).some((value) => redact(value) !== value)) {
    clean.outputs = null
  }
  if (clean.problems === undefined) return clean
  const problems = clean.problems.map((problem) => ({
    ...problem,
    message: redact(problem.message),
  }))
  return { ...clean, problems }
}

/**
 * Cleans the files of a run's folder, also of what its logs ask to be masked; in how many places
 * something was taken out.
 */
export function withholdSecrets(
  folder: string,
  options: { readonly files: Files; readonly secrets: readonly string[] },
): number {
  const { files, secrets } = options
  const masks = files
    .glob(folder, ["logs/**"])
    .flatMap((path) => masksIn(files, { path: `${folder}/${path}`, from: 0, bytes: Infinity }))
    // Of a value that has been taken out before nothing is left to look for.
    .filter((value) => !value.includes(REDACTED))
  const forms = secretForms([...new Set([...secrets, ...masks])])
  if (forms.length === 0) return 0
  let taken = 0
  for (const path of files.glob(folder, CHILD_FILES)) {
    const replaced = files.replaceInFile(`${folder}/${path}`, forms, REDACTED)
    // What cannot be cleaned must not be uploaded.
    if (!replaced.ok) files.remove(`${folder}/${path}`)
    else taken += replaced.value
  }
  return taken
}
