/** A group of processes that the system holds to a limit together. */
export interface ControlGroup {
  /** The folder that stands for it; what begins in it stays in it, with all that it starts. */
  readonly path: string
  /** True once the system has ended it for want of memory. */
  ranOut(): boolean
  /** Ends whatever is left in it, and gives it up. */
  remove(): void
}

/** Groups that the system keeps within limits, where this user may make them. */
export interface ControlGroups {
  /** A new group that may have so much memory; null where there are none. */
  make(limits: { readonly memoryBytes: number }): ControlGroup | null
}
