/** Ranges of ports that one engine has to itself on this machine. */
export interface PortRanges {
  /** First port of a range; no other engine of the machine is given it until it is released. */
  claim(): Promise<number>
  /** Gives back all that was claimed. */
  release(): void
}
