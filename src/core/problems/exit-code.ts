/**
 * The one table of exit codes, shared by CLI and action and part of the public contract.
 */

/** Exit codes by name, each with its meaning. */
export const EXIT_CODES = {
  /** Every selected scenario passed, was flaky or was skipped. */
  passed: 0,
  /** A scenario failed, or was flaky or skipped although the settings forbid it. */
  failed: 1,
  /** The command line or the configuration is wrong; nothing was run. */
  usage: 2,
  /** Nothing was executed in the whole run. */
  empty: 3,
  /** A result is missing (a shard, the end of a journal, a verdict), or a folder belongs to another plan. */
  incomplete: 4,
  /** A bug of this program. */
  internal: 70,
  /** Ended by SIGINT. */
  interrupted: 130,
  /** Ended by SIGTERM, or because the terminal was closed (SIGHUP). */
  terminated: 143,
} as const

/** The name of an exit code. */
export type ExitName = keyof typeof EXIT_CODES
export type ExitCode = (typeof EXIT_CODES)[ExitName]

/** If several apply, the first of these decides; the text of a report names them all. */
const PRECEDENCE: readonly ExitName[] = [
  "internal",
  "interrupted",
  "terminated",
  "usage",
  "incomplete",
  "failed",
  "empty",
  "passed",
]

/** The exit code for everything that applies to a run. */
export function exitCodeFor(names: Iterable<ExitName>): ExitCode {
  const held = new Set(names)
  return EXIT_CODES[PRECEDENCE.find((name) => held.has(name)) ?? "passed"]
}

/** Combines an exit code with something else that applies. */
export function exitCodeWith(code: number, name: ExitName): number {
  const held = PRECEDENCE.find((known) => EXIT_CODES[known] === code)
  return held === undefined ? code : exitCodeFor([held, name])
}
