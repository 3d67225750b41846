/**
 * Names of runs, and the folder that holds the runs that name none.
 */
import type { Clock } from "../../ports/clock.ts"
import type { Files } from "../../ports/files.ts"

/** `20261121-144512-k3f9a1`: sorted by time, to the millisecond; unique by its last four characters. */
export function newRunId({
  clock,
  uniqueName,
}: {
  readonly clock: Pick<Clock, "now">
  readonly uniqueName: () => string
}): string {
  const now = Math.floor(clock.now())
  const [date = "", time = ""] = new Date(now).toISOString().split("T")
  // They order runs of the same second: `last` means the latest.
  const milliseconds = (now % 1_000).toString(36).padStart(2, "0")
  const second = `${date.replaceAll("-", "")}-${time.slice(0, 8).replaceAll(":", "")}`
  return `${second}-${milliseconds}${uniqueName().slice(0, 4)}`
}

/** Where runs lie below a folder. */
export function runsBelow(folder: string): string {
  return `${folder}/.parallel-smoke/runs`
}

/** The folder of a run below a folder, out of git's sight. */
export function hiddenRunFolder(folder: string, runId: string, files: Files): string {
  hide(folder, files)
  return `${runsBelow(folder)}/${runId}`
}

/** Keeps what lies in `.parallel-smoke` below a folder out of git's sight. */
export function hide(folder: string, files: Files): void {
  const ignore = `${folder}/.parallel-smoke/.gitignore`
  if (!files.exists(ignore)) files.writeAtomic(ignore, "*\n")
}
