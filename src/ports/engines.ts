/** Processes of this program, distinguished even if the system reuses a process id. */
export interface Engines {
  /** Names this process. */
  readonly self: string
  /** Whether the process of that name runs on this machine. */
  alive(name: string): boolean
}
