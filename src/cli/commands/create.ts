/**
 * `parallel-smoke create`: a first suite file, from what is here.
 */
import posix from "node:path/posix"
import { findScripts, renderSuiteTemplate } from "../../app/create-suite.ts"
import { fileFailure } from "../../app/run-folder.ts"
import { EXIT_CODES } from "../../core/exit-code.ts"
import type { Failure } from "../../core/failure.ts"
import { err, ok, type Result } from "../../core/result.ts"
import type { CliContext } from "../context.ts"
import type { FlagValues } from "../options.ts"

/** Writes the file; one that exists is kept unless `--force` is given. */
export function createCommand(
  invocation: { readonly flags: FlagValues },
  context: CliContext,
): Result<number, Failure> {
  const { flags } = invocation
  const output = flags.output ?? "smoke.yml"
  const name = flags.name ?? posix.basename(context.cwd)
  const folder = output === "-" ? context.cwd : posix.resolve(context.cwd, posix.dirname(output))
  const text = renderSuiteTemplate({ name, scripts: findScripts(folder, context.files) })
  if (output === "-") {
    context.console.data(text)
    return ok(EXIT_CODES.passed)
  }
  if (context.files.exists(output) && flags.force !== true) {
    const message = `${output} exists already`
    return err({ reason: "usage/invalid", message, hint: "give --force to replace it" })
  }
  const written = context.files.writeAtomic(output, text)
  if (!written.ok) return err(fileFailure(written.error))
  context.console.info(`wrote ${output}; try: parallel-smoke validate ${output}`)
  return ok(EXIT_CODES.passed)
}
