/**
 * What `ps` tells of processes where there is no `/proc` (macOS, and BSD as far as it has the same words).
 */
import { spawnSync } from "node:child_process"

/** A process as `ps` lists it. */
export interface PsEntry {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly residentBytes: number
  readonly cpuMs: number
}

/** All processes, in the columns that `parseProcesses` reads. */
export const PROCESSES = ["-axo", "pid=,ppid=,pgid=,rss=,time="] as const

/** All processes with command and environment, which is told of the own user's only. */
export const ENVIRONMENTS = ["-axwwE", "-o", "pid=,command="] as const

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
