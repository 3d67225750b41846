/**
 * What lies in a run's folder, by name. Nothing is ever read from the names of folders.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import { inPieces } from "../../core/json/pieces.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { firstProblem, type Schema } from "../../core/schema/schema.ts"
import {
  type Manifest,
  ManifestSchema,
  type PlanManifest,
  PlanManifestSchema,
} from "../../formats/manifest.ts"
import type { Plan } from "../../formats/plan.ts"
import { planJsonPieces } from "../../plan/plan-json.ts"
import type { FileProblem, Files } from "../../ports/files.ts"
import { BALLAST_FILE } from "./ballast.ts"

/** Name of the file that says what a folder holds. */
export const MANIFEST_FILE = "manifest.json"
export const PLAN_FILE = "plan.json"
/** What the plan was made from. */
export const TRACE_FILE = "plan-inputs.json"
export const RESULTS_FILE = "results.json"
/** Name of the folder with the logs of attempts. */
const LOGS_FOLDER = "logs"

/** A manifest is a few hundred bytes; a file much larger is none. */
const MAX_MANIFEST_BYTES = 64 * 1024

/** Everything that a run writes into its folder; what a new run in the same folder replaces. */
const OWN_NAMES: readonly string[] = [
  MANIFEST_FILE,
  PLAN_FILE,
  TRACE_FILE,
  RESULTS_FILE,
  LOGS_FOLDER,
  "before",
  "journal.ndjson",
  BALLAST_FILE,
  "combined.log",
  "summary.md",
  "junit.xml",
]

/** Makes the folder ready for a new run: what an earlier run left there is removed first. */
export function prepareRunFolder(files: Files, folder: string): Result<void, Failure> {
  if (files.exists(`${folder}/${MANIFEST_FILE}`)) {
    for (const name of OWN_NAMES) files.remove(`${folder}/${name}`)
  }
  const made = files.makeDirectory(`${folder}/${LOGS_FOLDER}`)
  return made.ok ? made : err(fileFailure(made.error))
}

/** Writes the manifest, whole; what it says is complete is on the disk when the call returns. */
export function writeManifest(
  files: Files,
  folder: string,
  manifest: Manifest,
): Result<void, Failure> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  const durable = manifest.complete
  const written = files.writeAtomic(`${folder}/${MANIFEST_FILE}`, text, { durable })
  return written.ok ? written : err(fileFailure(written.error))
}

/** Reads a manifest that may come from anybody; the error says what is wrong with it. */
export function readManifest(files: Files, folder: string): Result<Manifest, string> {
  return readManifestBy(ManifestSchema, { files, folder })
}

/** Writes the manifest of a plan that other jobs will fetch. */
export function writePlanManifest(
  files: Files,
  folder: string,
  manifest: PlanManifest,
): Result<void, Failure> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`
  const written = files.writeAtomic(`${folder}/${MANIFEST_FILE}`, text)
  return written.ok ? written : err(fileFailure(written.error))
}

/** Reads the manifest beside a plan; the error says what is wrong with it. */
export function readPlanManifest(files: Files, folder: string): Result<PlanManifest, string> {
  return readManifestBy(PlanManifestSchema, { files, folder })
}

function readManifestBy<T>(
  schema: Schema<T>,
  { files, folder }: { readonly files: Files; readonly folder: string },
): Result<T, string> {
  const path = `${folder}/${MANIFEST_FILE}`
  if ((files.sizeBytes(path) ?? 0) > MAX_MANIFEST_BYTES) return err(`${MANIFEST_FILE} is too large`)
  const text = files.readText(path)
  if (!text.ok) {
    return err(
      text.error.code === "ENOENT"
        ? `it has no ${MANIFEST_FILE}`
        : `${MANIFEST_FILE}: ${text.error.message}`,
    )
  }
  const json = parseForeignJson(text.value)
  if (!json.ok) return err(`${MANIFEST_FILE} is not JSON`)
  const manifest = schema.check(json.value)
  if (manifest.ok) return ok(manifest.value)
  return err(`${MANIFEST_FILE}: ${firstProblem(manifest.error)}`)
}

/** Writes a plan, whole. */
export function writePlan(files: Files, path: string, plan: Plan): Result<void, Failure> {
  const written = files.writeAtomic(path, planJsonPieces(plan))
  return written.ok ? written : err(fileFailure(written.error))
}

/** Writes the file of a plan that was read already to another place, as it stands. */
export function copyPlan(from: string, to: string, files: Files): Result<void, Failure> {
  const end: { problem: FileProblem | null } = { problem: null }
  const lines = function* () {
    end.problem = yield* files.readLines(from)
  }
  const written = files.writeAtomic(to, inPieces(endedLines(lines())))
  if (!written.ok) return err(fileFailure(written.error))
  return end.problem === null ? ok(undefined) : err(fileFailure(end.problem))
}

function* endedLines(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`
}

/** A refused file operation as a failure of the use case. */
export function fileFailure(problem: FileProblem): Failure {
  return { reason: "files/unusable", path: problem.path, message: problem.message }
}
