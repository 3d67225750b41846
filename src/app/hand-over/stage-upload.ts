/**
 * What of a folder can be uploaded, and under which names: the artifact client refuses everything for
 * one file that it does not like, so no such file ever reaches it.
 */
import { portablePaths } from "../../core/text/portable-path.ts"
import type { FileProblem, Files } from "../../ports/files.ts"
import { BALLAST_FILE } from "../folder/ballast.ts"
import { CLAIM_PATTERN } from "../folder/claim-folder.ts"

/** The file in an artifact that says what files with another name there were called. */
const NAMES_FILE = "renamed.json"

/** What of a run's folder is a result: all but what its engine alone needs. */
export const HANDED_OVER: readonly string[] = ["**", `!${CLAIM_PATTERN}`, `!${BALLAST_FILE}`]

/** A file that is uploaded. */
export interface StagedFile {
  /** Relative to the folder, as it is called there. */
  readonly path: string
  /** Its path for the upload, absolute. */
  readonly staged: string
}

/** What is uploaded of a folder. */
export interface StagedFolder {
  readonly root: string
  readonly files: readonly StagedFile[]
  /** What is not uploaded and what has another name, for people. */
  readonly notes: readonly string[]
  /** To be called when the upload is over. */
  clear(): void
}

/** Looks at every file of a folder. Where names must differ the upload is of a second folder of links. */
export function stageUpload(folder: string, files: Files): StagedFolder {
  const patterns = [...HANDED_OVER, `!${NAMES_FILE}`]
  const notes: string[] = []
  const leaveOut = (path: string, { message }: FileProblem): void => {
    notes.push(`not uploaded: ${path}: ${message}`)
  }
  const plain = files.glob(folder, patterns).filter((path) => {
    const checked = files.checkPlain(`${folder}/${path}`)
    if (!checked.ok) leaveOut(path, checked.error)
    return checked.ok
  })
  const names = portablePaths(plain)
  if (plain.every((path) => names.get(path) === path)) {
    const all = plain.map((path) => ({ path, staged: `${folder}/${path}` }))
    return { root: folder, files: all, notes, clear: () => undefined }
  }
  const root = `${folder}.upload`
  files.remove(root)
  const staged: StagedFile[] = []
  const renamed: Record<string, string> = {}
  for (const [path, name] of names) {
    const linked = files.linkPlain(`${folder}/${path}`, `${root}/${name}`)
    if (!linked.ok) {
      leaveOut(path, linked.error)
      continue
    }
    staged.push({ path, staged: `${root}/${name}` })
    if (name === path) continue
    renamed[name] = path
    notes.push(`uploaded as ${name}: ${path}`)
  }
  const record = `${root}/${NAMES_FILE}`
  const written = files.writeAtomic(record, `${JSON.stringify(renamed, null, 2)}\n`)
  if (written.ok) staged.push({ path: NAMES_FILE, staged: record })
  else leaveOut(NAMES_FILE, written.error)
  return {
    root,
    files: staged,
    notes,
    clear: () => {
      files.remove(root)
    },
  }
}
