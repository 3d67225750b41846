/**
 * The report of a run from its artifacts: that of the newest attempt. What is in it may be anybody's,
 * so only `results.json` and the history are read, with the limits of their readers.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { firstProblem } from "../../core/schema/schema.ts"
import { type Results, ResultsSchema } from "../../formats/results.ts"
import {
  artifactPrefix,
  readReportArtifactName,
  reportPageName,
} from "../../plan/artifact-names.ts"
import type { ArtifactEntry, ArtifactStore } from "../../ports/artifacts.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"
import { RESULTS_FILE } from "../folder/run-folder.ts"
import { downloadArtifact, listArtifacts, untilListed } from "../hand-over/until-listed.ts"

/** A larger artifact is not downloaded. */
const MAX_BYTES = 256 * 1024 * 1024

/** A report that was found. */
export interface FoundReport {
  readonly id: string
  readonly artifact: ArtifactEntry
  /** Its page as an artifact of its own; null where there is none. */
  readonly page: ArtifactEntry | null
  /** Where it was unpacked. */
  readonly folder: string
  readonly results: Results
}

/** The report of an `id`, or of the only one; the error is a fragment. */
export async function findReport(options: {
  readonly store: ArtifactStore
  readonly files: Files
  readonly clock: Clock
  readonly id: string | undefined
  /** The attempt of the run; later ones are not looked at. */
  readonly attempt: number
  readonly into: string
}): Promise<Result<FoundReport, string>> {
  const { store, files, clock, id, attempt, into } = options
  const found = await untilListed(async () => listed(await listArtifacts(store)), {
    clock,
    isWhole: (all) => !all.ok || all.value.reports.length > 0,
    onWait: () => {},
  })
  if (!found.ok) return found
  const own = found.value.reports
    .filter(
      (one) => one.attempt <= attempt && (id === undefined || one.prefix === artifactPrefix(id)),
    )
    .toSorted((a, b) => b.attempt - a.attempt || b.upload - a.upload)
  const prefixes = [...new Set(own.map(({ prefix }) => prefix))]
  if (prefixes.length > 1) return err(`the run has several (${prefixes.join(", ")}): give id`)
  const [newest] = own
  if (newest === undefined) return err("the run has none")
  const { entry: artifact, prefix } = newest
  if (artifact.sizeBytes > MAX_BYTES) return err(`${artifact.name} is too large`)
  const folder = `${into}/report`
  const downloaded = await downloadArtifact(artifact, { store, files, folder })
  if (!downloaded.ok) return err(`${artifact.name}: ${downloaded.error.message}`)
  const results = readResults(`${folder}/${RESULTS_FILE}`, files)
  if (!results.ok) return err(`${artifact.name}: ${results.error}`)
  const pageName = reportPageName({ prefix, attempt: newest.attempt })
  return ok({
    id: prefix.slice(artifactPrefix("").length),
    artifact,
    page: found.value.all.find(({ name }) => name === pageName) ?? null,
    folder,
    results: results.value,
  })
}

function listed(found: Awaited<ReturnType<typeof listArtifacts>>) {
  if (!found.ok) return err(`the artifacts could not be listed: ${found.error.message}`)
  const all = found.value
  const reports = all.flatMap((entry) => {
    const read = readReportArtifactName(entry.name)
    return read === null ? [] : [{ entry, ...read }]
  })
  return ok({ all, reports })
}

function readResults(path: string, files: Files): Result<Results, string> {
  const text = files.readText(path)
  if (!text.ok) return err(`${RESULTS_FILE}: ${text.error.message}`)
  const json = parseForeignJson(text.value)
  if (!json.ok) return err(`${RESULTS_FILE} is not JSON: ${json.error}`)
  const results = ResultsSchema.check(json.value)
  return results.ok ? results : err(`${RESULTS_FILE}: ${firstProblem(results.error)}`)
}
