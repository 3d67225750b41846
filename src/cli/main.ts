/**
 * The CLI: reads the command line, runs the command, turns what comes back into an exit code.
 */
import { INLINE_SUITE, withFile } from "../app/suite/inline-suite.ts"
import { EXIT_CODES, exitCodeFor, exitCodeWith } from "../core/problems/exit-code.ts"
import { exitNameOf, type Failure } from "../core/problems/failure.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { unreachable } from "../core/problems/unreachable.ts"
import { renderFailure } from "../report/text/failure-text.ts"
import { aggregateCommand } from "./commands/aggregate.ts"
import { analyzeCommand } from "./commands/analyze.ts"
import { createCommand } from "./commands/create.ts"
import { doctorCommand } from "./commands/doctor.ts"
import { fixturesCommand } from "./commands/fixtures.ts"
import { historyCommand } from "./commands/history.ts"
import { listCommand, validateCommand } from "./commands/list.ts"
import { planCommand } from "./commands/plan.ts"
import { probeCommand } from "./commands/probe.ts"
import { replayCommand } from "./commands/replay.ts"
import { runCommand } from "./commands/run.ts"
import type { CliContext } from "./context.ts"
import { type Invocation, type Notice, parseCommandLine } from "./program.ts"

/** Commands that take a suite. */
const READ_SUITES: readonly string[] = ["run", "plan", "list", "validate", "analyze"]

/** Runs one command line and resolves to the exit code. */
export async function main(argv: readonly string[], context: CliContext): Promise<number> {
  const exitCode = await answer(argv, context)
  const message = context.console.unwritten()
  if (message === null) return exitCode
  const failure: Failure = { reason: "output/unwritable", message }
  context.console.info(renderFailure(failure))
  return exitCodeWith(exitCode, exitNameOf(failure))
}

async function answer(argv: readonly string[], context: CliContext): Promise<number> {
  const parsed = parseCommandLine(argv, context.version)
  if (!parsed.ok) return tellNotice(parsed.error, context)
  context.crashes.listen((error) => {
    context.exit(tellBug(error, context))
  })
  try {
    const given = withInput(parsed.value, context)
    const result = given.ok ? await dispatch(given.value.invocation, given.value.context) : given
    if (result.ok) return result.value
    const profiles = knownProfiles(parsed.value, result.error)
    const again = profiles === null ? null : parseCommandLine(argv, context.version, profiles)
    if (again?.ok === false) return tellNotice(again.error, context)
    context.console.info(renderFailure(result.error))
    return exitCodeFor([exitNameOf(result.error)])
  } catch (error) {
    return tellBug(error, context)
  }
}

function tellNotice({ text, stream, exitCode }: Notice, { console }: CliContext): number {
  if (stream === "data") console.data(text)
  else console.info(text.trimEnd())
  return exitCode
}

/** The profiles that there are, where a failure shows that a flag was wrongly taken for one. */
function knownProfiles(
  { guessed, operands }: Invocation,
  failure: Failure,
): ReadonlySet<string> | null {
  if (guessed.length === 0) return null
  // What was taken for the suite may be the value of the unknown flag.
  if (failure.reason === "config/no-suite" && operands.length > 0) return new Set()
  if (failure.reason !== "usage/unknown-profile") return null
  return guessed.includes(failure.profile) ? new Set(failure.known) : null
}

/** The suite `-` comes by the standard input. */
function withInput(
  invocation: Invocation,
  context: CliContext,
): Result<{ readonly invocation: Invocation; readonly context: CliContext }, Failure> {
  if (!READ_SUITES.includes(invocation.command) || invocation.operands[0] !== "-") {
    return ok({ invocation, context })
  }
  const text = context.readInput()
  if (!text.ok) {
    return err({ reason: "files/unusable", path: "standard input", message: text.error })
  }
  const files = withFile(context.files, `${context.cwd}/${INLINE_SUITE}`, text.value)
  return ok({
    invocation: { ...invocation, operands: [INLINE_SUITE] },
    context: { ...context, files, inline: text.value },
  })
}

function tellBug(error: unknown, { console }: CliContext): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  console.info(`internal error, please report it with this text:\n${text}`)
  return EXIT_CODES.internal
}

async function dispatch(
  invocation: Invocation,
  context: CliContext,
): Promise<Result<number, Failure>> {
  switch (invocation.command) {
    case "run":
      return runCommand(invocation, context)
    case "plan":
      return planCommand(invocation, context)
    case "aggregate":
      return aggregateCommand(invocation, context)
    case "replay":
      return replayCommand(invocation, context)
    case "list":
      return listCommand(invocation, context)
    case "validate":
      return validateCommand(invocation, context)
    case "analyze":
      return analyzeCommand(invocation, context)
    case "history":
      return historyCommand(invocation, context)
    case "fixtures":
      return fixturesCommand(invocation, context)
    case "probe":
      return probeCommand(invocation, context)
    case "doctor":
      return doctorCommand(invocation, context)
    case "create":
      return createCommand(invocation, context)
    default:
      return unreachable(invocation.command)
  }
}
