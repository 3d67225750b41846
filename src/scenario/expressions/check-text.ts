/**
 * Checks texts that may hold expressions: they parse and use what is available, nothing that others
 * control is pasted into a shell, and shells are known.
 */
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import { nearest } from "../../core/text/nearest.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { SHELL_NAMES } from "../text/shells.ts"
import { checkContexts, PLANNING_CONTEXTS, safeForm, type TextPlace } from "./contexts.ts"
import {
  type Condition,
  contextsOf,
  type ExpressionProblem,
  parseCondition,
  usesOf,
  usesStatusFunction,
} from "./expression.ts"
import { STATUS_FUNCTIONS } from "./expression-syntax.ts"
import { hasExpression, parseTemplate, readTemplate, type Template } from "./template.ts"

/** Every problem of one text that may hold expressions. */
export function checkText(
  { text, path }: { readonly text: string; readonly path: Path },
  at: { readonly document: LocatedDocument; readonly available: readonly string[] },
): Diagnostic[] {
  if (!hasExpression(text)) return []
  const place: TextPlace = { ...at, path }
  const { template, problems } = readTemplate(text)
  return [
    ...problems.map((problem) => syntaxDiagnostic(problem, place)),
    ...checkContexts(usesOf(template), place),
    ...refuseStatus(template, place),
  ]
}

/** Status functions say how scenarios ended, which only a condition may ask. */
function refuseStatus(template: Template, place: TextPlace): Diagnostic[] {
  return template.parts.flatMap((part) => {
    if (typeof part === "string") return []
    const name = part.functions.find((candidate) => STATUS_FUNCTIONS.includes(candidate))
    if (name === undefined) return []
    const message = `\`${name}()\` is available only in \`if\``
    const location = place.document.locateInText(place.path, part.range)
    return errorAt(location, { code: "expression/context", message })
  })
}

/** Warns of values that somebody else controls in a text that a shell runs. */
export function checkInjectedText(
  { text, path }: { readonly text: string; readonly path: Path },
  document: LocatedDocument,
): Diagnostic[] {
  const template = hasExpression(text) ? parseTemplate(text) : undefined
  if (!template?.ok) return []
  return usesOf(template.value).flatMap((use) => {
    const hint = safeForm(use)
    if (hint === undefined) return []
    const name = [use.context, ...use.path].join(".")
    const message = `the value of \`${name}\` is pasted into the command, so the shell runs its content`
    return warningAt(document.locateInText(path, use.range), {
      code: "expression/injection",
      message,
      hint,
    })
  })
}

/** Every problem of a condition. */
export function checkConditionText(text: string, place: TextPlace): Diagnostic[] {
  const condition = parseCondition(text)
  if (!condition.ok) return [syntaxDiagnostic(condition.error, place)]
  return checkContexts(usesOf(condition.value), place)
}

/** True when planning can decide the condition: nothing in it depends on the run. */
export function isStatic(condition: Condition): boolean {
  if (usesStatusFunction(condition)) return false
  return [...contextsOf(condition)].every((name) => PLANNING_CONTEXTS.includes(name))
}

/** Says when a shell is neither known nor a template. */
export function checkShellName(field: {
  readonly value: string
  readonly document: LocatedDocument
  readonly path: Path
}): Diagnostic[] {
  if (SHELL_NAMES.some((name) => name === field.value) || field.value.includes("{0}")) return []
  if (hasExpression(field.value)) return []
  const meant = nearest(field.value, SHELL_NAMES)
  const message = `\`${field.value}\` is not a known shell`
  const hint =
    meant === undefined
      ? `write ${SHELL_NAMES.join(", ")}, or a command with {0} for the script: \`perl {0}\``
      : `did you mean \`${meant}\`? another program is written with {0} for the script: \`perl {0}\``
  return [errorAt(field.document.locate(field.path), { code: "scenario/shell", message, hint })]
}

/** A problem of an expression at its place. */
export function syntaxDiagnostic(
  { range, ...said }: ExpressionProblem,
  place: { readonly document: LocatedDocument; readonly path: Path },
): Diagnostic {
  return errorAt(place.document.locateInText(place.path, range), said)
}

/** Every text in a value, with its path. */
export function deepStrings(
  value: unknown,
  path: Path,
): readonly { readonly text: string; readonly path: Path }[] {
  if (typeof value === "string") return [{ text: value, path }]
  if (typeof value !== "object" || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, i) => deepStrings(item, [...path, i]))
  return Object.entries(value).flatMap(([key, member]) => deepStrings(member, [...path, key]))
}
