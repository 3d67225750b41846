/** A group of processes with a common limit that the system enforces. */
export interface ControlGroup {
  /**
   * The folder of the group; a process that begins in it stays in it, with everything it starts.
   */
  readonly path: string
  /** True after the system has ended it because of its memory limit. */
  ranOut(): boolean
  /** Ends everything that is left in it, and removes it. */
  remove(): void
}

/** Groups with limits enforced by the system, if this user may create them. */
export interface ControlGroups {
  /** A new group with this memory limit; null if groups are not available. */
  make(limits: { readonly memoryBytes: number }): ControlGroup | null
}
