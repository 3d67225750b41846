/** The destination of text for people and data for programs. */
export interface Console {
  /**
   * A line for people, on stderr. If it cannot be written, it is dropped. The call never blocks.
   */
  info(line: string): void
  /** Requested data, on stdout, unchanged. */
  data(text: string): void
  /** Why data could not be written; null if all was written or the reader closed the pipe. */
  unwritten(): string | null
  /** Columns of the terminal; null if it is not a terminal. */
  readonly columns: number | null
  readonly color: boolean
}

/** The terminal that people look at. */
export interface Screen {
  size(): { readonly columns: number; readonly rows: number }
  /** Whether everything written is shown; a stopped terminal shows nothing. */
  ready(): boolean
  /** Writes text with its control sequences, without waiting until it is shown. */
  write(text: string): void
  /** Calls back when the size has changed; the returned function stops listening. */
  onResize(call: () => void): () => void
}
