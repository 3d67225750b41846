/**
 * Checks every text of a mapping of scenario keys: expressions parse and use what is available,
 * nothing that others control is pasted into a shell, the shell and the environment are usable.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { nearest } from "../../core/text/nearest.ts"
import {
  checkContexts,
  LEASING_CONTEXTS,
  MATRIX_CONTEXTS,
  PLANNING_CONTEXTS,
  RUNTIME_CONTEXTS,
  safeForm,
  type TextPlace,
} from "../expressions/contexts.ts"
import {
  type Condition,
  contextsOf,
  type ExpressionProblem,
  parseCondition,
  usesOf,
  usesStatusFunction,
} from "../expressions/expression.ts"
import { STATUS_FUNCTIONS } from "../expressions/expression-syntax.ts"
import {
  hasExpression,
  parseTemplate,
  readTemplate,
  type Template,
} from "../expressions/template.ts"
import type { ScenarioKey } from "../keys/schema.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { SHELL_NAMES } from "../text/shells.ts"
import { type Layer, layerField } from "./declaration.ts"

/** Keys whose texts are evaluated while planning. */
export const PLANNING_KEYS: readonly ScenarioKey[] = [
  ...(["name", "group", "tags", "estimate", "runner"] as const),
  ...(["runs-on", "requires", "demand", "continue-on-error"] as const),
]
/** Keys whose texts are evaluated at the attempt. */
export const RUNTIME_KEYS: readonly ScenarioKey[] = [
  "run",
  "args",
  "env",
  "working-directory",
  "expect",
  "http",
  "with",
]
/** Their texts are checked with them; here they only count for the dimensions they read. */
const HOOK_KEYS: readonly ScenarioKey[] = ["before", "after"]
const LITERAL_KEYS: readonly ScenarioKey[] = [
  "needs",
  "features",
  "shell",
  "problem-matcher",
  "kind",
  "fixtures",
  "reports",
]

/** Every problem of the texts of a layer. */
export function checkLayer(layer: Layer): Diagnostic[] {
  const { document } = layer
  const runtime = runtimeContexts(layer)
  return [
    ...PLANNING_KEYS.flatMap((key) => checkTexts(layer, key, PLANNING_CONTEXTS)),
    ...RUNTIME_KEYS.flatMap((key) => checkTexts(layer, key, runtime)),
    ...checkStrategy(layer),
    ...checkEachId(layer),
    ...LITERAL_KEYS.flatMap((key) => refuseExpressions(layer, key)),
    ...checkInjection(layer),
    ...checkIf(layer),
    ...checkShell(layer),
    ...checkEnvironment(layer, document),
  ]
}

/** What texts of a mapping of scenario keys may read at the attempt. */
export function runtimeContexts({ text }: Layer): readonly string[] {
  return text.fixtures === undefined ? RUNTIME_CONTEXTS : LEASING_CONTEXTS
}

function checkTexts(layer: Layer, key: ScenarioKey, available: readonly string[]): Diagnostic[] {
  const { document } = layer
  return stringsOf(layer, key).flatMap((one) => checkText(one, { document, available }))
}

/** The id may read the values of the combination it names. */
function checkStrategy(layer: Layer): Diagnostic[] {
  const { document } = layer
  const id = [...layer.path, "strategy", "id"].length
  return stringsOf(layer, "strategy").flatMap((one) => {
    const isId = one.path.length === id && one.path.at(-1) === "id"
    const available = isId ? [...MATRIX_CONTEXTS, "matrix"] : MATRIX_CONTEXTS
    return checkText(one, { document, available })
  })
}

function checkEachId({ document, path, text }: Layer): Diagnostic[] {
  const id = text["for-each"]?.id
  if (id === undefined) return []
  const place = { text: id, path: [...path, "for-each", "id"] }
  return checkText(place, { document, available: MATRIX_CONTEXTS })
}

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
    return {
      code: "expression/context",
      severity: "error",
      message: `\`${name}()\` is available only in \`if\``,
      location: place.document.locateInText(place.path, part.range),
    }
  })
}

