/**
 * Reading the files of a suite: what cannot be read is a diagnostic with a place.
 */
import type { Diagnostic } from "../core/diagnostic.ts"
import { err, ok, type Result } from "../core/result.ts"
import type { Location, SourceFile } from "../core/source.ts"
import type { FileProblem, Files } from "../ports/files.ts"

/** A suite file may have so many bytes. */
export const MAX_SUITE_BYTES = 1 << 20
/** So much of a script is read; its header must end before. */
export const HEAD_BYTES = 1 << 16

interface ReadRequest {
  readonly files: Files
  /** Absolute. */
  readonly root: string
  /** Relative to the root. */
  readonly path: string
  /** Where the file is named; null for the main file. */
  readonly from: Location | null
}

/** Reads a suite file. */
export function readSuiteFile(request: ReadRequest): Result<SourceFile, Diagnostic> {
  const { files, path } = request
  const absolute = absolutePath(request.root, path)
  const size = files.exists(absolute) ? files.sizeBytes(absolute) : null
  if (size !== null && size > MAX_SUITE_BYTES) {
    const message = `\`${path}\` has ${size} bytes; a suite file may have ${MAX_SUITE_BYTES}`
    const hint = "split it, or generate scenarios with `strategy.matrix`"
    return err({ ...problemAt(request), code: "file/too-large", message, hint })
  }
  const text = files.readText(absolute)
  return text.ok ? ok(sourceOf(path, text.value)) : err(unreadable(request, text.error))
}

/** Reads the start of a script. */
export function readScriptHead(request: ReadRequest): Result<SourceFile, Diagnostic> {
  const text = request.files.readHead(absolutePath(request.root, request.path), HEAD_BYTES)
  return text.ok ? ok(sourceOf(request.path, text.value)) : err(unreadable(request, text.error))
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
  if (problem.code === "EILSEQ") {
    const message = `\`${path}\` is not UTF-8 text`
    return { ...problemAt(request), code: "file/not-text", message, hint: "save it as UTF-8" }
  }
  const message = `\`${path}\` cannot be read: ${reasonOf(problem)}`
  return { ...problemAt(request), code: "file/unreadable", message }
}

/** Why a file could not be read, in words. */
export function reasonOf(problem: FileProblem): string {
  return problem.code === "EILSEQ"
    ? "it is not UTF-8 text"
    : (REASONS[problem.code] ?? problem.code)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "reading it is not allowed",
  EPERM: "reading it is not allowed",
  EISDIR: "it is a folder",
  ELOOP: "its links lead in a circle",
  ENOTDIR: "a part of its path is not a folder",
}

function problemAt(request: ReadRequest): Pick<Diagnostic, "severity" | "location"> {
  const { path, from } = request
  const start = { file: { path, text: "" }, range: { start: 0, end: 0 } }
  return { severity: "error", location: from ?? start }
}
