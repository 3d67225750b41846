/**
 * The launcher is a small program that starts children for the engine: to start a process costs by
 * the memory of whoever does it. It also waits for them by wait4(2), which tells their processor
 * time and memory. There are two, which speak alike; the first that the machine can run is taken.
 *
 * A request is five numbers of 32 bits (its own, that of the child it follows or 0, how many words
 * the command has, how many names the environment is without, how many bytes follow) and then words,
 * each ended by a NUL: log, folder, control group or nothing, program and arguments, names that are
 * not in the environment, and what is in it as `NAME=value`. Both say how it differs from the
 * environment of request 0, which starts nothing and has only these. A request without a command
 * takes back the one of its number, if that still waits.
 *
 * One that follows a child starts the moment that child has ended well with nothing left of its
 * group; after any other end, or when there is no such child, it is `held ID`: nothing was started,
 * nor what follows it. The child may wait for another itself.
 *
 * Answers are lines: `ready`, `started ID PID`, `refused ID ERRNO [STEP]` where there is no process,
 * `held ID`, and `ended ID STATUS CPU KIB WALL LEFT` with times in microseconds, where LEFT is 0 when
 * nothing of the group was left; with ERRNO and STEP behind it for a process that could not become
 * the program. That a follower has started is told before the end of what it follows; of others with
 * the next line, or a moment later: the engine has nothing to do about it. It ends when its input does,
 * and before that what it has started and still runs.
 */
import { closeSync, openSync, readSync } from "node:fs"
import { findProgram } from "./find-program.ts"
import { LAUNCHER_PERL } from "./launcher-perl.ts"
import { LAUNCHER_PYTHON } from "./launcher-python.ts"

/** How a launcher is started. */
export interface LauncherProgram {
  readonly file: string
  readonly args: readonly string[]
}

/** Numbers of wait4(2), execve(2) and clock_gettime(2) by processor (Linux). */
const CALLS: Readonly<
  Record<string, readonly [wait4: number, execve: number, clockGettime: number]>
> = {
  x64: [61, 59, 228],
  arm64: [260, 221, 113],
}

/** The launchers that may be there, the best first; none on other systems than Linux. */
export function launcherPrograms(path: string | undefined): readonly LauncherProgram[] {
  if (process.platform !== "linux") return []
  const calls = CALLS[process.arch]
  const perl = findProgram("perl", path)
  return [
    ...pythons(path).map((file) => ({ file, args: ["-I", "-S", "-E", "-c", LAUNCHER_PYTHON] })),
    ...(calls === undefined || !perl.startsWith("/")
      ? []
      : [{ file: perl, args: ["-e", LAUNCHER_PERL, ...calls.map(String)] }]),
  ]
}

/** The system's own, else that of PATH unless it is a script, as version managers have: that is slow. */
function pythons(path: string | undefined): readonly string[] {
  const found = ["/usr/bin/python3", findProgram("python3", path)].find(isBinary)
  return found === undefined ? [] : [found]
}

function isBinary(path: string): boolean {
  let fd: number | undefined
  try {
    fd = openSync(path, "r")
    const head = Buffer.alloc(4)
    return readSync(fd, head) === 4 && head.equals(ELF)
  } catch {
    return false
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46])
