/**
 * What the system tells of processes: who is in a group, who carries a marker in the environment. Linux
 * tells by `/proc` (proc(5)), macOS by `ps`; elsewhere nothing is known and the group alone is asked.
 */
import { readdirSync, readFileSync } from "node:fs"
import type { Descendants } from "../../ports/processes.ts"
import { type ProcStat, readProcStat } from "./proc-stat.ts"
import { ENVIRONMENTS, parseEnvironment, parseMarked, ps } from "./ps.ts"

/** Living processes of a group, those that wait to be reaped left out; null where unknown. */
export function groupMembers(group: number): number | null {
  const pids = processIds()
  if (pids === null) return null
  let members = 0
  for (const pid of pids) {
    const stat = readProcStat(pid)
    if (stat !== null && stat.group === group && !stat.dead) members += 1
  }
  return members
}

/** Ids of living processes with the marker in their environment, this one left out. */
export function processesMarked(marker: string): number[] {
  if (process.platform === "darwin") {
    return parseMarked(ps(ENVIRONMENTS) ?? "", marker).filter((pid) => pid !== process.pid)
  }
  const needle = Buffer.from(marker)
  return (processIds() ?? []).filter((pid) => {
    if (pid === process.pid) return false
    try {
      return (
        readFileSync(`/proc/${pid}/environ`).includes(needle) && readProcStat(pid)?.dead === false
      )
    } catch {
      return false
    }
  })
}

/** The environment with which a process started; empty where that is not told. */
export function environmentOf(pid: number): Readonly<Record<string, string>> {
  if (process.platform === "darwin") {
    return parseEnvironment(ps(["-wwE", "-o", "command=", "-p", String(pid)]) ?? "")
  }
  try {
    return Object.fromEntries(
      readFileSync(`/proc/${pid}/environ`, "utf8")
        .split("\0")
        .flatMap((text) => {
          const at = text.indexOf("=")
          return at > 0 ? [[text.slice(0, at), text.slice(at + 1)] as const] : []
        }),
    )
  } catch {
    return {}
  }
}

/** Ids of all processes; null where the system does not tell. */
export function processIds(): number[] | null {
  if (process.platform !== "linux") return null
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []))
  } catch {
    return null
  }
}

/** Descendants of a leader that are not in its group, as far as those between live. */
export function descendantsOf(leader: number): Descendants {
  const stats = new Map<number, ProcStat>()
  for (const pid of processIds() ?? []) {
    const stat = readProcStat(pid)
    if (stat !== null) stats.set(pid, stat)
  }
  const family = new Set<number>()
  for (let before = -1; before !== family.size; ) {
    before = family.size
    for (const [pid, { parent, group }] of stats) {
      if (pid === leader || group === leader || family.has(parent)) family.add(pid)
    }
  }
  const away = [...family].filter((pid) => stats.get(pid)?.group !== leader && pid !== leader)
  // A number may be another's by now.
  const living = () =>
    away.filter((pid) => {
      const now = readProcStat(pid)
      return now !== null && !now.dead && now.started === stats.get(pid)?.started
    })
  return { living }
}
