/** Where text for people and data for programs goes. */
export interface Console {
  /** A line for people, on stderr. */
  info(line: string): void
  /** Data that was asked for, on stdout, as it is. */
  data(text: string): void
  /** Columns of the terminal, or null when it is none. */
  readonly columns: number | null
  readonly color: boolean
}
