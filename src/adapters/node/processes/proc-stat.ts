/**
 * What Linux tells of one process in `/proc/PID/stat` (proc(5)).
 */
import { readFileSync } from "node:fs"

/** The parts that anybody here asks for. */
export interface ProcStat {
  /** It has ended, and at most waits for somebody to ask how. */
  readonly dead: boolean
  readonly parent: number
  readonly group: number
  /** Processor time, with that of the children it has waited for. */
  readonly ticks: number
  /** In ticks since the machine's start: with the number it is one process alone. */
  readonly started: string
}

/** Null where there is no such process, or nothing is told. */
export function readProcStat(pid: number): ProcStat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
    // The name in parentheses may hold anything, also parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    const [state, parent, group] = fields
    return {
      dead: state === "Z" || state === "X",
      parent: Number(parent),
      group: Number(group),
      ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0),
      started: fields[19] ?? "0",
    }
  } catch {
    return null
  }
}