function refuseExpressions(layer: Layer, key: ScenarioKey): Diagnostic[] {
  return stringsOf(layer, key)
    .filter(({ text }) => hasExpression(text))
    .map(({ path }) => ({
      code: "expression/context",
      severity: "error",
      message: `expressions are not evaluated in \`${key}\``,
      location: layer.document.locate(path),
      hint:
        key === "needs"
          ? "name the scenarios, or select expansions with a pattern"
          : "write it out",
    }))
}

function checkInjection(layer: Layer): Diagnostic[] {
  const run = layerField(layer, "run")
  return run === undefined
    ? []
    : checkInjectedText({ text: run.value, path: run.path }, run.document)
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
    return {
      code: "expression/injection",
      severity: "warning",
      message: `the value of \`${name}\` is pasted into the command, so the shell runs its content`,
      location: document.locateInText(path, use.range),
      hint,
    }
  })
}

function checkIf(layer: Layer): Diagnostic[] {
  const field = layerField(layer, "if")
  if (field === undefined || typeof field.value === "boolean") return []
  const { document, path } = field
  return checkConditionText(field.value, { document, path, available: runtimeContexts(layer) })
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

function checkShell(layer: Layer): Diagnostic[] {
  const field = layerField(layer, "shell")
  return field === undefined ? [] : checkShellName(field)
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
  return [
    {
      code: "scenario/shell",
      severity: "error",
      message: `\`${field.value}\` is not a known shell`,
      location: field.document.locate(field.path),
      hint:
        meant === undefined
          ? `write ${SHELL_NAMES.join(", ")}, or a command with {0} for the script: \`perl {0}\``
          : `did you mean \`${meant}\`? another program is written with {0} for the script: \`perl {0}\``,
    },
  ]
}

function checkEnvironment(layer: Layer, document: LocatedDocument): Diagnostic[] {
  return Object.keys(layer.text.env ?? {})
    .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name))
    .map((name) => ({
      code: "suite/value",
      severity: "error",
      message: `\`${name}\` cannot be the name of an environment variable`,
      location: document.locateKey([...layer.path, "env", name]),
      hint: "use letters, digits and `_`, and no digit first",
    }))
}

/** A problem of an expression at its place. */
export function syntaxDiagnostic(
  problem: ExpressionProblem,
  place: { readonly document: LocatedDocument; readonly path: Path },
): Diagnostic {
  return {
    code: problem.kind === "syntax" ? "expression/syntax" : "expression/evaluation",
    severity: "error",
    message: problem.message,
    location: place.document.locateInText(place.path, problem.range),
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  }
}

/** Every text of a layer that parses and holds an expression, strategies left out. */
export function textsWithExpressions(
  layer: Layer,
): readonly { readonly subject: Template | Condition; readonly path: Path }[] {
  const keys = [...PLANNING_KEYS, ...RUNTIME_KEYS, ...HOOK_KEYS]
  const texts = keys.flatMap((key) => stringsOf(layer, key))
  const templates = texts.flatMap(({ text, path }) => {
    const template = hasExpression(text) ? parseTemplate(text) : undefined
    return template?.ok ? [{ subject: template.value, path }] : []
  })
  const field = layerField(layer, "if")
  const condition = typeof field?.value === "string" ? parseCondition(field.value) : undefined
  if (field === undefined || !condition?.ok) return templates
  return [...templates, { subject: condition.value, path: field.path }]
}

/** Every text below a key, with its path. */
function stringsOf(
  layer: Layer,
  key: ScenarioKey,
): readonly { readonly text: string; readonly path: Path }[] {
  const field = layerField(layer, key)
  return field === undefined ? [] : deepStrings(field.value, field.path)
}

function deepStrings(
  value: unknown,
  path: Path,
): readonly { readonly text: string; readonly path: Path }[] {
  if (typeof value === "string") return [{ text: value, path }]
  if (typeof value !== "object" || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, i) => deepStrings(item, [...path, i]))
  return Object.entries(value).flatMap(([key, member]) => deepStrings(member, [...path, key]))
}
