/** Engines of this program, each a process, told apart even when the system uses an id again. */
export interface Engines {
  /** Names this process. */
  readonly self: string
  /** Whether the process of that name runs on this machine. */
  alive(name: string): boolean
}
