/**
 * What the system tells of processes: who is below whom, in a group, or carries a marker in the
 * environment. Linux tells by `/proc` (proc(5)), macOS by `ps`; elsewhere nothing is known.
 */
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import type { Descendants } from "../../../ports/processes.ts"
import { readSystemFile } from "../files/file-problem.ts"

/** Living processes by their ids. */
export type ProcessTable = ReadonlyMap<number, ProcStat>

/** All living processes; empty where the system does not tell. */
function allProcesses(): ProcessTable {
  if (process.platform !== "linux") return new Map()
  return tableOf(numbersIn("/proc"))
}

/** Looks at our processes that come closer together share one, and so do those within some of its cost. */
const FRESH_MS = 20
const FRESH_COSTS = 4

/** Everything below this process, read at most every few milliseconds however many ask. */
export class ProcessFamily {
  readonly #now: () => number
  #table: ProcessTable = new Map()
  #environments = new Map<number, Buffer>()
  #staleAt = Number.NEGATIVE_INFINITY

  constructor(now: () => number) {
    this.#now = now
  }

  /** Living processes below these, which are left out; below this process where none are named. */
  below(roots: readonly number[] = [process.pid]): ProcessTable {
    const begunAt = this.#now()
    if (begunAt >= this.#staleAt) {
      this.#table = readFamily(process.pid)
      this.#environments = new Map()
      const endedAt = this.#now()
      this.#staleAt = endedAt + Math.max(FRESH_MS, FRESH_COSTS * (endedAt - begunAt))
    }
    return roots.includes(process.pid) ? this.#table : below(roots, this.#table)
  }

  /** Ids of everything below these, by a look of its own: an older one may have missed who lost its parent then. */
  living(roots: readonly number[]): number[] {
    this.#staleAt = Number.NEGATIVE_INFINITY
    return stillLiving(this.below(roots))
  }

  /** Ids of those below these that carry the marker in their environment. */
  marked(marker: string, roots: readonly number[]): number[] {
    const needle = Buffer.from(marker)
    const found = [...this.below(roots)].filter(([pid]) => {
      const known = this.#environments.get(pid) ?? readEnvironment(pid)
      this.#environments.set(pid, known)
      return known.includes(needle)
    })
    return stillLiving(found)
  }

  /** Ids of living processes of a group; null where unknown. */
  members(group: number): readonly number[] | null {
    if (process.platform !== "linux") return null
    const ofGroup = (table: ProcessTable) =>
      stillLiving([...table].filter(([, stat]) => stat.group === group))
    const ours = ofGroup(this.below())
    // What lost its parent may be below another process now.
    return ours.length > 0 ? ours : ofGroup(allProcesses())
  }

  /** Descendants of a leader that are not in its group, as far as those between live. */
  descendants(leader: number): Descendants {
    const away = [...this.below([leader])].filter(([, stat]) => stat.group !== leader)
    return { living: () => stillLiving(away) }
  }
}

/** A look may be a little old: ids of those that are the same processes and live now. */
function stillLiving(table: Iterable<readonly [number, ProcStat]>): number[] {
  return [...table].flatMap(([pid, { started }]) => {
    const now = readProcStat(pid)
    return now !== null && !now.dead && now.started === started ? [pid] : []
  })
}

/** The kernel's own lists of children are read: the cost is that of our processes, not of the machine's. */
function readFamily(root: number): ProcessTable {
  if (!listsChildren()) return below([root], allProcesses())
  const found = new Map<number, ProcStat>()
  const next = [root]
  for (let pid = next.pop(); pid !== undefined; pid = next.pop()) {
    for (const child of childrenOf(pid)) {
      const stat = found.has(child) ? null : readProcStat(child)
      // Dead ones have no children: those went to the process that adopts orphans.
      if (stat === null || stat.dead) continue
      found.set(child, stat)
      next.push(child)
    }
  }
  return found
}

/** Ids of living processes of the whole machine with the marker in their environment, this one left out. */
export function processesMarked(marker: string): number[] {
  if (process.platform === "darwin") {
    return parseMarked(ps(ENVIRONMENTS) ?? "", marker).filter((pid) => pid !== process.pid)
  }
  const needle = Buffer.from(marker)
  return numbersIn("/proc").filter((pid) => {
    if (pid === process.pid || !readEnvironment(pid).includes(needle)) return false
    return readProcStat(pid)?.dead === false
  })
}

