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
