/**
 * Processors and memory that this process may use: what the machine has, within what its control
 * groups allow.
 */
import {
  type CgroupPlace,
  foldersUpwards,
  parseCgroup,
  parseCpuMax,
  parseCpuQuota,
  parseMeminfo,
  parseMemoryLimit,
  statBytes,
  wholeNumber,
} from "../capability/linux-limits.ts"
import { formatQuantity } from "../core/quantity.ts"
import { counted, type Finding, type ProbePorts } from "./probe-finding.ts"

type LimitPorts = Pick<ProbePorts, "host" | "files">

const MOUNT = "/sys/fs/cgroup"

/** Processors, as few as the tightest quota allows. */
export function probeCpu(ports: LimitPorts): Finding {
  const cores = ports.host.cores()
  const quota = tightest(ports, "cpu", readQuota)
  const machine = `${formatQuantity(cores, "processors")} may be used`
  if (quota === null) return counted(cores, "cores", machine)
  const evidence = `${machine}, quota of ${formatQuantity(quota.amount, "cores")} in ${quota.file}`
  return counted(Math.min(cores, quota.amount), "cores", evidence)
}

/** Memory that is free now; `memory.total` is what there could be. */
export function probeMemory(ports: LimitPorts): Finding {
  const { totalBytes, availableBytes, source } = memoryOf(ports)
  const of = (bytes: number): string => formatQuantity(bytes, "bytes")
  const machine = `${of(availableBytes)} of ${of(totalBytes)} available by ${source}`
  const whole = (bytes: number, evidence: string): Finding =>
    counted(Math.max(0, Math.floor(bytes)), "bytes", evidence)
  const limits = memoryLimits(ports)
  const freest = limits.reduce(
    (least, { limit, used }) => Math.min(least, limit - used),
    availableBytes,
  )
  const total = limits.reduce((least, { limit }) => Math.min(least, limit), totalBytes)
  const bounding = limits.find(({ limit, used }) => limit - used === freest)
  const evidence =
    bounding === undefined
      ? machine
      : `${machine}; ${of(bounding.limit)} allowed by ${bounding.file}, ${of(bounding.used)} used`
  return { ...whole(freest, evidence), parts: { total: whole(total, evidence) } }
}

function memoryOf({ files, host }: LimitPorts) {
  const text = files.readText("/proc/meminfo")
  const read = text.ok ? parseMeminfo(text.value) : null
  if (read !== null) return { ...read, source: "/proc/meminfo" }
  const { totalBytes, freeBytes } = host.memory()
  return { totalBytes, availableBytes: freeBytes, source: "the operating system" }
}

interface MemoryLimit {
  readonly limit: number
  /** Without what is cached of files and can be given back. */
  readonly used: number
  readonly file: string
}

function memoryLimits(ports: LimitPorts): readonly MemoryLimit[] {
  const place = placeOf(ports, "memory")
  if (place === null) return []
  const second = place.version === 2
  const mount = second ? MOUNT : `${MOUNT}/memory`
  return foldersUpwards(place.path).flatMap((folder): MemoryLimit[] => {
    const read = (name: string): string => readOr(ports, `${mount}${folder}/${name}`)
    const name = second ? "memory.max" : "memory.limit_in_bytes"
    const limit = parseMemoryLimit(read(name))
    if (limit === null) return []
    const usage = wholeNumber(read(second ? "memory.current" : "memory.usage_in_bytes")) ?? 0
    const cached = statBytes(read("memory.stat"), second ? "inactive_file" : "total_inactive_file")
    const used = Math.max(0, usage - cached)
    return [{ limit, used, file: `${mount}${folder}/${name}` }]
  })
}

type ReadLimit = (
  folder: { readonly path: string; readonly version: 1 | 2 },
  ports: LimitPorts,
) => { readonly amount: number; readonly file: string } | null

function readQuota(
  { path, version }: { readonly path: string; readonly version: 1 | 2 },
  ports: LimitPorts,
): ReturnType<ReadLimit> {
  const file = `${path}/${version === 2 ? "cpu.max" : "cpu.cfs_quota_us"}`
  const text = readOr(ports, file)
  const amount =
    version === 2
      ? parseCpuMax(text)
      : parseCpuQuota(text, readOr(ports, `${path}/cpu.cfs_period_us`))
  return amount === null ? null : { amount, file }
}

/** The smallest of the limits of a process's group and of all groups above it. */
function tightest(ports: LimitPorts, controller: "cpu", read: ReadLimit): ReturnType<ReadLimit> {
  const place = placeOf(ports, controller)
  if (place === null) return null
  const mount = place.version === 2 ? MOUNT : `${MOUNT}/${controller}`
  const limits = foldersUpwards(place.path).flatMap(
    (folder) => read({ path: `${mount}${folder}`, version: place.version }, ports) ?? [],
  )
  return limits.sort((a, b) => a.amount - b.amount)[0] ?? null
}

function placeOf(ports: LimitPorts, controller: "cpu" | "memory"): CgroupPlace | null {
  return parseCgroup(readOr(ports, "/proc/self/cgroup"), controller)
}

/** Whole files: those of the kernel say of themselves that they are empty. */
function readOr({ files }: LimitPorts, path: string): string {
  const text = files.readText(path)
  return text.ok ? text.value : ""
}
