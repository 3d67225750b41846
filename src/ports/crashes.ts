/** Errors of this program that nothing has caught: each is a bug of it. */
export interface Crashes {
  /**
   * Calls back for each instead of letting the process end; of several listeners the latest alone. The
   * returned function stops listening.
   */
  listen(call: (error: unknown) => void): () => void
}
