/**
 * What groups of processes use, by `/proc` (Linux; proc(5)) or `ps` (macOS). Descendants that have left the
 * group count, too, as long as those between live.
 */
import type { Processes } from "../../../ports/processes.ts"
import { readSystemFile } from "../files/file-problem.ts"
import { PROCESSES, type ProcessFamily, parseProcesses, ps } from "./process-table.ts"

interface Entry {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** Of the process and, where the system tells, of the children it has waited for. */
  readonly cpuMs: number
  /** Where it comes with the list of all. */
  readonly residentBytes?: number
}

/** Every Linux tells programs of hundredths of a second, whatever its kernel counts in. */
const TICK_MS = 10

/** One look at all our processes serves all who ask within this time. */
const FRESH_MS = 200
/** To ask `ps` is to start a program. */
const FRESH_BY_PS_MS = 1_000

/** Looks take so much of the time at most, and so do those at what processes share. */
const SHARE_OF_TIME = 1 / 20

/** When a group was last asked what its processes share, and may be asked again. */
interface ProportionalLook {
  readonly bytes: number
  readonly againAt: number
}

/** Makes the function that tells what a group uses; null where the system cannot tell. */
export function createUsage(now: () => number, family: ProcessFamily): Processes["usage"] {
  const freshMs = process.platform === "darwin" ? FRESH_BY_PS_MS : FRESH_MS
  let table: readonly Entry[] = []
  let againAt = Number.NEGATIVE_INFINITY
  const looks = new Map<number, ProportionalLook>()
  const refresh = () => {
    const begunAt = now()
    table = readTable(family)
    const endedAt = now()
    againAt = endedAt + Math.max(freshMs, (endedAt - begunAt) / SHARE_OF_TIME)
    if (looks.size === 0) return
    const groups = new Set(table.map(({ group }) => group))
    for (const group of looks.keys()) if (!groups.has(group)) looks.delete(group)
  }
  const proportionalOf = (group: number, of: ReadonlyMap<number, number>): number => {
    const known = looks.get(group)
    const begunAt = now()
    if (known !== undefined && begunAt < known.againAt) return known.bytes
    let bytes = 0
    for (const [pid, resident] of of) bytes += proportionalBytes(pid) ?? resident
    const endedAt = now()
    looks.set(group, { bytes, againAt: endedAt + (endedAt - begunAt) / SHARE_OF_TIME })
    return bytes
  }
  return (group, knownBytes) => {
    if (now() >= againAt) refresh()
    const members = membersOf(group, table)
    if (members.length === 0) return null
    const resident = new Map(
      members.map((member) => [member.pid, member.residentBytes ?? residentBytes(member.pid)]),
    )
    const largest = Math.max(...resident.values())
    const sum = [...resident.values()].reduce((all, bytes) => all + bytes, 0)
    return {
      cpuMs: members.reduce((all, { cpuMs }) => all + cpuMs, 0),
      memoryBytes:
        sum <= Math.max(largest, knownBytes)
          ? sum
          : Math.max(largest, Math.min(sum, proportionalOf(group, resident))),
    }
  }
}

function readTable(family: ProcessFamily): Entry[] {
  if (process.platform === "darwin") return parseProcesses(ps(PROCESSES) ?? "")
  return [...family.below()].map(([pid, { parent, group, ticks }]) => {
    return { pid, parent, group, cpuMs: ticks * TICK_MS }
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
  return kibOf(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB$/mu) ?? 0
}

/** Each page divided by how many have it; null where the system does not tell. */
function proportionalBytes(pid: number): number | null {
  return kibOf(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/mu)
}

function kibOf(path: string, pattern: RegExp): number | null {
  const kib = pattern.exec(readSystemFile(path) ?? "")?.[1]
  return kib === undefined ? null : Number(kib) * 1_024
}
