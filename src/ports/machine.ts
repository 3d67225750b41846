/** Measurements of the machine at one time; null if unknown. */
export interface MachineSample {
  /** Busy part of all processors since the previous sample, from 0 to 1. */
  readonly cpuBusy: number | null
  /** Percent of the last ten seconds in which something waited for a processor (PSI on Linux). */
  readonly cpuPressure: number | null
  /** The same for memory. */
  readonly memoryPressure: number | null
  /** Available memory, within the limits of this process' control group. */
  readonly memoryAvailableBytes: number | null
  /** Total memory within these limits. */
  readonly memoryTotalBytes: number | null
}

/** The machine that this process runs on. */
export interface Machine {
  sample(): MachineSample
}
