/** Processes of this program, distinguished even if the system reuses a process id. */
export interface Engines {
  /** Names this process. */
  readonly self: string
  /** Whether the process of that name runs on this machine. */
  alive(name: string): boolean
}

/** Watches this process from outside. */
export interface Guards {
  /**
   * Starts something that outlives this process: if that ends before the returned function was called,
   * this program is called with these arguments, in the same environment and working directory.
   */
  watch(args: readonly string[]): () => void
}
