/**
 * Artifacts in memory, with the service's rules: names are unique within an attempt and stay taken
 * after a failed upload, ids fall from attempt to attempt. Folders and files are real.
 */
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { err, ok, type Result } from "../../../src/core/problems/result.ts"
import type {
  ArtifactEntry,
  ArtifactProblem,
  ArtifactProblemReason,
  ArtifactStore,
  Uploaded,
} from "../../../src/ports/artifacts.ts"

interface StoredArtifact extends ArtifactEntry {
  readonly digest: string
  readonly attempt: number
  readonly retentionDays: number
  readonly contents: ReadonlyMap<string, Buffer>
  readonly visible: boolean
}

type Operation = "upload" | "list" | "download" | "remove"

/** The artifacts of one run, as several attempts share them. */
export interface MemoryArtifacts {
  /** The store as a job of that attempt sees it. */
  storeOf(attempt: number): ArtifactStore
  /** The next operation of that kind fails; a failed upload burns its name. */
  failNext(operation: Operation, reason: ArtifactProblemReason): void
  /** Puts an artifact there as another job could. */
  plant(artifact: {
    readonly attempt: number
    readonly name: string
    readonly contents: Readonly<Record<string, string>>
  }): void
  /** Names in the order of their uploads, failed ones included. */
  readonly uploads: readonly string[]
}

/** A new run without artifacts. */
export function memoryArtifacts(): MemoryArtifacts {
  const stored: StoredArtifact[] = []
  let madeSoFar = 0
  const uploads: string[] = []
  const failures: { operation: Operation; reason: ArtifactProblemReason }[] = []

  const takeFailure = (operation: Operation): ArtifactProblem | null => {
    const index = failures.findIndex((failure) => failure.operation === operation)
    const [failure] = index === -1 ? [] : failures.splice(index, 1)
    return failure === undefined ? null : { reason: failure.reason, message: "told to fail" }
  }

  const put = (
    made: Pick<StoredArtifact, "attempt" | "name" | "contents" | "retentionDays" | "visible">,
  ): StoredArtifact => {
    const hash = createHash("sha256")
    let sizeBytes = 0
    for (const [path, content] of made.contents) {
      hash.update(`${path}\0${content.length}\0`).update(content)
      sizeBytes += content.length
    }
    const id = 5_000_000_000 - made.attempt * 10_000 + madeSoFar++
    const one = { ...made, id, sizeBytes, digest: `sha256:${hash.digest("hex")}` }
    stored.push(one)
    return one
  }

  const upload = (
    request: Pick<StoredArtifact, "attempt" | "name" | "retentionDays"> & {
      readonly paths: readonly (readonly [string, string])[]
    },
  ): Result<Uploaded, ArtifactProblem> => {
    const { attempt, name, retentionDays, paths } = request
    uploads.push(name)
    if (name === "" || /["<>|*?:\r\n\\/]/u.test(name)) return problem("other", "bad name")
    const missing = paths.find(([, path]) => !existsSync(path))
    if (paths.length === 0 || missing !== undefined) return problem("other", "no such file")
    const strange = paths.find(([inside]) => /["<>|*?:\r\n]/u.test(inside))
    if (strange !== undefined) return problem("other", `the path ${strange[0]} is not valid`)
    const taken = stored.some((one) => one.attempt === attempt && one.name === name)
    if (taken) return problem("conflict", "the name is taken")
    const contents = new Map(paths.map(([inside, path]) => [inside, readFileSync(path)]))
    const failure = takeFailure("upload")
    if (failure !== null) {
      put({ attempt, name, retentionDays, contents, visible: false })
      return err(failure)
    }
    const made = put({ attempt, name, retentionDays, contents, visible: true })
    return ok({ id: made.id, sizeBytes: made.sizeBytes, digest: made.digest })
  }

  const storeOf = (attempt: number): ArtifactStore => ({
    upload: async ({ name, files, rootDirectory, retentionDays }) => {
      const paths = files.map((path) => [relative(rootDirectory, path), path] as const)
      if (paths.some(([inside]) => inside.startsWith(".."))) return problem("other", "not below")
      return upload({ attempt, name, retentionDays, paths })
    },
    uploadRaw: async ({ file, retentionDays }) =>
      upload({ attempt, name: basename(file), retentionDays, paths: [[basename(file), file]] }),
    list: async () => {
      const failure = takeFailure("list")
      if (failure !== null) return err(failure)
      return ok(stored.filter((one) => one.visible && one.attempt <= attempt).map(toEntry))
    },
    download: async (entry, toFolder) => {
      const failure = takeFailure("download")
      if (failure !== null) return err(failure)
      const found = stored.find((one) => one.visible && one.id === entry.id)
      if (found === undefined || found.attempt > attempt) return problem("not-found", "no such id")
      if (entry.digest !== null && entry.digest !== found.digest) {
        return problem("digest-mismatch", "the digest differs")
      }
      for (const [path, content] of found.contents) {
        mkdirSync(dirname(join(toFolder, path)), { recursive: true })
        writeFileSync(join(toFolder, path), content)
      }
      return ok(undefined)
    },
    remove: async (name) => {
      const failure = takeFailure("remove")
      if (failure !== null) return err(failure)
      const at = stored.findIndex(
        (one) => one.visible && one.attempt === attempt && one.name === name,
      )
      if (at === -1) return problem("not-found", "no such name")
      stored.splice(at, 1)
      return ok(undefined)
    },
  })

  return {
    storeOf,
    failNext: (operation, reason) => {
      failures.push({ operation, reason })
    },
    plant: ({ attempt, name, contents }) => {
      const buffers = Object.entries(contents).map(
        ([path, text]) => [path, Buffer.from(text)] as const,
      )
      put({ attempt, name, retentionDays: 1, contents: new Map(buffers), visible: true })
    },
    uploads,
  }
}

function problem(reason: ArtifactProblemReason, message: string): Result<never, ArtifactProblem> {
  return err({ reason, message })
}

function toEntry({ name, id, sizeBytes, digest }: StoredArtifact): ArtifactEntry {
  return { name, id, sizeBytes, digest }
}
