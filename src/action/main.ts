/**
 * The action: reads inputs, runs the command, turns what comes back into outputs and an exit code.
 */
import { defined } from "../core/defined.ts"
import { EXIT_CODES, exitCodeFor } from "../core/problems/exit-code.ts"
import { exitNameOf, type Failure } from "../core/problems/failure.ts"
import type { Result } from "../core/problems/result.ts"
import { unreachable } from "../core/problems/unreachable.ts"
import { isSecret } from "../core/text/secret.ts"
import type { Step } from "../ports/step.ts"
import { neutraliseText } from "../report/lines/neutralise.ts"
import { inRepository } from "../report/results/reproduce.ts"
import { renderFailure } from "../report/text/failure-text.ts"
import { bugAnnotation, failureAnnotations } from "../report/view/failure-annotations.ts"
import { aggregateCommand } from "./commands/aggregate.ts"
import { allCommand } from "./commands/all.ts"
import { planCommand } from "./commands/plan.ts"
import { publishCommand } from "./commands/publish.ts"
import { runCommand } from "./commands/run.ts"
import type { ActionContext } from "./context.ts"
import { readInputs, secretsOf } from "./inputs.ts"
import { checkoutBelow } from "./planning.ts"
import { postMain } from "./post.ts"
import type { Finished } from "./reporting.ts"
import { stepLoader, wireAction } from "./wire.ts"

/** Runs the step, or its `post`, and resolves to the exit code. */
export async function main(process: {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  /** True where the runner has come to the step's `post`. */
  readonly post: boolean
  readonly exit: (code: number) => void
  readonly print: (text: string) => void
}): Promise<number> {
  const env = defined({ ...process.env }) as Record<string, string>
  const inputs = readInputs(env)
  if (!inputs.ok) {
    // Where `main` did nothing, `post` owes nothing.
    if (process.post) return EXIT_CODES.passed
    process.print(`${renderFailure(inputs.error)}\n`)
    return refuse(inputs.error, await stepLoader(env)())
  }
  const context = wireAction(inputs.value, { ...process, env })
  context.crashes.listen((error) => {
    void tellBug(error, context).then(process.exit)
  })
  if (process.post) {
    await postMain(context)
    return EXIT_CODES.passed
  }
  try {
    return await runStep(context)
  } catch (error) {
    return await tellBug(error, context)
  }
}

/** In the log, and as an error that the page of the run shows; whatever fails of that, it ends here. */
async function tellBug(error: unknown, context: ActionContext): Promise<number> {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = neutraliseText(text)
  context.console.info(`internal error, please report it with this text:\n${lines}`)
  try {
    const step = await context.step()
    step.annotate(bugAnnotation(lines))
  } catch {}
  return EXIT_CODES.internal
}

async function runStep(context: ActionContext): Promise<number> {
  const secrets = secretsOf(context.inputs).filter(isSecret)
  if (secrets.length > 0) {
    const { mask } = await context.step()
    for (const secret of secrets) mask(secret)
  }
  const result = await dispatch(context)
  const step = await context.step()
  if (result.ok) {
    step.setOutputs(result.value.outputs)
    return result.value.exitCode
  }
  context.console.info(renderFailure(result.error))
  return refuse(result.error, step, context)
}

function refuse(failure: Failure, step: Step, context?: ActionContext): number {
  for (const annotation of failureAnnotations(failure)) {
    const { file } = annotation
    const checkout = file === null || context === undefined ? null : checkoutBelow(context, file)
    const repeat = checkout === null ? {} : { checkout }
    step.annotate({ ...annotation, file: file === null ? null : inRepository({ repeat }, file) })
  }
  step.setOutputs({ conclusion: "incomplete" })
  return exitCodeFor([exitNameOf(failure)])
}

function dispatch(context: ActionContext): Promise<Result<Finished, Failure>> {
  const { command } = context.inputs
  switch (command) {
    case "all":
      return allCommand(context)
    case "plan":
      return planCommand(context)
    case "run":
      return runCommand(context)
    case "aggregate":
      return aggregateCommand(context)
    case "publish":
      return publishCommand(context)
    default:
      return unreachable(command)
  }
}
