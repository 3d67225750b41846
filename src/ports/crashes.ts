/** Uncaught errors of this program: each is a bug. */
export interface Crashes {
  /**
   * Calls back for each error instead of ending the process; only the latest listener is called.
   * The returned function stops listening.
   */
  listen(call: (error: unknown) => void): () => void
}
