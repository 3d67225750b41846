/**
 * A run that has ended, from the folder it left: its own, those of its shards as they were downloaded, or the
 * artifact of its report, which holds the plan and `results.json` alone.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { firstProblem } from "../../core/schema/schema.ts"
import { stateOfResults } from "../../events/state-of-results.ts"
import type { Manifest } from "../../formats/manifest.ts"
import type { Plan } from "../../formats/plan.ts"
import { ResultsSchema } from "../../formats/results.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import { underWay } from "../folder/claim-folder.ts"
import { PLAN_FILE, RESULTS_FILE, readManifest, readPlanManifest } from "../folder/run-folder.ts"
import { onlyPart, readPlan } from "../plan/read-plan.ts"
import { aggregate, foldersWithManifest, type Merged, type RunFolders } from "./aggregate.ts"

interface FinishedPorts {
  readonly files: Files
  readonly sha256: Sha256
  readonly engines: Engines
}

/** What is known of the run, and where. */
export interface FinishedRun extends Omit<Merged, "folders"> {
  readonly planPath: string
  /** Folders of shards; none where only the report is left. */
  readonly folders: readonly { readonly path: string; readonly manifest: Manifest }[]
  /** Where the logs are. */
  readonly places: RunFolders
}

const NOWHERE: RunFolders = { all: [], of: () => null }

/** Reads it; what belongs to several plans, or to none, is refused. */
export function readFinished(folder: string, ports: FinishedPorts): Result<FinishedRun, Failure> {
  const { files, engines } = ports
  if (!files.isDirectory(folder)) return unusable(folder, "there is no such folder")
  const found = findPlan(folder, ports)
  if (!found.ok) return found
  const { plan, path: planPath } = found.value
  const folders = foldersWithManifest(folder, { files, depth: 0 }).flatMap((path) => {
    const manifest = readManifest(files, path)
    return manifest.ok ? [{ path, manifest: manifest.value }] : []
  })
  for (const { path, manifest } of folders) {
    const { engine, complete } = manifest
    if (engine !== undefined && !complete && engines.alive(engine.process)) {
      return err(underWay(path, engine.process, files))
    }
  }
  if (folders.length === 0) {
    const read = readResults(folder, { plan, planPath, files })
    return read.ok ? ok({ ...read.value, plan, planPath, folders, places: NOWHERE }) : read
  }
  const strange = strangers(folder, files)
  const merged = aggregate({ plan, folders: folders.map(({ path }) => path) }, files)
  if (!merged.ok) return merged
  const problems = [...strange, ...merged.value.problems]
  const { state, folders: places } = merged.value
  return ok({ state, problems, plan, planPath, folders, places })
}

/** Folders whose manifest is neither that of a shard nor that of a plan. */
function strangers(folder: string, files: Files): Merged["problems"] {
  return foldersWithManifest(folder, { files, depth: 0 }).flatMap((path) => {
    const manifest = readManifest(files, path)
    if (manifest.ok || readPlanManifest(files, path).ok) return []
    return [{ code: "folder-unreadable" as const, path, detail: manifest.error }]
  })
}

function unusable<T>(path: string, message: string): Result<T, Failure> {
  return err({ reason: "files/unusable", path, message })
}

/** The plan of all shards, in the folder or in one below it. */
function findPlan(
  folder: string,
  ports: FinishedPorts,
): Result<{ readonly plan: Plan; readonly path: string }, Failure> {
  const { files } = ports
  const paths = [folder, ...below(folder, files)]
    .map((path) => `${path}/${PLAN_FILE}`)
    .filter((path) => files.exists(path))
  if (paths.length === 0) {
    return unusable(folder, `it holds no ${PLAN_FILE}: it is no folder of a run or of a report`)
  }
  let part: Failure | null = null
  let found: { readonly plan: Plan; readonly path: string } | null = null
  for (const path of paths) {
    const read = readPlan(path, ports)
    if (!read.ok) return read
    const plan = read.value
    if (plan.part !== undefined) part ??= onlyPart(plan.part)
    else if (found === null || found.plan.digest === plan.digest) found ??= { plan, path }
    else {
      const message = `it holds several runs: the plans ${found.path} and ${path} differ`
      return unusable(folder, message)
    }
  }
  return found === null ? err(part ?? internalPart()) : ok(found)
}

function internalPart(): never {
  throw new Error("a plan is whole or a part")
}

/** Folders at most two levels below, in the order of their names. */
function below(folder: string, files: Files): string[] {
  const inside = (path: string) =>
    files
      .list(path)
      .toSorted()
      .map((name) => `${path}/${name}`)
      .filter((one) => files.isDirectory(one))
  return inside(folder).flatMap((path) => [path, ...inside(path)])
}

/** Where only the report is left. */
function readResults(
  folder: string,
  of: { readonly plan: Plan; readonly planPath: string; readonly files: Files },
): Result<Omit<Merged, "folders" | "plan">, Failure> {
  const { plan, planPath, files } = of
  const path = `${planPath.slice(0, -PLAN_FILE.length)}${RESULTS_FILE}`
  const text = files.readText(path)
  if (!text.ok) {
    const message = `it holds a plan, but neither folders of shards nor ${RESULTS_FILE}`
    return unusable(folder, text.error.code === "ENOENT" ? message : text.error.message)
  }
  const json = parseForeignJson(text.value)
  if (!json.ok) return unusable(path, `it is not JSON: ${json.error}`)
  const results = ResultsSchema.check(json.value)
  if (!results.ok) return unusable(path, firstProblem(results.error))
  const { planDigest } = results.value.run
  if (planDigest !== plan.digest) {
    return unusable(path, `it is of another plan: ${planDigest}, not ${plan.digest}`)
  }
  return ok({ state: stateOfResults(results.value), problems: [] })
}
