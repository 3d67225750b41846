/**
 * Checks every text of a mapping of scenario keys: expressions parse and use what is available,
 * nothing that others control is pasted into a shell, the shell and the environment are usable.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import {
  checkConditionText,
  checkInjectedText,
  checkShellName,
  checkText,
  deepStrings,
} from "../expressions/check-text.ts"
import { LEASING_CONTEXTS, MATRIX_CONTEXTS, PLANNING_CONTEXTS } from "../expressions/contexts.ts"
import { type Condition, parseCondition } from "../expressions/expression.ts"
import { hasExpression, parseTemplate, type Template } from "../expressions/template.ts"
import { checkEnv } from "../keys/scenario/environment.ts"
import { checkHooks } from "../keys/scenario/hooks.ts"
import {
  ATTEMPT_KEYS,
  PLANNING_KEYS,
  REFUSING_KEYS,
  type ScenarioKey,
} from "../keys/scenario-keys.ts"
import type { Path } from "../text/document.ts"
import { type Layer, layerField } from "./declaration.ts"

/** Every problem of the texts of a layer. */
export function checkLayer(layer: Layer): Diagnostic[] {
  return [
    ...PLANNING_KEYS.flatMap((key) => checkTexts(layer, key, PLANNING_CONTEXTS)),
    ...ATTEMPT_KEYS.flatMap((key) => checkTexts(layer, key, LEASING_CONTEXTS)),
    ...checkStrategy(layer),
    ...checkEachId(layer),
    ...REFUSING_KEYS.flatMap((key) => refuseExpressions(layer, key)),
    ...checkInjection(layer),
    ...checkIf(layer),
    ...checkShell(layer),
    ...checkEnvironment(layer),
    ...checkHooksOf(layer),
  ]
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

function refuseExpressions(layer: Layer, key: ScenarioKey): Diagnostic[] {
  return stringsOf(layer, key)
    .filter(({ text }) => hasExpression(text))
    .map(({ path }) => {
      const message = `expressions are not evaluated in \`${key}\``
      const hint =
        key === "needs" ? "name the scenarios, or select expansions with a pattern" : "write it out"
      return errorAt(layer.document.locate(path), { code: "expression/context", message, hint })
    })
}

function checkInjection(layer: Layer): Diagnostic[] {
  return (["run", "on-timeout"] as const).flatMap((key) => {
    const field = layerField(layer, key)
    return field === undefined
      ? []
      : checkInjectedText({ text: field.value, path: field.path }, field.document)
  })
}

function checkIf(layer: Layer): Diagnostic[] {
  const field = layerField(layer, "if")
  if (field === undefined || typeof field.value === "boolean") return []
  const { document, path } = field
  return checkConditionText(field.value, { document, path, available: LEASING_CONTEXTS })
}

function checkShell(layer: Layer): Diagnostic[] {
  const field = layerField(layer, "shell")
  return field === undefined ? [] : checkShellName(field)
}

function checkEnvironment(layer: Layer): Diagnostic[] {
  const field = layerField(layer, "env")
  return field === undefined ? [] : checkEnv(field)
}

/** Every problem of hooks, and of the condition of artifacts. */
function checkHooksOf(layer: Layer): Diagnostic[] {
  const available = LEASING_CONTEXTS
  const hooks = (["before", "after"] as const).flatMap((key) => {
    const field = layerField(layer, key)
    return field === undefined ? [] : checkHooks(field, available)
  })
  const artifacts = layerField(layer, "artifacts")
  if (artifacts === undefined || typeof artifacts.value.if !== "string") return hooks
  const { document } = artifacts
  const path = [...artifacts.path, "if"]
  const place = { document, path, available }
  return [...hooks, ...checkConditionText(artifacts.value.if, place)]
}

/** Every text of a layer that parses and holds an expression, strategies left out. */
export function textsWithExpressions(
  layer: Layer,
): readonly { readonly subject: Template | Condition; readonly path: Path }[] {
  const keys: readonly ScenarioKey[] = [...PLANNING_KEYS, ...ATTEMPT_KEYS, "before", "after"]
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
