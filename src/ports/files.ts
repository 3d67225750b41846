import type { Result } from "../core/problems/result.ts"

/** Why a file operation failed: the operating system's code (`ENOENT`, `EACCES`, …) and its words. */
export interface FileProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** One end of an open file that lines are appended to. */
export interface Appender {
  /** Returns only after the operating system has taken the text, or nothing of it. */
  append(text: string): Result<void, FileProblem>
  /** Returns when the disk has all that was appended. */
  sync(): Result<void, FileProblem>
  /** Resolves then, and keeps nobody waiting. */
  syncBeside(): Promise<Result<void, FileProblem>>
  close(): void
}

/** What stands in the way of a file that a pattern would find. */
export interface SearchProblem {
  /** Relative to the folder that was searched. */
  readonly path: string
  /**
   * Of a link: it leads `nowhere`, in a `circle` or `outside` of what may be read, or there are
   * `too-many` to folders. Of anything: it is no plain file (`special`) or may not be read.
   */
  readonly reason: "nowhere" | "circle" | "outside" | "too-many" | "special" | "unreadable"
}

/** What a search finds. */
export interface SearchResult {
  /** Relative to the folder with `/`, sorted. */
  readonly files: readonly string[]
  readonly problems: readonly SearchProblem[]
}

/**
 * The file system. Paths are absolute or relative to the working directory; results use `/`. Only plain
 * files are read and written: anything else in the place of one is a problem at once, and nothing is
 * waited for. Reading follows links, writing and removing do not.
 */
export interface Files {
  readText(path: string): Result<string, FileProblem>
  /** At most `bytes` bytes from the end, decoded leniently, and the file's size. */
  readTail(
    path: string,
    bytes: number,
  ): Result<{ readonly text: string; readonly sizeBytes: number }, FileProblem>
  /** At most `bytes` bytes from the start, decoded leniently. */
  readHead(path: string, bytes: number): Result<string, FileProblem>
  /** At most `bytes` bytes from an offset on, decoded leniently. */
  readPart(path: string, offset: number, bytes: number): Result<string, FileProblem>
  /** The whole lines among at most `bytes` bytes from an offset on, and how many bytes they take. */
  readWholeLines(
    path: string,
    offset: number,
    bytes: number,
  ): Result<{ readonly text: string; readonly bytes: number }, FileProblem>
  /**
   * The lines of a file of any size. Returns why there are no more where that is not its end: it cannot
   * be read, or has a line longer than any that this program writes (`EFBIG`).
   */
  readLines(path: string): Iterable<string, FileProblem | null>
  /**
   * The lines of a part of a file in which an ASCII pattern is found, of long ones the first 64 KiB. They
   * end at a line feed or a carriage return, which the pattern sees before and behind them.
   */
  findLines(
    path: string,
    search: { readonly pattern: RegExp; readonly from: number; readonly bytes?: number },
  ): Iterable<string>
  /** Why nothing can be written under a name: a link or something special has it. Null where nothing has. */
  placeProblem(path: string): string | null
  sizeBytes(path: string): number | null
  /** Differs from an earlier one when the file is another or was changed; null when there is none. */
  stamp(path: string): string | null
  exists(path: string): boolean
  isDirectory(path: string): boolean
  /** True for a plain file that its owner may execute. */
  isExecutable(path: string): boolean
  /** Names in a folder, sorted by code unit; empty when there is none. */
  list(path: string): readonly string[]
  /**
   * Writes under a temporary name and renames, so that nobody sees half a file. What is `durable` is
   * on the disk when the call returns, under its name.
   */
  writeAtomic(
    path: string,
    text: string | Iterable<string | Uint8Array>,
    how?: { readonly durable?: boolean },
  ): Result<void, FileProblem>
  /** Writes a file that nobody looks at before the call has returned. */
  writeText(path: string, text: string): Result<void, FileProblem>
  /** The same where the folder must be one itself: with a link in its place it is a problem (`ELOOP`). */
  writeNoLink(path: string, text: string): Result<void, FileProblem>
  /** Creates the folder and its parents. */
  makeDirectory(path: string): Result<void, FileProblem>
  /**
   * Removes a file, a link or a whole folder; nothing there is fine. What links lead to and what is
   * mounted in it stays.
   */
  remove(path: string): void
  /** Removes the plain files and links in a folder; false when anything else is or stays there. */
  empty(path: string): boolean
  /** Which folder it is: differs when another has its place. Null where none is, or a link. */
  folderId(path: string): string | null
  isLink(path: string): boolean
  openAppender(path: string): Result<Appender, FileProblem>
  /** Copies a file's bytes to the end of another, at most `maxBytes` of them (first and last half). */
  appendFile(from: string, to: string, maxBytes: number): Result<void, FileProblem>
  /** Replaces every occurrence of the texts, of four characters or more; in how many places. */
  replaceInFile(path: string, texts: readonly string[], by: string): Result<number, FileProblem>
  /**
   * Copies a file that somebody else named and says how many bytes it had: only a plain one, only
   * from below `within`, no larger than `maxBytes` (`EFBIG`). Links are never followed.
   */
  copyPlain(
    from: string,
    to: string,
    bounds: { readonly within: string; readonly maxBytes: number },
  ): Result<number, FileProblem>
  /** Whether it is a plain file that can be read; a link is none. */
  checkPlain(path: string): Result<void, FileProblem>
  /** Gives such a file a second name; where a file system has none it is copied. */
  linkPlain(from: string, to: string): Result<void, FileProblem>
  /** Paths of files below `root` that match, relative to it with `/`, sorted; patterns with `!` exclude. Not through links. */
  glob(root: string, patterns: readonly string[]): readonly string[]
  /** Like `glob`, but follows links that stay below `within`; what it could not follow is told. */
  search(
    root: string,
    patterns: readonly string[],
    bounds: { readonly within: string },
  ): SearchResult
  /** The path without links; null when there is nothing. */
  realPath(path: string): string | null
  /** Digest of the file's bytes as 64 hex digits. */
  sha256(path: string): Result<string, FileProblem>
}

/** Digest of a text, or of pieces of one, in UTF-8 as 64 hex digits. */
export type Sha256 = (text: string | Iterable<string | Uint8Array>) => string
