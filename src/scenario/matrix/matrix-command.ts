/**
 * Values of a matrix that a command gives: which commands a suite declares, and what their output
 * means. Nothing is run here.
 */
import { isJsonObject, type Json, parseJson } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import { cutText } from "../../core/text/cut-text.ts"
import { isList, valueText } from "../expressions/matrix-value.ts"
import { hasExpression } from "../expressions/template.ts"
import { refuseDuration } from "../keys/parts.ts"
import { type Declaration, type Field, fieldOf } from "../layers/declaration.ts"
import type { Path } from "../text/document.ts"

/** A command that gives the values of a dimension. */
export interface MatrixCommand {
  /** Text for bash. */
  readonly text: string
  readonly timeoutMs: number
  /** Folder that it runs in, relative to the root. */
  readonly folder: string
}

/** A dimension with its command, or with what is wrong with it. */
export interface CommandDimension {
  readonly dimension: string
  readonly command: Result<MatrixCommand, readonly Diagnostic[]>
  readonly path: Path
}

const DEFAULT_TIMEOUT_MS = 60_000

/** Names a command: what is asked twice is run once. */
export function commandKey({ folder, text, timeoutMs }: MatrixCommand): string {
  return `${folder}\u0000${timeoutMs}\u0000${text}`
}

/** Every command that declarations name for values of a matrix, each once. */
export function matrixCommands(declarations: readonly Declaration[]): readonly MatrixCommand[] {
  const commands = new Map<string, MatrixCommand>()
  for (const declaration of declarations) {
    const strategy = fieldOf(declaration, "strategy")
    if (strategy === undefined) continue
    for (const { command } of commandDimensions(strategy, declaration.folder)) {
      if (command.ok) commands.set(commandKey(command.value), command.value)
    }
  }
  return [...commands.values()]
}

/** Dimensions of a strategy whose values come from a command. */
export function commandDimensions(
  strategy: Field<"strategy">,
  folder: string,
): readonly CommandDimension[] {
  if (typeof strategy.value === "string" || typeof strategy.value.matrix === "string") return []
  const base = [...strategy.path, "matrix"]
  return Object.entries(strategy.value.matrix).flatMap(([dimension, value]) => {
    if (!isJsonObject(value as Json) || !Object.hasOwn(value as object, "command")) return []
    const path = [...base, dimension]
    const command = readCommand(value as Record<string, unknown>, { strategy, path, folder })
    return [{ dimension, command, path }]
  })
}

function readCommand(
  value: Record<string, unknown>,
  at: { readonly strategy: Field<"strategy">; readonly path: Path; readonly folder: string },
): Result<MatrixCommand, readonly Diagnostic[]> {
  const { strategy, path, folder } = at
  const { document } = strategy
  const problems: Diagnostic[] = []
  const { command: text, timeout } = value
  if (typeof text !== "string" || text.trim() === "") {
    const message = "`command` must be a command for bash"
    problems.push(errorAt(document.locate([...path, "command"]), { code: "suite/type", message }))
  } else if (hasExpression(text)) {
    const message = "expressions are not evaluated in a command that planning runs"
    const hint = "let the command read its input from the environment"
    problems.push(
      errorAt(document.locate([...path, "command"]), { code: "matrix/command", message, hint }),
    )
  }
  for (const key of Object.keys(value)) {
    if (key === "command" || key === "timeout") continue
    const message = `\`${key}\` is not a key of a matrix command`
    const hint = "keys are command, timeout"
    problems.push(
      errorAt(document.locateKey([...path, key]), { code: "suite/unknown-key", message, hint }),
    )
  }
  const refusal = timeout === undefined ? undefined : refuseDuration(String(timeout), true)
  if (refusal !== undefined) {
    const location = document.locate([...path, "timeout"])
    problems.push(errorAt(location, refusal))
  }
  if (problems.length > 0) return err(problems)
  const parsed = timeout === undefined ? undefined : parseDurationMs(String(timeout))
  const timeoutMs = parsed?.ok ? parsed.value : DEFAULT_TIMEOUT_MS
  return ok({ text: String(text), timeoutMs, folder })
}

/** The values that an output means: a JSON list, else its lines without those that are empty. */
export function readCommandOutput(output: string): Result<readonly Json[], string> {
  const text = output.trim()
  if (text.startsWith("[")) {
    try {
      const list = parseJson(text)
      if (isList(list) && list.length > 0) return withoutRepeats(list)
    } catch {
      return err(`it printed a list that is not JSON: ${printed(text)}`)
    }
  }
  const lines = text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "[]")
  if (lines.length > 0) return withoutRepeats(lines)
  return err(text === "" ? "it printed nothing to stdout" : `it printed no value: ${printed(text)}`)
}

/** The beginning of an output, as part of a sentence. */
function printed(output: string): string {
  const line = output.trim().replace(/\s*[\r\n]+\s*/gu, "⏎")
  return `\`${cutText(line, MAX_PRINTED, "…")}\``
}

const MAX_PRINTED = 200

/** A value said twice would be two scenarios of one id. */
function withoutRepeats(values: readonly Json[]): Result<readonly Json[], string> {
  const byText = new Map(values.map((value) => [valueText(value), value]))
  return ok([...byText.values()])
}
