/** `SIGHUP` says that the terminal was closed. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP"

/** The signals that people and runners send to this process. */
export interface Signals {
  /** Calls back for each; the returned function stops listening. */
  listen(call: (signal: StopSignal) => void): () => void
}
