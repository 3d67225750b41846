export type StopSignal = "SIGINT" | "SIGTERM"

/** The signals that people and runners send to this process. */
export interface Signals {
  /** Calls back for each; the returned function stops listening. */
  listen(call: (signal: StopSignal) => void): () => void
}
