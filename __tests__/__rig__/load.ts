/** What an engine under load holds, as Linux tells it. */
import { readdirSync, readFileSync } from "node:fs"

/** Memory and open files of a process at one time. */
export interface Held {
  readonly files: number
  readonly mib: number
  /** The most memory that it ever had. */
  readonly peakMib: number
}

/** Looks at a process that runs. */
export function heldBy(pid: number | undefined): Held {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  const mibOf = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, "mu").exec(status)?.[1]) / 1024)
  return {
    files: readdirSync(`/proc/${pid}/fd`).length,
    mib: mibOf("VmRSS"),
    peakMib: mibOf("VmHWM"),
  }
}

/** Growth per step of a list of measurements: the slope of the line with the least squares. */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const sums = values.map((value, i) => [(i - middle) * (value - mean), (i - middle) ** 2] as const)
  const sum = (part: 0 | 1) => sums.reduce((all, one) => all + one[part], 0)
  return sum(0) / sum(1)
}

/** Prints a figure for whoever reads the log of the tests. */
export function tellFigure(text: string): void {
  process.stderr.write(`load: ${text}\n`)
}
