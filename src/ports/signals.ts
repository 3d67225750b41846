/** `SIGHUP` says that the terminal was closed. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP"

/** The signals that people and runners send to this process. */
export interface Signals {
  /** Calls back for each; the returned function stops listening. */
  listen(call: (signal: StopSignal) => void): () => void
}

/** Uncaught errors of this program: each is a bug. */
export interface Crashes {
  /**
   * Calls back for each error instead of ending the process; only the latest listener is called.
   * The returned function stops listening.
   */
  listen(call: (error: unknown) => void): () => void
}
