/** Port ranges that belong to one engine on this machine. */
export interface PortRanges {
  /** First port of a range; no other engine of the machine gets it until it is released. */
  claim(): Promise<number>
  /** Releases all claimed ranges. */
  release(): void
}
