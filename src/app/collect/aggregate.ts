/**
 * Use case: shard folders, from anywhere and in any state, are merged against the plan.
 * Folders are chosen by the manifests inside them, never by name, date or order.
 */
import type { Failure } from "../../core/problems/failure.ts"
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { RunFold } from "../../events/fold.ts"
import type { RunState } from "../../events/state.ts"
import type { Manifest } from "../../formats/manifest.ts"
import type { Plan } from "../../formats/plan.ts"
import { JOURNAL_FILE } from "../../journal/journal.ts"
import { type JournalReading, readJournal } from "../../journal/read-journal.ts"
import type { Files } from "../../ports/files.ts"
import { MANIFEST_FILE, readManifest } from "../folder/run-folder.ts"
import { onlyPart } from "../plan/read-plan.ts"

/** A merged run, to be rendered. */
export interface Merged {
  readonly state: RunState
  readonly problems: readonly MergeProblem[]
  readonly folders: RunFolders
}

/** Where the files of a run lie. */
export interface RunFolders {
  readonly all: Iterable<string>
  /** The folder that a shard left in an attempt of the run; null where there is none. */
  readonly of: (one: { readonly shard: number; readonly runAttempt: number }) => string | null
}

interface ShardFolder {
  readonly path: string
  readonly manifest: Manifest
}

/** Folders may lie this deep below the ones that were named. */
const MAX_DEPTH = 3

/** Merges what lies below the folders; what is missing or unusable is a problem, never a shrug. */
export function aggregate(
  request: { readonly plan: Plan; readonly folders: readonly string[] },
  files: Files,
): Result<Merged, Failure> {
  const { plan } = request
  if (plan.part !== undefined) return err(onlyPart(plan.part))
  for (const path of request.folders) {
    if (!files.isDirectory(path)) {
      return err({ reason: "files/unusable", path, message: "there is no such folder" })
    }
  }
  const problems: MergeProblem[] = []
  const paths = request.folders.flatMap((path) => foldersWithManifest(path, { files, depth: 0 }))
  const folders = ours([...new Set(paths)].sort(), { plan, files, problems })
  const fold = new RunFold()
  const used = new Map<string, string>()
  for (const { shard } of plan.shards) {
    const attempts = attemptsOf(shard, { folders, files, problems })
    const readings = attempts.map(({ path, manifest }) => {
      used.set(`${shard} ${manifest.attempt}`, path)
      return readJournal(files.readLines(`${path}/${JOURNAL_FILE}`), {
        ...{ shard, owner: manifest },
        apply: (event) => {
          fold.apply(event)
        },
      })
    })
    // What an earlier attempt of the run lacks, the newest one has made up for, or has not.
    const newest: JournalReading | undefined = readings.at(-1)
    if (newest !== undefined && newest.torn !== null) {
      problems.push({ code: "journal-torn", shard, detail: newest.torn })
    }
  }
  const of: RunFolders["of"] = ({ shard, runAttempt }) => used.get(`${shard} ${runAttempt}`) ?? null
  return ok({ state: fold.state, problems, folders: { all: used.values(), of } })
}

/** Folders below that hold a manifest, which hold no others. */
export function foldersWithManifest(
  path: string,
  search: { readonly files: Files; readonly depth: number },
): string[] {
  const { files, depth } = search
  if (files.exists(`${path}/${MANIFEST_FILE}`)) return [path]
  if (depth === MAX_DEPTH) return []
  return files
    .list(path)
    .map((name) => `${path}/${name}`)
    .filter((below) => files.isDirectory(below))
    .flatMap((below) => foldersWithManifest(below, { files, depth: depth + 1 }))
}

function ours(
  paths: readonly string[],
  against: { readonly plan: Plan; readonly files: Files; readonly problems: MergeProblem[] },
): ShardFolder[] {
  const { plan, files, problems } = against
  return paths.flatMap((path) => {
    const manifest = readManifest(files, path)
    if (!manifest.ok) {
      problems.push({ code: "folder-unreadable", path, detail: manifest.error })
      return []
    }
    const { planDigest: found, shard } = manifest.value
    if (found !== plan.digest) {
      problems.push({ code: "folder-foreign", path, expected: plan.digest, found })
      return []
    }
    if (!plan.shards.some((planned) => planned.shard === shard)) {
      const detail = `its manifest names shard ${shard}, which the plan does not have`
      problems.push({ code: "folder-unreadable", path, detail })
      return []
    }
    return [{ path, manifest: manifest.value }]
  })
}

/** The folders of one shard, one for each attempt of the run, oldest first. */
function attemptsOf(
  shard: number,
  from: {
    readonly folders: readonly ShardFolder[]
    readonly files: Files
    readonly problems: MergeProblem[]
  },
): ShardFolder[] {
  const { folders, files, problems } = from
  const byAttempt = new Map<number, ShardFolder[]>()
  for (const folder of folders) {
    if (folder.manifest.shard !== shard) continue
    const { attempt } = folder.manifest
    byAttempt.set(attempt, [...(byAttempt.get(attempt) ?? []), folder])
  }
  const chosen = [...byAttempt].map(([attempt, same]) => {
    const distinct = distinctJournals(same, files)
    if (distinct.length > 1) {
      problems.push({
        code: "folder-duplicate",
        shard,
        attempt,
        paths: distinct.map(({ path }) => path),
      })
    }
    return { attempt, folder: distinct[0] }
  })
  return chosen
    .sort((a, b) => a.attempt - b.attempt)
    .flatMap(({ folder }) => (folder === undefined ? [] : [folder]))
}

/** One folder for each content of the journal: the same upload may have arrived twice. */
function distinctJournals(folders: readonly ShardFolder[], files: Files): ShardFolder[] {
  if (folders.length === 1) return [...folders]
  const seen = new Map<string, ShardFolder>()
  for (const folder of folders) {
    const digest = files.sha256(`${folder.path}/${JOURNAL_FILE}`)
    const key = digest.ok ? digest.value : ""
    if (!seen.has(key)) seen.set(key, folder)
  }
  return [...seen.values()]
}
