/**
 * `parallel-smoke fixtures`: what stays of fixtures when no run goes on.
 */
import posix from "node:path/posix"
import type { FinishedRun } from "../../app/shard/open-runs.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Values } from "../../settings/table.ts"
import type { CliContext } from "../context.ts"
import { finishProject } from "../finish-runs.ts"

/** Does what the first word says. */
export async function fixturesCommand(
  { operands, flags }: { readonly operands: readonly string[]; readonly flags: Values },
  context: CliContext,
): Promise<Result<number, Failure>> {
  const [what, ...names] = operands
  switch (what) {
    case "finish": {
      const folders = names.map((name) => ({ only: posix.resolve(context.cwd, name) }))
      const finished: FinishedRun[] = []
      for (const which of folders.length === 0 ? [{}] : folders) {
        finished.push(...(await finishProject(which, context)))
      }
      if (flags.json === true) context.console.data(`${JSON.stringify({ finished }, null, 2)}\n`)
      return ok(EXIT_CODES.passed)
    }
    default: {
      const message = `fixtures cannot ${what ?? "do nothing"}`
      return err({ reason: "usage/invalid", message, hint: "write: fixtures finish" })
    }
  }
}
