/**
 * How many workers a machine bears: follows what is really free while scenarios run. Pure: samples
 * with their time go in, decisions come out.
 */

import type { MemoryRoom } from "./types.ts"

/** The machine at a moment; null where nobody can tell. */
export interface AdmissionSample {
  readonly at: number
  /** Percent of the last ten seconds in which something waited for a processor. */
  readonly cpuPressure: number | null
  /** Part of all processors that was busy; absent where nobody measured. */
  readonly cpuBusy?: number | null
  readonly memoryPressure: number | null
  readonly memoryAvailableBytes: number | null
  readonly memoryTotalBytes: number | null
  /** Attempts that run now. */
  readonly running: number
}

/** What to do now. */
export interface AdmissionDecision {
  /** Workers that may be used from now on. */
  readonly workers: number
  /** The youngest attempt is to be put back, so that the rest survives. */
  readonly evict: boolean
  /** What limits; null while nothing does. */
  readonly because: "memory" | "cpu" | null
}

type MemoryFigure = "running" | "memoryAvailableBytes" | "memoryTotalBytes"

/** Memory that is left free: a part of all, within bounds. */
const RESERVE_PART = 0.05
const RESERVE_LEAST_BYTES = 128 * 2 ** 20
const RESERVE_MOST_BYTES = 2 * 2 ** 30
/** Below this part of the reserve the next allocation may be the end of all. */
const DIRE_PART = 0.5
/** Stalls for memory, in percent of time, that no healthy run shows. */
const MEMORY_PRESSURE = 20
/** Everything waits for processors nearly all the time. */
const CPU_PRESSURE = 90
const CPU_RELIEF = 70
/** Time between two steps, so that the figures can follow the step before. */
const CPU_STEP_MS = 10_000
const RECOVER_STEP_MS = 2_000
const EVICT_STEP_MS = 3_000
/** Fewer workers than this are never the cure for busy processors. */
const CPU_FLOOR = 2

/** Follows one shard's machine. */
export class Admission {
  #workers: number
  /** Workers that are used from the start where nothing limits them. */
  readonly first: number
  readonly #share: number
  readonly #cores: number
  readonly #peaks: number[] = []
  #atRestBytes = 0
  #cpuLimit: number
  #memoryLimit: number
  #cpuAt = Number.NEGATIVE_INFINITY
  #memoryAt = Number.NEGATIVE_INFINITY
  #evictedAt = Number.NEGATIVE_INFINITY

  /**
   * `share` is the part of what is free that may be used, from 0 to 1; `freeCores` are the processors that
   * others leave, of `cores`, where that was measured. More than `first` workers are used only once the
   * processors are seen to bear it.
   */
  constructor(options: {
    readonly workers: number
    readonly first?: number
    readonly share?: number
    readonly cores?: number
    readonly freeCores?: number
  }) {
    const { workers, first = workers, share = 1, cores = workers, freeCores } = options
    this.#workers = workers
    this.first = first
    this.#share = share
    this.#cores = cores
    const free = freeCores === undefined ? first : Math.floor(freeCores * share)
    this.#cpuLimit = Math.max(1, Math.min(first, free))
    this.#memoryLimit = workers
  }

