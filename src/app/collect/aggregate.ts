/**
 * Use case: shard folders, from anywhere and in any state, are merged against the plan.
 * Folders are chosen by the manifests inside them, never by name, date or order.
 */
import type { Failure } from "../../core/problems/failure.ts"
import type { MergeProblem } from "../../core/problems/merge-problem.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { CountedClaims } from "../../events/counted-claims.ts"
import type { RunEvent } from "../../events/event.ts"
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
  /** The plan; where workers shared a queue, with a shard for each, as they have divided it. */
  readonly plan: Plan
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
  const queued = queuedOf(folders, problems)
  const shards = queued?.shards ?? plan.shards.map(({ shard }) => shard)
  const attempts = new Map(
    shards.map((shard) => [
      shard,
      attemptsOf(shard, { folders: queued?.folders ?? folders, files, problems }),
    ]),
  )
  const read = ({ path, manifest }: ShardFolder, apply: (event: RunEvent) => void) =>
    readJournal(files.readLines(`${path}/${JOURNAL_FILE}`), {
      ...{ shard: manifest.shard, owner: manifest, apply },
    })
  const claims = new CountedClaims()
  if (queued !== null) {
    for (const folder of [...attempts.values()].flat()) {
      read(folder, (event) => {
        claims.note(event)
      })
    }
  }
  const fold = new RunFold()
  const used = new Map<string, string>()
  for (const [shard, all] of attempts) {
    const readings = all.map((folder) => {
      used.set(`${shard} ${folder.manifest.attempt}`, folder.path)
      const counted = queued === null ? (event: RunEvent) => event : claims.reader()
      return read(folder, (event) => {
        const kept = counted(event)
        if (kept !== null) fold.apply(kept)
      })
    })
    // What an earlier attempt of the run lacks, the newest one has made up for, or has not.
    const newest: JournalReading | undefined = readings.at(-1)
    // What a killed worker of a queue has not written, another one has run.
    const isCut = queued !== null && newest?.continuable === true
    if (newest !== undefined && newest.torn !== null && !isCut) {
      problems.push({ code: "journal-torn", shard, detail: newest.torn })
    }
  }
  const of: RunFolders["of"] = ({ shard, runAttempt }) => used.get(`${shard} ${runAttempt}`) ?? null
  const divided = queued === null ? plan : dividedPlan(plan, shards, claims.homes())
  return ok({ plan: divided, state: fold.state, problems, folders: { all: used.values(), of } })
}

/** The folders of the workers of one queue, and their numbers; null where no queue was shared. */
function queuedOf(
  folders: readonly ShardFolder[],
  problems: MergeProblem[],
): { readonly folders: readonly ShardFolder[]; readonly shards: readonly number[] } | null {
  const queue = folders.find(({ manifest }) => manifest.queue !== undefined)?.manifest.queue
  if (queue === undefined) return null
  const own = folders.filter(({ path, manifest }) => {
    if (manifest.queue === queue) return true
    const found = manifest.queue === undefined ? "no queue" : `the queue ${manifest.queue}`
    const detail = `it is of ${found}, other folders are of the queue ${queue}`
    problems.push({ code: "folder-unreadable", path, detail })
    return false
  })
  const shards = [...new Set(own.map(({ manifest }) => manifest.shard))].sort((a, b) => a - b)
  return { folders: own, shards }
}

/** The plan as workers have divided it; what has no result that counts is in no shard. */
function dividedPlan(
  plan: Plan,
  shards: readonly number[],
  homes: ReadonlyMap<string, number>,
): Plan {
  const [only] = plan.shards
  if (only === undefined) return plan
  const lists = new Map<number, string[]>(shards.map((shard) => [shard, []]))
  for (const { scenarios } of plan.shards) {
    for (const id of scenarios) lists.get(homes.get(id) ?? 0)?.push(id)
  }
  return {
    ...plan,
    shards: shards.map((shard) => ({ ...only, shard, scenarios: lists.get(shard) ?? [] })),
  }
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
    const isWorker = manifest.value.queue !== undefined
    if (!isWorker && !plan.shards.some((planned) => planned.shard === shard)) {
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
