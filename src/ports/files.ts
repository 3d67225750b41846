import type { Result } from "../core/problems/result.ts"

/** Why a file operation failed: the operating system's code (`ENOENT`, `EACCES`, …) and its words. */
export interface FileProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

/** One end of an open file that lines are appended to. */
export interface Appender {
  /** Returns only after the operating system has taken all of the text or none of it. */
  append(text: string): Result<void, FileProblem>
  /** Returns when everything appended is on the disk. */
  sync(): Result<void, FileProblem>
  /** The same as a promise; it does not block. */
  syncBeside(): Promise<Result<void, FileProblem>>
  close(): void
}

/** Why a file that a pattern would find cannot be used. */
export interface SearchProblem {
  /** Relative to the folder that was searched. */
  readonly path: string
  /**
   * For a link: it leads `nowhere`, in a `circle` or `outside` of the readable area, or there are
   * `too-many` links to folders. For anything: it is not a regular file (`special`) or is not
   * readable.
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
 * The file system. Paths are absolute or relative to the working directory; results use `/`. Only
 * regular files are read and written; anything else is an immediate error and never blocks. Reading
 * follows links; writing and removing do not.
 */
export interface Files {
  readText(path: string): Result<string, FileProblem>
  /** At most `bytes` bytes from the end, with invalid UTF-8 replaced, and the file's size. */
  readTail(
    path: string,
    bytes: number,
  ): Result<{ readonly text: string; readonly sizeBytes: number }, FileProblem>
  /** At most `bytes` bytes from the start, with invalid UTF-8 replaced. */
  readHead(path: string, bytes: number): Result<string, FileProblem>
  /** At most `bytes` bytes from an offset, with invalid UTF-8 replaced. */
  readPart(path: string, offset: number, bytes: number): Result<string, FileProblem>
  /** The whole lines among at most `bytes` bytes from an offset on, and how many bytes they take. */
  readWholeLines(
    path: string,
    offset: number,
    bytes: number,
  ): Result<{ readonly text: string; readonly bytes: number }, FileProblem>
  /**
   * The lines of a file of any size. Returns the reason if they stop before the end: the file
   * cannot be read, or a line is longer than any that this program writes (`EFBIG`).
   */
  readLines(path: string): Iterable<string, FileProblem | null>
  /** The bytes of a plain file of any size, in pieces, not through a link. Returns why it stopped before the end. */
  readPieces(path: string): Generator<Uint8Array, FileProblem | null>
  /**
   * The lines of a part of a file in which an ASCII pattern is found, of long ones the first 64 KiB. They
   * end at a line feed or a carriage return, which the pattern sees before and behind them.
   */
  findLines(
    path: string,
    search: { readonly pattern: RegExp; readonly from: number; readonly bytes?: number },
  ): Iterable<string>
  /** Why a name cannot be written: it is a link or a special file. Null if it can. */
  placeProblem(path: string): string | null
  sizeBytes(path: string): number | null
  /**
   * Calls when the file has changed, until the returned function is called; null where the system does not
   * tell. It may miss changes that are made by another machine.
   */
  watch?(path: string, onChange: () => void): (() => void) | null
  /** A stamp that changes when the file is replaced or changed; null if there is none. */
  stamp(path: string): string | null
  exists(path: string): boolean
  isDirectory(path: string): boolean
  /** True for a regular file that its owner may execute. */
  isExecutable(path: string): boolean
  /** Names in a folder, sorted by code unit; empty if there is no folder. */
  list(path: string): readonly string[]
  /**
   * Writes under a temporary name and renames, so that readers never see half a file. With
   * `durable`, the file is on the disk under its name when the call returns.
   */
  writeAtomic(
    path: string,
    text: string | Iterable<string | Uint8Array>,
    how?: { readonly durable?: boolean },
  ): Result<void, FileProblem>
  /** Writes a file directly, for files that are not read during the call. */
  writeText(path: string, text: string): Result<void, FileProblem>
  /** The same, but the folder must not be a link (`ELOOP`). */
  writeNoLink(path: string, text: string): Result<void, FileProblem>
  /** Creates the folder and its parents. */
  makeDirectory(path: string): Result<void, FileProblem>
  /**
   * Removes a file, a link or a whole folder; a missing one is not an error. Targets of links and
   * mounted file systems stay.
   */
  remove(path: string): void
  /**
   * Removes the regular files and links in a folder; false if anything else is there or remains.
   */
  empty(path: string): boolean
  /**
   * The identity of a folder: it changes when another folder replaces it. Null for no folder or a
   * link.
   */
  folderId(path: string): string | null
  isLink(path: string): boolean
  openAppender(path: string): Result<Appender, FileProblem>
  /** Copies a file's bytes to the end of another, at most `maxBytes` of them (first and last half). */
  appendFile(from: string, to: string, maxBytes: number): Result<void, FileProblem>
  /** Replaces every occurrence of the texts, of four characters or more; in how many places. */
  replaceInFile(path: string, texts: readonly string[], by: string): Result<number, FileProblem>
  /**
   * Copies a file with a foreign name and returns its size: only a regular file, only below
   * `within`, at most `maxBytes` (`EFBIG`). Links are never followed.
   */
  copyPlain(
    from: string,
    to: string,
    bounds: { readonly within: string; readonly maxBytes: number },
  ): Result<number, FileProblem>
  /** Whether it is a readable regular file, not a link. */
  checkPlain(path: string): Result<void, FileProblem>
  /**
   * Gives such a file a second name (a hard link), or copies it if the file system has no hard
   * links.
   */
  linkPlain(from: string, to: string): Result<void, FileProblem>
  /** Paths of files below `root` that match, relative to it with `/`, sorted; patterns with `!` exclude. Not through links. */
  glob(root: string, patterns: readonly string[]): readonly string[]
  /**
   * Like `glob`, but follows links that stay below `within`; it also returns those that it could
   * not follow.
   */
  search(
    root: string,
    patterns: readonly string[],
    bounds: { readonly within: string },
  ): SearchResult
  /** The path without links; null if it does not exist. */
  realPath(path: string): string | null
  /** Digest of the file's bytes as 64 hex digits. */
  sha256(path: string): Result<string, FileProblem>
}

/** Compresses a text, as UTF-8, by raw deflate, and gives the bytes in base64. */
export type Pack = (text: string) => string

/** Digest of a text, or of pieces of one, in UTF-8 as 64 hex digits. */
export type Sha256 = (text: string | Iterable<string | Uint8Array>) => string
