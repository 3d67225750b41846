/**
 * Where the launcher's program is on this machine.
 */
import { existsSync } from "node:fs"
import { findProgram } from "../files/find-program.ts"
import { LAUNCHER_PERL } from "./launcher-perl.ts"

/** How a launcher is started. */
export interface LauncherProgram {
  readonly file: string
  readonly args: readonly string[]
  /** Numbers of the system calls, as `CALLS` has them; none where they are not known. */
  readonly calls: readonly string[]
  /** It is a child subreaper (prctl(2)): what loses its parent below it becomes its own child. */
  readonly keepsOrphans: boolean
}

/** Numbers of wait4(2), execve(2), clock_gettime(2) and prctl(2) by processor (Linux). */
const CALLS: Readonly<Record<string, readonly number[]>> = {
  x64: [61, 59, 228, 157],
  arm64: [260, 221, 113, 167],
}

/** Every Debian, Ubuntu and macOS has it here; one of a version manager may be slow. */
const SYSTEM_PERL = "/usr/bin/perl"

/** The launcher of this machine; null where there is no Perl, and on Windows. */
export function launcherProgram(path: string | undefined): LauncherProgram | null {
  if (process.platform === "win32") return null
  const file = existsSync(SYSTEM_PERL) ? SYSTEM_PERL : findProgram("perl", path)
  if (!file.startsWith("/")) return null
  // Elsewhere Perl's own functions are used: nobody tells there what a child has used.
  const calls = process.platform === "linux" ? (CALLS[process.arch] ?? []) : []
  const numbers = calls.map(String)
  const args = ["-e", LAUNCHER_PERL, ...numbers]
  return { file, args, calls: numbers, keepsOrphans: calls.length > 0 }
}
