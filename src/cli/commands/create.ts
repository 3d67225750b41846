/**
 * `parallel-smoke create`: a first suite file, or a first workflow file, from what is here.
 */
import posix from "node:path/posix"
import { setUpSteps } from "../../app/create/create-set-up.ts"
import { renderSoakTemplate, SOAK_FILE } from "../../app/create/create-soak.ts"
import { renderSuiteTemplate } from "../../app/create/create-suite.ts"
import {
  findDefaultBranch,
  remainingWork,
  renderWorkflowTemplate,
  WORKFLOW_FILE,
} from "../../app/create/create-workflow.ts"
import { findTests, OTHER_PLACES, SCRIPT_PLACES } from "../../app/create/find-tests.ts"
import { fileFailure } from "../../app/folder/run-folder.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { countOf } from "../../report/lines/neutralise.ts"
import type { Values } from "../../settings/table.ts"
import type { CliContext } from "../context.ts"

/** A file to be written, and what to do with it next. */
interface Draft {
  readonly output: string
  readonly text: string
  readonly next: string
}

/** Writes the file; one that exists is kept unless `--force` is given. */
export function createCommand(
  invocation: { readonly flags: Values },
  context: CliContext,
): Result<number, Failure> {
  const { flags } = invocation
  const { files, console } = context
  const draft =
    flags.workflow === undefined ? draftSuite(flags, context) : ok(draftWorkflow(flags, context))
  if (!draft.ok) return draft
  const { output, text, next } = draft.value
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

function draftSuite(flags: Values, { cwd, files, console }: CliContext): Result<Draft, Failure> {
  const output = flags.output ?? "smoke.yml"
  const name = flags.name ?? posix.basename(cwd)
  const folder = output === "-" ? cwd : posix.resolve(cwd, posix.dirname(output))
  const found = findTests(folder, files)
  const looked = `scripts (executable, or with #!) in ${SCRIPT_PLACES.join(" ")}, and ${OTHER_PLACES}`
  if (found.tests.length + found.include.length === 0) {
    const message = `found nothing to run; searched for ${looked}`
    const hint = `write ${output} yourself: scenarios: { home: curl --fail http://localhost:8080 }`
    return err({ reason: "usage/invalid", message, hint })
  }
  console.info(`looked for ${looked}`)
  for (const { id, what, files: paths = [], matrix } of found.tests) {
    const count = paths.length + (matrix?.values.length ?? 0)
    console.info(`  ${id}: ${countOf(count, "scenario")}, ${what}`)
  }
  const { length } = found.include
  if (length > 0) console.info(`  ${countOf(length, "script")} with a header`)
  const text = renderSuiteTemplate({ name, found })
  return ok({ output, text, next: `try: parallel-smoke run ${output}` })
}

function draftWorkflow(flags: Values, context: CliContext): Draft {
  const { cwd, files } = context
  if (flags.workflow === "soak") return draftSoak(flags)
  const output = flags.output ?? WORKFLOW_FILE
  const branch = findDefaultBranch(cwd, files)
  const setUp = setUpSteps(cwd, context)
  const text = renderWorkflowTemplate({ name: flags.name ?? "smoke", branch, ...setUp })
  const next = remainingWork() ?? "require the check `verdict` in branch protection"
  return { output, text, next }
}

function draftSoak({ output = SOAK_FILE, name = "soak" }: Values): Draft {
  const next = remainingWork() ?? "start it once by hand, in the tab Actions"
  return { output, text: renderSoakTemplate({ name }), next }
}
