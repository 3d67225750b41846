/**
 * Files of an attempt that are kept: copied into the run's folder, so many and so large, and never
 * from outside of the workspace.
 */
import type { Json } from "../../core/json/json.ts"
import type { ArtifactsSpec } from "../../formats/run-specs.ts"
import type { Files } from "../../ports/files.ts"
import type { StatusFacts } from "../../scenario/expressions/expression.ts"
import { leavesFolder } from "../../scenario/keys/artifacts.ts"
import { evaluateHookCondition } from "../request/condition.ts"
import { mapTexts, renderWith } from "../request/render-text.ts"

/** Where in a run's folder they lie. */
export const KEPT_FOLDER = "artifacts"

/** Files of one attempt that are kept. */
export const MAX_FILES = 500

/** Bytes of one attempt that are kept. */
const MAX_BYTES = 100 << 20

/** Whose files are collected, and where to. */
export interface Collecting {
  readonly specs: readonly ArtifactsSpec[]
  /** Where the patterns begin; absolute. */
  readonly cwd: string
  /** What no file may lie outside of; absolute. */
  readonly root: string
  /** The run's folder, and the place for these files relative to it. */
  readonly folder: string
  readonly into: string
  readonly status: StatusFacts
  readonly contexts: () => Readonly<Record<string, Json>>
}

/** What was kept, and why other things were not. */
export interface Collected {
  /** Relative to the run's folder. */
  readonly files: readonly string[]
  readonly notes: readonly string[]
}

/** Copies what the patterns find. */
export function collectArtifacts(collecting: Collecting, files: Files): Collected {
  const { cwd, root, folder, into } = collecting
  const notes: string[] = []
  const found = new Set<string>()
  for (const spec of collecting.specs) {
    const patterns = patternsOf(spec, { ...collecting, notes })
    if (patterns.length === 0) continue
    for (const path of files.glob(cwd, [...patterns, ...ownFolders(cwd, folder)])) found.add(path)
  }
  const kept: string[] = []
  let room = MAX_BYTES
  let left = 0
  for (const path of found) {
    if (kept.length === MAX_FILES) {
      left += 1
      continue
    }
    const to = `${into}/${path}`
    const copied = files.copyPlain(`${cwd}/${path}`, `${folder}/${to}`, {
      within: root,
      maxBytes: room,
    })
    if (copied.ok) {
      kept.push(to)
      room -= copied.value
    } else if (copied.error.code === "EFBIG") left += 1
    else notes.push(`the artifact ${path} was not kept: ${copied.error.message}`)
  }
  if (left > 0) {
    notes.push(
      `${left} artifacts were not kept: an attempt keeps ${MAX_FILES} files and ${MAX_BYTES >> 20} MiB`,
    )
  }
  return { files: kept, notes }
}

/** What a run writes itself is no artifact of an attempt. */
function ownFolders(cwd: string, folder: string): readonly string[] {
  const own = ["!**/.parallel-smoke/**"]
  return folder.startsWith(`${cwd}/`) ? [...own, `!${folder.slice(cwd.length + 1)}/**`] : own
}

function patternsOf(
  spec: ArtifactsSpec,
  by: Pick<Collecting, "status" | "contexts"> & { readonly notes: string[] },
): readonly string[] {
  const { status, contexts, notes } = by
  if (spec.if !== null) {
    const go = evaluateHookCondition(spec.if, { status, contexts: contexts() })
    if (typeof go === "string") notes.push(`artifacts: ${go}`)
    if (go !== true) return []
  }
  const rendered = mapTexts(spec.paths, "artifacts.paths", renderWith(contexts))
  if (!rendered.ok) {
    notes.push(`artifacts: ${rendered.error}`)
    return []
  }
  const outside = rendered.value.filter(leavesFolder)
  for (const pattern of outside) notes.push(`artifacts: ${pattern} leaves the working directory`)
  return rendered.value.filter((pattern) => !leavesFolder(pattern))
}
