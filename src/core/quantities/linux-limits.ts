/**
 * What files of Linux say of processors and memory: `/proc/meminfo` and control groups of both
 * versions.
 */

/** A controller's folder below `/sys/fs/cgroup`, and how its files are named. */
export interface CgroupPlace {
  readonly version: 1 | 2
  /** From the mount of the controller, with a leading `/`. */
  readonly path: string
}

/** Where a process is, from `/proc/self/cgroup`; null where the file says nothing of the controller. */
export function parseCgroup(text: string, controller: "cpu" | "memory"): CgroupPlace | null {
  let unified: CgroupPlace | null = null
  for (const line of text.split("\n")) {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(\/.*)$/u.exec(line) ?? []
    if (path === "") continue
    if (controllers.split(",").includes(controller)) return { version: 1, path }
    if (controllers === "") unified = { version: 2, path }
  }
  return unified
}

/** The folders that bound a process: its own and every one above, as far as they are visible. */
export function foldersUpwards(path: string): readonly string[] {
  const segments = path.split("/").filter((segment) => segment !== "" && segment !== "..")
  return segments
    .map((_, index) => `/${segments.slice(0, segments.length - index).join("/")}`)
    .concat("")
}

/** Processors by `cpu.max` (`200000 100000`); null without a limit. */
export function parseCpuMax(text: string): number | null {
  const [quota = "", period = "100000"] = text.trim().split(/\s+/u)
  return ratio(quota, period)
}

/** Processors by `cpu.cfs_quota_us` and `cpu.cfs_period_us`; null without a limit (-1). */
export function parseCpuQuota(quota: string, period: string): number | null {
  return ratio(quota.trim(), period.trim())
}

/** Bytes by `memory.max` or `memory.limit_in_bytes`; null without a limit. */
export function parseMemoryLimit(text: string): number | null {
  const bytes = wholeNumber(text)
  // Version 1 writes the largest multiple of a page instead of a word.
  return bytes === null || bytes >= 2 ** 62 ? null : bytes
}

const MOUNT = "/sys/fs/cgroup"

/** The folders of a controller's control groups that bound a process; none where it is in none. */
export function controllerFolders(
  cgroup: string,
  controller: "cpu" | "memory",
): readonly { readonly version: 1 | 2; readonly path: string }[] {
  const place = parseCgroup(cgroup, controller)
  if (place === null) return []
  const { version } = place
  const mount = version === 2 ? MOUNT : `${MOUNT}/${controller}`
  return foldersUpwards(place.path).map((folder) => ({ version, path: `${mount}${folder}` }))
}

/** The files of one control group that tell of memory. */
export interface MemoryFiles {
  readonly limit: string
  readonly usage: string
  readonly stat: string
  /** What `stat` calls files that are only cached. */
  readonly cached: string
}

/** The files of every group that bounds the memory of a process, from `/proc/self/cgroup`. */
export function memoryFiles(cgroup: string): readonly MemoryFiles[] {
  return controllerFolders(cgroup, "memory").map(({ version, path }) => ({
    limit: `${path}/${version === 2 ? "memory.max" : "memory.limit_in_bytes"}`,
    usage: `${path}/${version === 2 ? "memory.current" : "memory.usage_in_bytes"}`,
    stat: `${path}/memory.stat`,
    cached: version === 2 ? "inactive_file" : "total_inactive_file",
  }))
}

/** What a group allows, and what is used without what is only cached and can be given back. */
export interface MemoryBound {
  readonly limitBytes: number
  readonly usedBytes: number
}

/** The bound of a group by the texts of its files; null without a limit. */
export function toMemoryBound(texts: {
  readonly limit: string
  readonly usage: string
  readonly stat: string
  readonly cached: string
}): MemoryBound | null {
  const limitBytes = parseMemoryLimit(texts.limit)
  if (limitBytes === null) return null
  const usage = wholeNumber(texts.usage) ?? 0
  return { limitBytes, usedBytes: Math.max(0, usage - statBytes(texts.stat, texts.cached)) }
}

/** A file that holds one number; null when it does not. */
function wholeNumber(text: string): number | null {
  return /^\d{1,20}$/u.test(text.trim()) ? Number(text.trim()) : null
}

/** Bytes of a line of `memory.stat`, such as `inactive_file`; 0 where there is none. */
export function statBytes(text: string, name: string): number {
  const line = text.split("\n").find((each) => each.startsWith(`${name} `)) ?? ""
  return wholeNumber(line.slice(name.length)) ?? 0
}

/** Total and available bytes of `/proc/meminfo`; null when they are not there. */
export function parseMeminfo(
  text: string,
): { readonly totalBytes: number; readonly availableBytes: number } | null {
  const kib = (name: string): number | null => {
    const [, count] = new RegExp(String.raw`^${name}:\s+(\d{1,15}) kB$`, "mu").exec(text) ?? []
    return count === undefined ? null : Number(count) * 1_024
  }
  const totalBytes = kib("MemTotal")
  // Kernels before 3.14 do not say what is available.
  const availableBytes = kib("MemAvailable") ?? kib("MemFree")
  return totalBytes === null || availableBytes === null ? null : { totalBytes, availableBytes }
}

function ratio(quota: string, period: string): number | null {
  const [part, whole] = [wholeNumber(quota), wholeNumber(period)]
  if (part === null || whole === null || part === 0 || whole === 0) return null
  return part / whole
}
