/**
 * What this machine's kernel knows of a container: ports that listen in it, and what its control group
 * uses (proc(5), cgroups(7)). Nothing where the engine is on another machine: its process ids are not ours.
 */
import { controllerFolders, memoryFiles, statBytes } from "../../../core/quantities/linux-limits.ts"
import type { GroupUsage } from "../../../ports/processes.ts"
import { readSystemFile } from "../files/file-problem.ts"

/** The first process of a container, and the container's id: the number of the process may be used again. */
interface First {
  readonly pid: number
  readonly id: string
}

/** `0A` is the state of a socket that listens. */
const LISTENS = /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F:]+ 0A /gmu

/** TCP ports that listen in the network of a container; null where that is not known here. */
export function listeningIn(first: First): ReadonlySet<number> | null {
  if (cgroupsOf(first) === null) return null
  const tables = ["tcp", "tcp6"].map((table) => readSystemFile(`/proc/${first.pid}/net/${table}`))
  if (tables[0] === null) return null
  const found = tables.flatMap((table) => [...(table ?? "").matchAll(LISTENS)])
  return new Set(found.map(([, port = "0"]) => Number.parseInt(port, 16)))
}

/** Time and memory of its control group, without what is only cached; null where nobody tells. */
export function usageOf(first: First): GroupUsage | null {
  const groups = cgroupsOf(first)
  const memory = groups === null ? undefined : memoryFiles(groups)[0]
  const cpu = groups === null ? undefined : controllerFolders(groups, "cpu")[0]
  if (memory === undefined || cpu === undefined) return null
  const read = (path: string) => readSystemFile(path) ?? ""
  const used = Number(read(memory.usage))
  if (!(used > 0)) return null
  const stat = read(`${cpu.path}/cpu.stat`)
  const cpuMs =
    cpu.version === 2
      ? statBytes(stat, "usage_usec") / 1e3
      : Number(read(`${cpu.path.replace("/cpu/", "/cpuacct/")}/cpuacct.usage`)) / 1e6
  const cachedBytes = statBytes(read(memory.stat), memory.cached)
  return { cpuMs, memoryBytes: Math.max(0, used - cachedBytes) }
}

/** The control groups of its first process; null where that is not a process of this machine. */
function cgroupsOf({ pid, id }: First): string | null {
  const text = readSystemFile(`/proc/${pid}/cgroup`)
  return text?.includes(id.slice(0, 64)) === true && id !== "" ? text : null
}
