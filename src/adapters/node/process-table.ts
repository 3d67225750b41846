/**
 * What the system tells of processes: who is below whom, in a group, or carries a marker in the
 * environment. Linux tells by `/proc` (proc(5)), macOS by `ps`; elsewhere nothing is known.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import type { Descendants } from "../../ports/processes.ts"
import { type ProcStat, readProcStat } from "./proc-stat.ts"
import { ENVIRONMENTS, parseEnvironment, parseMarked, ps } from "./ps.ts"

/** Living processes by their ids. */
export type ProcessTable = ReadonlyMap<number, ProcStat>

/** All living processes; empty where the system does not tell. */
export function allProcesses(): ProcessTable {
  if (process.platform !== "linux") return new Map()
  return tableOf(numbersIn("/proc"))
}

/**
 * Living processes below these, which are left out. The kernel's own lists of children are read, so
 * that the cost is that of our processes and not of all that the machine runs.
 */
export function processesBelow(roots: readonly number[]): ProcessTable {
  if (!listsChildren()) return below(roots, allProcesses())
  const found = new Map<number, ProcStat>()
  const next = [...roots]
  for (let pid = next.pop(); pid !== undefined; pid = next.pop()) {
    for (const child of childrenOf(pid)) {
      const stat = found.has(child) ? null : readProcStat(child)
      if (stat === null) continue
      // Dead ones have no children: those went to whoever waits for orphans.
      if (stat.dead) continue
      found.set(child, stat)
      next.push(child)
    }
  }
  return found
}

/** Ids of living processes of a group; null where unknown. */
export function groupMembers(group: number): readonly number[] | null {
  if (process.platform !== "linux") return null
  const ofGroup = (table: ProcessTable) =>
    [...table].flatMap(([pid, stat]) => (stat.group === group ? [pid] : []))
  const ours = ofGroup(processesBelow([process.pid]))
  // What lost its parent may be below another process now.
  return ours.length > 0 ? ours : ofGroup(allProcesses())
}

/** Ids of those with the marker in their environment; of all processes, or of these. */
export function processesMarked(marker: string, among?: ProcessTable): number[] {
  if (process.platform === "darwin") {
    return parseMarked(ps(ENVIRONMENTS) ?? "", marker).filter((pid) => pid !== process.pid)
  }
  const needle = Buffer.from(marker)
  const pids = among === undefined ? numbersIn("/proc") : [...among.keys()]
  return pids.filter((pid) => {
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

/** Descendants of a leader that are not in its group, as far as those between live. */
export function descendantsOf(leader: number): Descendants {
  const away = [...processesBelow([leader])].filter(([, stat]) => stat.group !== leader)
  // A number may be another process's by now.
  const living = () =>
    away.flatMap(([pid, { started }]) => {
      const now = readProcStat(pid)
      return now !== null && !now.dead && now.started === started ? [pid] : []
    })
  return { living }
}

function tableOf(pids: readonly number[]): ProcessTable {
  const table = new Map<number, ProcStat>()
  for (const pid of pids) {
    const stat = readProcStat(pid)
    if (stat !== null && !stat.dead) table.set(pid, stat)
  }
  return table
}

function below(roots: readonly number[], table: ProcessTable): ProcessTable {
  const family = new Set(roots)
  for (let before = -1; before !== family.size; ) {
    before = family.size
    for (const [pid, { parent }] of table) if (family.has(parent)) family.add(pid)
  }
  return new Map([...table].filter(([pid]) => family.has(pid) && !roots.includes(pid)))
}

/** Some kernels are built without these lists. */
function listsChildren(): boolean {
  return existsSync(`/proc/${process.pid}/task/${process.pid}/children`)
}

/** Each thread has a list of its own. */
function childrenOf(pid: number): number[] {
  return numbersIn(`/proc/${pid}/task`).flatMap((thread) => {
    try {
      const list = readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1")
      return list.split(" ").flatMap((word) => (word === "" ? [] : [Number(word)]))
    } catch {
      return []
    }
  })
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []))
  } catch {
    return []
  }
}
