/** What the machine says of itself at a moment; null where it cannot tell. */
export interface MachineSample {
  /** Part of all processors that was busy since the sample before, from 0 to 1. */
  readonly cpuBusy: number | null
  /** Percent of the last ten seconds in which something waited for a processor (PSI on Linux). */
  readonly cpuPressure: number | null
  /** The same for memory. */
  readonly memoryPressure: number | null
  /** What may still be used, within the limits of this process' control group. */
  readonly memoryAvailableBytes: number | null
  /** What there is in all within these limits. */
  readonly memoryTotalBytes: number | null
}

/** The machine that this process runs on. */
export interface Machine {
  sample(): MachineSample
}
