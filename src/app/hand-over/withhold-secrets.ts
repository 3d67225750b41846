/**
 * Taking secrets out of the files of a run's folder before it is uploaded.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import { cleanTexts } from "../../core/schema/clean-texts.ts"
import { REDACTED, Redactor, secretForms } from "../../core/text/secret.ts"
import { type RunEvent, RunEventSchema } from "../../events/event.ts"
import { KEPT_FOLDER } from "../../execute/attempt/artifacts.ts"
import { masksIn } from "../../execute/output/masks.ts"
import { ResultsSchema } from "../../formats/results.ts"
import { JOURNAL_FILE } from "../../journal/journal.ts"
import type { Files } from "../../ports/files.ts"
import { renderResultsJson } from "../../report/view/json.ts"
import { BALLAST_FILE } from "../folder/ballast.ts"
import { MANIFEST_FILE, PLAN_FILE, RESULTS_FILE } from "../folder/run-folder.ts"
import { type Cleaner, eventWithoutSecrets } from "./clean-texts.ts"
import { hideFileNames } from "./hide-file-names.ts"

/** What is read by its parts, and cleaned so. A plan was made before, from the repository alone. */
const STRUCTURED: readonly string[] = [JOURNAL_FILE, RESULTS_FILE, PLAN_FILE, MANIFEST_FILE]

/** Whatever else lies in a run's folder is text. */
const TEXTS: readonly string[] = ["**", ...STRUCTURED.map((name) => `!${name}`), `!${BALLAST_FILE}`]

/** What the logs in a run's folder ask to be masked. */
export function masksOfRun(folder: string, files: Files): readonly string[] {
  return (
    files
      .glob(folder, ["logs/**"])
      .flatMap((path) => masksIn(files, { path: `${folder}/${path}`, from: 0, bytes: Infinity }))
      // Of a value that has been taken out before nothing is left to look for.
      .filter((value) => !value.includes(REDACTED))
  )
}

/**
 * Cleans the files of a run's folder, also of what its logs ask to be masked; in how many places
 * something was taken out. What cannot be cleaned is removed: it must not be uploaded.
 */
export function withholdSecrets(
  folder: string,
  options: { readonly files: Files; readonly secrets: readonly string[] },
): number {
  const { files } = options
  const secrets = [...new Set([...options.secrets, ...masksOfRun(folder, files)])]
  const forms = secretForms(secrets)
  if (forms.length === 0) return 0
  let taken = 0
  for (const path of files.glob(folder, TEXTS)) {
    const replaced = files.replaceInFile(`${folder}/${path}`, forms, REDACTED)
    if (!replaced.ok) files.remove(`${folder}/${path}`)
    else taken += replaced.value
  }
  const redactor = new Redactor(secrets)
  const cleaner = cleanerFor(folder, { files, redactor })
  const cleaning = { files, redactor, cleaner }
  if (!cleanJournal(folder, cleaning)) files.remove(`${folder}/${JOURNAL_FILE}`)
  if (!cleanResults(folder, cleaning)) files.remove(`${folder}/${RESULTS_FILE}`)
  return taken + redactor.taken
}

/** Renames kept files whose names hold a secret, and knows their names from then on. */
export function cleanerFor(
  folder: string,
  { files, redactor }: Pick<Cleaning, "files" | "redactor">,
): Cleaner {
  const { redact } = redactor
  const kept = files.glob(folder, [`${KEPT_FOLDER}/**`])
  return { redact, renamed: hideFileNames(folder, kept, { files, redact }) }
}

interface Cleaning {
  readonly files: Files
  readonly redactor: Redactor
  readonly cleaner: Cleaner
}

/** Cleans the texts of a journal's events; false where it could not be written. */
export function cleanJournal(folder: string, cleaning: Cleaning): boolean {
  const { files, redactor, cleaner } = cleaning
  const path = `${folder}/${JOURNAL_FILE}`
  if (!files.exists(path)) return true
  const trial = new Redactor(redactor.secrets)
  let whole = true
  const all = function* () {
    whole = (yield* files.readLines(path)) === null
  }
  for (const line of all()) cleanLine(line, trial, { redact: trial.redact })
  if (!whole) return false
  if (trial.taken === 0) return true
  const lines = cleanLines(files.readLines(path), redactor, cleaner)
  return files.writeAtomic(path, lines, { durable: true }).ok
}

function* cleanLines(
  lines: Iterable<string>,
  redactor: Redactor,
  cleaner: Cleaner,
): Iterable<string> {
  for (const line of lines) yield `${cleanLine(line, redactor, cleaner)}\n`
}

function cleanLine(line: string, redactor: Redactor, cleaner: Cleaner): string {
  const { redact, taken } = redactor
  const json = parseForeignJson(line)
  const event = json.ok ? toEvent(json.value) : null
  // What is cut or no event is read by nobody.
  if (event === null) return redact(line)
  const clean = eventWithoutSecrets(event, cleaner)
  return redactor.taken === taken ? line : JSON.stringify(clean)
}

function toEvent(value: unknown): RunEvent | null {
  const event = RunEventSchema.check(value)
  return event.ok ? event.value : null
}

function cleanResults(folder: string, { files, redactor, cleaner }: Cleaning): boolean {
  const path = `${folder}/${RESULTS_FILE}`
  if (!files.exists(path)) return true
  const text = files.readText(path)
  const json = text.ok ? parseForeignJson(text.value) : null
  const results = json?.ok ? ResultsSchema.check(json.value) : null
  if (results?.ok !== true) return false
  const before = redactor.taken
  const clean = cleanTexts(ResultsSchema, results.value, cleaner)
  if (redactor.taken === before) return true
  return files.writeAtomic(path, renderResultsJson(clean), { durable: true }).ok
}