/** The environment with which a process started; empty where that is not told. */
export function environmentOf(pid: number): Readonly<Record<string, string>> {
  if (process.platform === "darwin") {
    return parseEnvironment(ps(["-wwE", "-o", "command=", "-p", String(pid)]) ?? "")
  }
  const words = readEnvironment(pid).toString("utf8").split("\0")
  return Object.fromEntries(
    words.flatMap((text) => {
      const at = text.indexOf("=")
      return at > 0 ? [[text.slice(0, at), text.slice(at + 1)] as const] : []
    }),
  )
}

/** Empty where the system shows nothing, as for processes of other users. */
function readEnvironment(pid: number): Buffer {
  try {
    return readFileSync(`/proc/${pid}/environ`)
  } catch {
    return Buffer.alloc(0)
  }
}

function tableOf(pids: readonly number[]): ProcessTable {
  const stats = pids.map((pid) => [pid, readProcStat(pid)] as const)
  return new Map(stats.flatMap(([pid, stat]) => (stat?.dead === false ? [[pid, stat]] : [])))
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
    const list = readSystemFile(`/proc/${pid}/task/${thread}/children`) ?? ""
    return list.split(" ").flatMap((word) => (word === "" ? [] : [Number(word)]))
  })
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).flatMap((name) => (/^\d+$/u.test(name) ? [Number(name)] : []))
  } catch {
    return []
  }
}

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

/** Null where there is no such process, or the system shows nothing. */
export function readProcStat(pid: number): ProcStat | null {
  const stat = readSystemFile(`/proc/${pid}/stat`)
  if (stat === null) return null
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
}

/** A process as `ps` lists it. */
export interface PsEntry extends Pick<ProcStat, "parent" | "group"> {
  readonly pid: number
  readonly residentBytes: number
  readonly cpuMs: number
}

/** All processes, in the columns that `parseProcesses` reads. */
export const PROCESSES = ["-axo", "pid=,ppid=,pgid=,rss=,time="] as const

/** All processes with command and environment, which the system shows for the own user's only. */
const ENVIRONMENTS = ["-axwwE", "-o", "pid=,command="] as const

const MOST_BYTES = 64 << 20
const TIMEOUT_MS = 5_000

/** What `ps` writes; null where it cannot be asked. */
export function ps(args: readonly string[]): string | null {
  const options = { encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: MOST_BYTES } as const
  const { status, stdout } = spawnSync("/bin/ps", [...args], options)
  return status === 0 ? stdout : null
}

/** The processes of a listing; lines of anything else are passed over. */
export function parseProcesses(text: string): PsEntry[] {
  return text.split("\n").flatMap((line) => {
    const [, pid, parent, group, kib, time = ""] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s*$/u.exec(line) ?? []
    const cpuMs = parseCpuTime(time)
    if (pid === undefined || cpuMs === null) return []
    return {
      ...{ pid: Number(pid), parent: Number(parent), group: Number(group), cpuMs },
      residentBytes: Number(kib) * 1_024,
    }
  })
}

/** `0:00.05`, `123:45.67` (minutes and hundredths), `01:02:03`, `2-01:02:03`. */
export function parseCpuTime(text: string): number | null {
  const [, days = "0", hours = "0", minutes, seconds] =
    /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d{2}(?:\.\d+)?)$/u.exec(text) ?? []
  if (minutes === undefined || seconds === undefined) return null
  const whole = (Number(days) * 24 + Number(hours)) * 60 + Number(minutes)
  return Math.round((whole * 60 + Number(seconds)) * 1_000)
}

/** Processes with the marker among their variables, which stand between blanks behind the command. */
export function parseMarked(text: string, marker: string): number[] {
  const needle = ` ${marker.replaceAll("\0", " ")}`
  return text.split("\n").flatMap((line) => {
    const pid = /^\s*(\d+)\s/u.exec(line)?.[1]
    return pid !== undefined && `${line} `.includes(needle) ? [Number(pid)] : []
  })
}

/** The variables behind a command, as far as they have no blanks in them. */
export function parseEnvironment(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/(?<=\s)([A-Za-z_]\w*)=(\S*)/gu)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  )
}
