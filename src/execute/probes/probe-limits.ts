/**
 * Processors and memory that this process may use: what the machine has, within what its control
 * groups allow.
 */
import {
  controllerFolders,
  memoryFiles,
  parseCpuMax,
  parseCpuQuota,
  parseMeminfo,
  toMemoryBound,
} from "../../core/quantities/linux-limits.ts"
import { formatQuantity } from "../../core/quantities/quantity.ts"
import { counted, type Finding, type ProbePorts } from "./probe-finding.ts"

const CGROUP = "/proc/self/cgroup"

type LimitPorts = Pick<ProbePorts, "host" | "files">

/** Processors, as few as the tightest quota allows. */
export function probeCpu(ports: LimitPorts): Finding {
  const cores = ports.host.cores()
  const quota = tightestQuota(ports)
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
  const read = (path: string): string => readOr(ports, path)
  return memoryFiles(read(CGROUP)).flatMap(({ limit: file, usage, stat, cached }) => {
    const bound = toMemoryBound({ limit: read(file), usage: read(usage), stat: read(stat), cached })
    return bound === null ? [] : [{ limit: bound.limitBytes, used: bound.usedBytes, file }]
  })
}

interface Quota {
  readonly amount: number
  readonly file: string
}

/** The smallest of the quotas of this process's group and of all groups above it. */
function tightestQuota(ports: LimitPorts): Quota | null {
  const quotas = controllerFolders(readOr(ports, CGROUP), "cpu").flatMap(
    (folder) => readQuota(folder, ports) ?? [],
  )
  return quotas.sort((a, b) => a.amount - b.amount)[0] ?? null
}

function readQuota(
  { path, version }: { readonly path: string; readonly version: 1 | 2 },
  ports: LimitPorts,
): Quota | null {
  const file = `${path}/${version === 2 ? "cpu.max" : "cpu.cfs_quota_us"}`
  const text = readOr(ports, file)
  const amount =
    version === 2
      ? parseCpuMax(text)
      : parseCpuQuota(text, readOr(ports, `${path}/cpu.cfs_period_us`))
  return amount === null ? null : { amount, file }
}

/** Whole files: those of the kernel say of themselves that they are empty. */
function readOr({ files }: LimitPorts, path: string): string {
  const text = files.readText(path)
  return text.ok ? text.value : ""
}
