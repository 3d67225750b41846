/**
 * Processors and memory of this machine, within the limits of this process' control group. On Linux
 * from `/proc` and `/sys/fs/cgroup`; elsewhere what Node knows.
 */
import { cpus, freemem, platform, totalmem } from "node:os"
import {
  type MemoryFiles,
  memoryFiles,
  parseMeminfo,
  toMemoryBound,
} from "../../../core/quantities/linux-limits.ts"
import type { Machine, MachineSample } from "../../../ports/machine.ts"
import { readSystemFile } from "../files/file-problem.ts"

/** Reads anew at every sample; the first tells nothing of processors' work. */
export function nodeMachine(
  read: (path: string) => string | null = readSystemFile,
  system: string = platform(),
): Machine {
  let before: { readonly busy: number; readonly all: number } | null = null
  let group: string | null | undefined
  let bounds: readonly MemoryFiles[] | null = null
  return {
    sample: (): MachineSample => {
      const now = system === "linux" ? statTimes(read("/proc/stat")) : nodeTimes()
      const busy = now === null || before === null ? null : part(before, now)
      before = now
      if (system !== "linux") {
        const memory = { memoryAvailableBytes: freemem(), memoryTotalBytes: totalmem() }
        return { cpuBusy: busy, cpuPressure: null, memoryPressure: null, ...memory }
      }
      group ??= controlGroup(read)
      bounds ??= memoryFiles(read("/proc/self/cgroup") ?? "")
      return {
        cpuBusy: busy,
        cpuPressure: pressure(read(`${group}/cpu.pressure`) ?? read("/proc/pressure/cpu")),
        memoryPressure: pressure(read(`${group}/memory.pressure`) ?? read("/proc/pressure/memory")),
        ...memory(read, bounds),
      }
    },
  }
}

/** The folder of the group of this process that tells of pressure; null where there is none. */
function controlGroup(read: (path: string) => string | null): string | null {
  const path = /^0::(\/.*)$/mu.exec(read("/proc/self/cgroup") ?? "")?.[1]
  if (path === undefined) return null
  // Inside a container the own group is the root of what it sees.
  const own = `/sys/fs/cgroup${path === "/" ? "" : path}`
  return [own, "/sys/fs/cgroup"].find((one) => read(`${one}/memory.current`) !== null) ?? null
}

/** The 10 second average of `some`, in percent. */
function pressure(text: string | null): number | null {
  const found = /^some avg10=([\d.]+)/mu.exec(text ?? "")?.[1]
  return found === undefined ? null : Number(found)
}

/** What is there, and what is left of it under the tightest bound of all groups around this process. */
function memory(read: (path: string) => string | null, bounds: readonly MemoryFiles[]) {
  const whole = parseMeminfo(read("/proc/meminfo") ?? "")
  if (whole === null) return { memoryAvailableBytes: null, memoryTotalBytes: null }
  let { availableBytes, totalBytes } = whole
  for (const { limit, usage, stat, cached } of bounds) {
    const text = read(limit)
    if (text === null) continue
    const used = { usage: read(usage) ?? "", stat: read(stat) ?? "" }
    const bound = toMemoryBound({ limit: text, ...used, cached })
    if (bound === null) continue
    totalBytes = Math.min(totalBytes, bound.limitBytes)
    availableBytes = Math.min(availableBytes, Math.max(0, bound.limitBytes - bound.usedBytes))
  }
  return { memoryAvailableBytes: availableBytes, memoryTotalBytes: totalBytes }
}

interface Times {
  readonly busy: number
  readonly all: number
}

function statTimes(text: string | null): Times | null {
  const line = /^cpu +(.+)$/mu.exec(text ?? "")?.[1]
  if (line === undefined) return null
  // user nice system idle iowait irq softirq steal; guests are counted in user.
  const times = line.split(" ").slice(0, 8).map(Number)
  const all = times.reduce((sum, time) => sum + time, 0)
  return { all, busy: all - (times[3] ?? 0) - (times[4] ?? 0) }
}

function nodeTimes(): Times {
  return cpus().reduce(
    (sum, { times }) => {
      const busy = times.user + times.nice + times.sys + times.irq
      return { busy: sum.busy + busy, all: sum.all + busy + times.idle }
    },
    { busy: 0, all: 0 },
  )
}

function part(before: Times, now: Times): number | null {
  const all = now.all - before.all
  return all <= 0 ? null : Math.min(1, Math.max(0, (now.busy - before.busy) / all))
}
