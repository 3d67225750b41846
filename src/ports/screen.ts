/** The terminal that people look at. */
export interface Screen {
  size(): { readonly columns: number; readonly rows: number }
  /** Writes text with its control sequences, at once. */
  write(text: string): void
  /** Calls back when the size has changed; the returned function stops listening. */
  onResize(call: () => void): () => void
}
