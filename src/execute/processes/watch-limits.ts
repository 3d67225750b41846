/**
 * What an attempt may use, watched while it runs: growth and size of its log, memory and processor
 * time of what it started. A look is taken every quarter of a second, so that an attempt may be
 * over its limit for as long; what it has used is judged once more at its end. Where the system itself
 * holds it to its memory, that is not looked at.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Cause } from "../../core/verdict.ts"
import type { LimitsSpec } from "../../formats/plan.ts"
import type { Clock } from "../../ports/clock.ts"
import type { ControlGroup } from "../../ports/control-groups.ts"
import type { Files } from "../../ports/files.ts"
import type { Child, Exit, Processes } from "../../ports/processes.ts"
import { DEFAULT_OUTPUT_BYTES } from "../../scenario/keys/scenario/limits.ts"

/** Limits of an attempt whose suite sets none. */
export const DEFAULT_LIMITS: LimitsSpec = {
  memoryBytes: null,
  cpuPercent: null,
  cpuTimeMs: null,
  outputBytes: DEFAULT_OUTPUT_BYTES,
}

/** Most attempts are over before the first look. */
const LOOK_MS = 250

/** Use of the processor is judged by an average over this long. */
const CPU_WINDOW_MS = 1_000

/** Which limit was broken, and a sentence about it. */
export interface Breach {
  readonly cause: Cause
  readonly message: string
}

/** What is watched. */
export interface WatchedLimits {
  readonly limits: LimitsSpec
  readonly idleTimeoutMs: number | null
  /** The log, and its size before the attempt. */
  readonly log: string
  readonly logStart: number
  /** Where the system holds it to its limit of memory; absent where it is looked at. */
  readonly group?: ControlGroup | null
}

/** What looking at limits reaches. */
export interface LimitsPorts {
  readonly clock: Clock
  readonly files: Files
  readonly processes: Processes
}

/** The most that was seen. */
export interface Peaks {
  readonly cpuMs: number | null
  readonly memoryBytes: number | null
}

/** A watch over one attempt; one instance an attempt. */
export class LimitsWatch {
  readonly #watched: WatchedLimits
  readonly #ports: LimitsPorts
  #takeBack = () => {}
  #size: number
  #grownAt = 0
  #window: { readonly at: number; readonly cpuMs: number } | null = null
  #cpuMs: number | null = null
  #memoryBytes: number | null = null

  constructor(watched: WatchedLimits, ports: LimitsPorts) {
    this.#watched = watched
    this.#ports = ports
    this.#size = watched.logStart
  }

  /** The most that was seen so far. */
  get peaks(): Peaks {
    return { cpuMs: this.#cpuMs, memoryBytes: this.#memoryBytes }
  }

  /** Begins to look; the breach is reported once, and nothing is looked at after it. */
  start(child: Child, tell: (breach: Breach) => void): void {
    this.#grownAt = this.#ports.clock.running()
    const wait = (delayMs: number) => {
      this.#takeBack = this.#ports.clock.after(delayMs, () => {
        const breach = this.#look(child)
        if (breach === null) wait(LOOK_MS)
        else tell(breach)
      })
    }
    wait(LOOK_MS)
  }

  stop(): void {
    this.#takeBack()
  }

  /** What an ended attempt turns out to have broken all the same; null when nothing. */
  judge(exit: Exit): Breach | null {
    const { limits, log, logStart, group } = this.#watched
    if (limits.memoryBytes !== null && group?.ranOut() === true) {
      return memoryBreach(null, limits.memoryBytes)
    }
    const memory = exit.peakMemoryBytes ?? 0
    if (limits.memoryBytes !== null && memory > limits.memoryBytes) {
      return memoryBreach(memory, limits.memoryBytes)
    }
    if (limits.cpuTimeMs !== null && (exit.cpuMs ?? 0) > limits.cpuTimeMs) {
      return cpuTimeBreach(limits.cpuTimeMs)
    }
    const size = (this.#ports.files.sizeBytes(log) ?? logStart) - logStart
    if (limits.outputBytes === null || size <= limits.outputBytes) return null
    return outputBreach(limits.outputBytes)
  }

  #look(child: Child): Breach | null {
    return this.#lookAtLog() ?? this.#lookAtUsage(child)
  }

  #lookAtLog(): Breach | null {
    const { limits, idleTimeoutMs, log, logStart } = this.#watched
    const now = this.#ports.clock.running()
    const size = this.#ports.files.sizeBytes(log) ?? this.#size
    if (size !== this.#size) this.#grownAt = now
    this.#size = size
    if (limits.outputBytes !== null && size - logStart > limits.outputBytes) {
      return outputBreach(limits.outputBytes)
    }
    if (idleTimeoutMs === null || now - this.#grownAt < idleTimeoutMs) return null
    return { cause: "idle-timeout", message: `no output for ${formatDuration(idleTimeoutMs)}` }
  }

  #lookAtUsage(child: Child): Breach | null {
    const { limits, group } = this.#watched
    const usage = this.#ports.processes.usage(child.pid, this.#memoryBytes ?? 0)
    if (usage === null) return null
    this.#memoryBytes = Math.max(this.#memoryBytes ?? 0, usage.memoryBytes)
    // What ends takes its time with it when nobody of the group has waited for it.
    this.#cpuMs = Math.max(this.#cpuMs ?? 0, usage.cpuMs)
    const watched = limits.memoryBytes !== null && (group ?? null) === null
    if (watched && usage.memoryBytes > (limits.memoryBytes ?? 0)) {
      return memoryBreach(usage.memoryBytes, limits.memoryBytes ?? 0)
    }
    if (limits.cpuTimeMs !== null && this.#cpuMs > limits.cpuTimeMs) {
      return cpuTimeBreach(limits.cpuTimeMs)
    }
    return this.#lookAtShare(this.#cpuMs)
  }

  #lookAtShare(cpuMs: number): Breach | null {
    const { cpuPercent } = this.#watched.limits
    const at = this.#ports.clock.monotonic()
    this.#window ??= { at, cpuMs }
    const elapsed = at - this.#window.at
    if (cpuPercent === null || elapsed < CPU_WINDOW_MS) return null
    const percent = ((cpuMs - this.#window.cpuMs) / elapsed) * 100
    this.#window = { at, cpuMs }
    if (percent <= cpuPercent) return null
    return cpuShareBreach(percent, cpuPercent)
  }
}

/** The system does not say how much was asked for. */
function memoryBreach(used: number | null, limit: number): Breach {
  const what = used === null ? "" : `${formatBytes(used)} of `
  return {
    cause: "memory-limit",
    message: `used ${what}memory, more than ${formatBytes(limit)}`,
  }
}

/** With a decimal where whole numbers would say that it is no more than it may be. */
function cpuShareBreach(percent: number, limit: number): Breach {
  const whole = Math.round(percent)
  const used = whole > limit ? whole : Math.ceil(percent * 10) / 10
  return {
    cause: "cpu-limit",
    message: `used ${used} % of a processor, more than ${limit} %`,
  }
}

function cpuTimeBreach(limit: number): Breach {
  return {
    cause: "cpu-limit",
    message: `used more than ${formatDuration(limit)} of processor time`,
  }
}

function outputBreach(limit: number): Breach {
  return { cause: "output-limit", message: `wrote more than ${formatBytes(limit)}` }
}

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const

/** `100 MiB`, `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1_024 && unit < UNITS.length - 1) {
    value /= 1_024
    unit += 1
  }
  return `${Math.round(value * 10) / 10} ${UNITS[unit] ?? ""}`
}
