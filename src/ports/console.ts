/** Where text for people and data for programs goes. */
export interface Console {
  /**
   * A line for people, on stderr; where it cannot be written, nobody reads it, and nothing else. It is
   * never waited for.
   */
  info(line: string): void
  /** Data that was asked for, on stdout, as it is. */
  data(text: string): void
  /** Why data could not be written; null while all was, or its reader did not want the rest. */
  unwritten(): string | null
  /** Columns of the terminal, or null when it is none. */
  readonly columns: number | null
  readonly color: boolean
}