  /** Workers that may be used from the start. */
  get atStart(): number {
    return Math.max(1, Math.min(this.#memoryLimit, this.#cpuLimit))
  }

  /** Workers that there are while nothing limits them. */
  get workers(): number {
    return this.#workers
  }

  /** Something else than the machine decides how many workers there are. */
  resize(workers: number): void {
    this.#workers = workers
    this.#cpuLimit = workers
    this.#memoryLimit = workers
  }

  /**
   * How much memory learned peaks may fill: what was free before anything ran, and what is really free
   * now. Null where nobody can tell.
   */
  room(sample: Pick<AdmissionSample, MemoryFigure>): MemoryRoom | null {
    const { running, memoryAvailableBytes: available, memoryTotalBytes: total } = sample
    if (available === null || total === null) return null
    this.#rest(available, running)
    const reserve = this.#reserve(total)
    return {
      mostBytes: Math.max(0, this.#atRestBytes - reserve),
      freeBytes: Math.max(0, available - reserve),
    }
  }

  /** Learns what an attempt needed at its most. */
  learn(peakMemoryBytes: number): void {
    this.#peaks.push(peakMemoryBytes)
    // The last hundred tell enough, and cost nothing to keep.
    if (this.#peaks.length > 100) this.#peaks.shift()
  }

  /** What the sample asks for. */
  decide(sample: AdmissionSample): AdmissionDecision {
    const evict = this.#memory(sample)
    this.#cpu(sample)
    const workers = Math.max(1, Math.min(this.#memoryLimit, this.#cpuLimit, this.#workers))
    if (workers === this.#workers) return { workers, evict, because: null }
    return { workers, evict, because: this.#memoryLimit <= this.#cpuLimit ? "memory" : "cpu" }
  }

  /** Sets how many memory allows; true when one that runs is too many. */
  #memory(sample: AdmissionSample): boolean {
    const { at, running, memoryAvailableBytes: available, memoryTotalBytes: total } = sample
    if (available === null || total === null) return false
    this.#rest(available, running)
    const reserve = this.#reserve(total)
    const short = available < reserve || (sample.memoryPressure ?? 0) > MEMORY_PRESSURE
    if (short) {
      this.#memoryAt = at
      this.#memoryLimit = Math.max(1, Math.min(this.#memoryLimit, running))
      const dire = available < leastReserve(total) * DIRE_PART
      if (!dire || running < 2 || at - this.#evictedAt < EVICT_STEP_MS) return false
      this.#evictedAt = at
      this.#memoryLimit = running - 1
      return true
    }
    const room = this.#roomFor(available - reserve)
    const allowed = Math.min(this.#workers, running + room)
    if (allowed < this.#memoryLimit) {
      this.#memoryLimit = Math.max(1, allowed)
      this.#memoryAt = at
    } else if (this.#memoryLimit < allowed && at - this.#memoryAt >= RECOVER_STEP_MS) {
      this.#memoryLimit += 1
      this.#memoryAt = at
    }
    return false
  }

  /** What other programs give back while something runs counts too; what they take is not free now. */
  #rest(available: number, running: number): void {
    this.#atRestBytes = running === 0 ? available : Math.max(this.#atRestBytes, available)
  }

  #reserve(total: number): number {
    return Math.max(leastReserve(total), this.#atRestBytes * (1 - this.#share))
  }

  /** How many more of the usual kind fit; without any knowledge, all. */
  #roomFor(bytes: number): number {
    if (this.#peaks.length === 0) return this.#workers
    const sorted = this.#peaks.toSorted((a, b) => a - b)
    const usual = sorted[Math.floor((sorted.length - 1) * 0.9)] ?? 0
    return usual === 0 ? this.#workers : Math.floor(bytes / usual)
  }

  /** Steps down slowly while processors are waited for all the time, and up again. */
  #cpu({ at, cpuPressure, cpuBusy = null, running }: AdmissionSample): void {
    // Where nothing tells who waits, busy processors tell at least that no more are to be used.
    const pressure = cpuPressure ?? (cpuBusy === null ? null : cpuBusy * 100)
    if (pressure === null) return
    const floor = Math.min(this.#workers, Math.max(CPU_FLOOR, Math.ceil(this.#workers / 2)))
    if (cpuPressure !== null && cpuPressure > CPU_PRESSURE && running >= this.#cpuLimit) {
      if (at - this.#cpuAt < CPU_STEP_MS || this.#cpuLimit <= floor) return
      this.#cpuLimit -= 1
      this.#cpuAt = at
    } else if (pressure < CPU_RELIEF && this.#cpuLimit < this.#workers) {
      if (at - this.#cpuAt < RECOVER_STEP_MS || !this.#leavesRoom(cpuBusy)) return
      this.#cpuLimit += 1
      this.#cpuAt = at
    }
  }

  /** Whether a processor more may be used, and the part that is to be left stays free. */
  #leavesRoom(busy: number | null): boolean {
    if (busy === null || this.#share === 1) return true
    return (1 - busy) * this.#cores >= 1 + (1 - this.#share) * this.#cores
  }
}

/** What is left free in any case. */
function leastReserve(total: number): number {
  return Math.min(RESERVE_MOST_BYTES, Math.max(RESERVE_LEAST_BYTES, total * RESERVE_PART))
}
