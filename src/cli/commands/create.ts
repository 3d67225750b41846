/**
 * `parallel-smoke create`: a first suite file, or a first workflow file, from what is here.
 */
import posix from "node:path/posix"
import { findScripts, renderSuiteTemplate } from "../../app/create-suite.ts"
import {
  findDefaultBranch,
  remainingWork,
  renderWorkflowTemplate,
  WORKFLOW_FILE,
} from "../../app/create-workflow.ts"
import { fileFailure } from "../../app/run-folder.ts"
import { EXIT_CODES } from "../../core/exit-code.ts"
import type { Failure } from "../../core/failure.ts"
import { err, ok, type Result } from "../../core/result.ts"
import type { CliContext } from "../context.ts"
import type { FlagValues } from "../options.ts"

/** A file to be written, and what to do with it next. */
interface Draft {
  readonly output: string
  readonly text: string
  readonly next: string
}

/** Writes the file; one that exists is kept unless `--force` is given. */
export function createCommand(
  invocation: { readonly flags: FlagValues },
  context: CliContext,
): Result<number, Failure> {
  const { flags } = invocation
  const { files, console } = context
  const { output, text, next } =
    flags.workflow === true ? draftWorkflow(flags, context) : draftSuite(flags, context)
  if (output === "-") {
    console.data(text)
    return ok(EXIT_CODES.passed)
  }
  if (files.exists(output) && flags.force !== true) {
    const message = `${output} exists already`
    return err({ reason: "usage/invalid", message, hint: "give --force to replace it" })
  }
  const written = files.writeAtomic(output, text)
  if (!written.ok) return err(fileFailure(written.error))
  console.info(`wrote ${output}; ${next}`)
  return ok(EXIT_CODES.passed)
}

function draftSuite(flags: FlagValues, { cwd, files }: CliContext): Draft {
  const output = flags.output ?? "smoke.yml"
  const name = flags.name ?? posix.basename(cwd)
  const folder = output === "-" ? cwd : posix.resolve(cwd, posix.dirname(output))
  const text = renderSuiteTemplate({ name, scripts: findScripts(folder, files) })
  return { output, text, next: `try: parallel-smoke validate ${output}` }
}

function draftWorkflow(flags: FlagValues, { cwd, files }: CliContext): Draft {
  const output = flags.output ?? WORKFLOW_FILE
  const branch = findDefaultBranch(cwd, files)
  const text = renderWorkflowTemplate({ name: flags.name ?? "smoke", branch })
  const next = remainingWork() ?? "let branch protection require the check `verdict`"
  return { output, text, next }
}
