/**
 * Control groups of Linux, version 2, where they may be made: below the engine's own group, and only
 * if that holds nobody but the engine. A group with processes cannot hand memory to others (all but the
 * system's root), so the engine first moves into a group of its own beside them.
 */
import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs"
import { once } from "../../../core/once.ts"
import { parseCgroup } from "../../../core/quantities/linux-limits.ts"
import type { ControlGroup, ControlGroups } from "../../../ports/control-groups.ts"
import { readSystemFile } from "../files/file-problem.ts"
import { readProcStat } from "./process-table.ts"

const MOUNT = "/sys/fs/cgroup"

/** What is still ending keeps its group for a moment; so often it is tried to remove it. */
const REMOVES = 10

/** The groups of this machine; `mount` is where they are. */
export function createControlGroups(mount: string = MOUNT): ControlGroups {
  const parent = once(() => findParent(mount))
  const left = new Set<string>()
  let made = 0
  return {
    make: ({ memoryBytes }) => {
      for (const path of left) if (removed(path)) left.delete(path)
      const folder = parent()
      if (folder === null) return null
      made += 1
      const path = `${folder}/smoke-${process.pid}-${made}`
      if (!limited(path, memoryBytes)) return null
      return {
        path,
        ranOut: () => /^oom_kill [1-9]/mu.test(readSystemFile(`${path}/memory.events`) ?? ""),
        remove: () => {
          write(`${path}/cgroup.kill`, "1")
          for (let tries = 0; tries < REMOVES; tries++) if (removed(path)) return
          left.add(path)
        },
      } satisfies ControlGroup
    },
  }
}

/** A folder below which groups with a limit of memory can be made; null where there is none. */
function findParent(mount: string): string | null {
  const own = parseCgroup(readSystemFile("/proc/self/cgroup") ?? "", "memory")
  if (own?.version !== 2) return null
  const folder = `${mount}${own.path === "/" ? "" : own.path}`
  if (!words(`${folder}/cgroup.controllers`).includes("memory")) return null
  if (hands(folder)) return folder
  return moveAside(folder) ? folder : null
}

/** True when groups below it have memory of their own, perhaps from now on. */
function hands(folder: string): boolean {
  const control = `${folder}/cgroup.subtree_control`
  return words(control).includes("memory") || write(control, "+memory")
}

/** Moves the engine, and what it has started, into a group below; not if anybody else is there. */
function moveAside(folder: string): boolean {
  const pids = words(`${folder}/cgroup.procs`)
  if (!pids.every(isOurs)) return false
  const aside = `${folder}/smoke-${process.pid}-engine`
  if (!made(aside)) return false
  const moved = pids.every((pid) => write(`${aside}/cgroup.procs`, pid))
  if (moved && hands(folder)) return true
  for (const pid of pids) write(`${folder}/cgroup.procs`, pid)
  removed(aside)
  return false
}

/** The engine itself, or somebody whose parent, or that one's, it is. */
function isOurs(pid: string): boolean {
  let each = Number(pid)
  while (each > 1 && each !== process.pid) each = readProcStat(each)?.parent ?? 0
  return each === process.pid
}

function limited(path: string, memoryBytes: number): boolean {
  if (!made(path)) return false
  // Without swap it is memory that runs out, with it the machine would get slow first.
  write(`${path}/memory.swap.max`, "0")
  if (write(`${path}/memory.max`, String(memoryBytes)) && write(`${path}/memory.oom.group`, "1")) {
    return true
  }
  removed(path)
  return false
}

function words(path: string): readonly string[] {
  return (readSystemFile(path) ?? "").split(/\s+/u).filter((word) => word !== "")
}

function write(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "r+" })
    return true
  } catch {
    return false
  }
}

function made(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch {
    return false
  }
}

/** Groups that scenarios made in it go with it. */
function removed(path: string): boolean {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) removed(`${path}/${entry.name}`)
    }
    rmdirSync(path)
    return true
  } catch {
    return readSystemFile(`${path}/cgroup.procs`) === null
  }
}
