/**
 * What groups of processes use, by `/proc` (Linux; proc(5)). Descendants that have left the group
 * count, too, as long as those between live.
 */
import { readFileSync } from "node:fs"
import type { GroupUsage } from "../../ports/processes.ts"
import { processIds } from "./process-table.ts"

interface Entry {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** Of the process and of the children it has waited for. */
  readonly cpuMs: number
}

/** Every Linux tells programs of hundredths of a second, whatever its kernel counts in. */
const TICK_MS = 10

/** One look at all processes serves all who ask within this time. */
const FRESH_MS = 200

/** Makes the function that tells what a group uses; null where the system cannot tell. */
export function createUsage(now: () => number): (group: number) => GroupUsage | null {
  let table: readonly Entry[] = []
  let readAt = Number.NEGATIVE_INFINITY
  return (group) => {
    if (now() - readAt >= FRESH_MS) {
      table = readTable()
      readAt = now()
    }
    const members = membersOf(group, table)
    if (members.length === 0) return null
    return {
      cpuMs: members.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
      memoryBytes: members.reduce((sum, { pid }) => sum + residentBytes(pid), 0),
    }
  }
}

function readTable(): Entry[] {
  return (processIds() ?? []).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
      // The name in parentheses may hold anything, also parentheses.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
      return { pid, parent: Number(fields[1]), group: Number(fields[2]), cpuMs: ticks * TICK_MS }
    } catch {
      return []
    }
  })
}

function membersOf(group: number, table: readonly Entry[]): Entry[] {
  const members = table.filter((entry) => entry.group === group)
  const known = new Set(members.map(({ pid }) => pid))
  for (let before = -1; before !== members.length; ) {
    before = members.length
    for (const entry of table) {
      if (known.has(entry.pid) || !known.has(entry.parent)) continue
      known.add(entry.pid)
      members.push(entry)
    }
  }
  return members
}

function residentBytes(pid: number): number {
  try {
    const [, kib = "0"] = /^VmRSS:\s+(\d+) kB$/mu.exec(
      readFileSync(`/proc/${pid}/status`, "latin1"),
    ) ?? ["", "0"]
    return Number(kib) * 1_024
  } catch {
    return 0
  }
}
