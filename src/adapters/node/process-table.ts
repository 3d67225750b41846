/**
 * What the system tells of processes: who is in a group, who carries a marker in the environment. Linux
 * tells by `/proc` (proc(5)), macOS by `ps`; elsewhere nothing is known and the group alone is asked.
 */
import { readdirSync, readFileSync } from "node:fs"
import { ENVIRONMENTS, parseEnvironment, parseMarked, ps } from "./ps.ts"

/** Living processes of a group, those that wait to be reaped left out; null where unknown. */
export function groupMembers(group: number): number | null {
  const pids = processIds()
  if (pids === null) return null
  let members = 0
  for (const pid of pids) {
    const stat = readStat(pid)
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
      return readFileSync(`/proc/${pid}/environ`).includes(needle) && readStat(pid)?.dead === false
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

function readStat(pid: number): { readonly group: number; readonly dead: boolean } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
    // The name in parentheses may hold anything, also parentheses.
    const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return { group: Number(group), dead: state === "Z" || state === "X" }
  } catch {
    return null
  }
}
