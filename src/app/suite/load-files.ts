/**
 * Reading the files of a suite: what cannot be read is a diagnostic with a place.
 */
import { dirname, join, normalize } from "node:path/posix"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Location, SourceFile } from "../../core/text/source.ts"
import type { FileProblem, Files } from "../../ports/files.ts"

/** A suite file may have so many bytes. */
const MAX_SUITE_BYTES = 1 << 20
/** So much of a script is read; its header must end before. */
const HEAD_BYTES = 1 << 16

interface ReadRequest {
  readonly files: Files
  /** Absolute. */
  readonly root: string
  /** Relative to the root. */
  readonly path: string
  /** Where the file is named; null for the main file. */
  readonly from: Location | null
}

/** The folder of the checkout that a folder belongs to: the next one with `.git`, else itself. */
export function checkoutOf(files: Files, root: string): string {
  for (let at = root; ; at = dirname(at)) {
    if (files.exists(join(at, ".git"))) return at
    if (at === dirname(at)) return root
  }
}

/** Reads a suite file. */
export function readSuiteFile(
  request: ReadRequest & {
    /** Absolute; a link may not lead out of it. */
    readonly within: string
  },
): Result<SourceFile, Diagnostic> {
  const { files, path } = request
  const absolute = absolutePath(request.root, path)
  if (leavesBy(files, { path: absolute, within: request.within })) {
    const message = `\`${path}\` is a link that leads out of the repository`
    const hint = "files there are not read: put a copy in its place"
    return err(errorAt(placeOf(request), { code: "file/link", message, hint }))
  }
  const size = files.exists(absolute) ? files.sizeBytes(absolute) : null
  if (size !== null && size > MAX_SUITE_BYTES) {
    const message = `\`${path}\` has ${size} bytes; a suite file may have ${MAX_SUITE_BYTES}`
    const hint = "split it, or generate scenarios with `strategy.matrix`"
    return err(errorAt(placeOf(request), { code: "file/too-large", message, hint }))
  }
  const text = files.readText(absolute)
  return text.ok ? ok(sourceOf(path, text.value)) : err(unreadable(request, text.error))
}

/** Reads the start of a script. */
export function readScriptHead(request: ReadRequest): Result<SourceFile, Diagnostic> {
  const text = request.files.readHead(absolutePath(request.root, request.path), HEAD_BYTES)
  return text.ok ? ok(sourceOf(request.path, text.value)) : err(unreadable(request, text.error))
}

/** True for a path in the folder whose links lead out of it. A path outside was named on purpose. */
function leavesBy(
  files: Files,
  { path, within }: { readonly path: string; readonly within: string },
): boolean {
  const inside = (one: string, folder: string) => one.startsWith(`${folder.replace(/\/$/u, "")}/`)
  if (!inside(normalize(path), normalize(within))) return false
  const real = files.realPath(path)
  const realWithin = files.realPath(within)
  return real !== null && realWithin !== null && !inside(real, realWithin)
}

/** A path below the root as the file system knows it. */
export function absolutePath(root: string, path: string): string {
  return path.startsWith("/") ? path : `${root}/${path}`
}

/** Columns are counted without a byte order mark. */
function sourceOf(path: string, text: string): SourceFile {
  return { path, text: text.startsWith("\uFEFF") ? text.slice(1) : text }
}

function unreadable(request: ReadRequest, problem: FileProblem): Diagnostic {
  const { path } = request
  const location = placeOf(request)
  if (problem.code === "EILSEQ") {
    const message = `\`${path}\` is not UTF-8 text`
    return errorAt(location, { code: "file/not-text", message, hint: "save it as UTF-8" })
  }
  const message = `\`${path}\` cannot be read: ${reasonOf(problem)}`
  return errorAt(location, { code: "file/unreadable", message })
}

/** Says that a suite file is included under too many paths. */
export function tooManyReadings(
  path: string,
  { count, from }: { readonly count: number; readonly from: Location },
): Diagnostic {
  const message = `\`${path}\` is a link to a suite file that is already included ${count} times`
  return errorAt(from, { code: "file/link", message })
}

/** Why a file could not be read, in words. */
export function reasonOf(problem: FileProblem): string {
  // What is not a regular file, or too large, is named by its reader.
  if (problem.code === "EINVAL" || problem.code === "EFBIG") return problem.message
  return problem.code === "EILSEQ"
    ? "it is not UTF-8 text"
    : (REASONS[problem.code] ?? problem.code)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "there is no permission to read it",
  EPERM: "there is no permission to read it",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENOTDIR: "a part of its path is not a folder",
}

function placeOf({ path, from }: ReadRequest): Location {
  return from ?? { file: { path, text: "" }, range: { start: 0, end: 0 } }
}
