/**
 * From an expansion to a scenario: what is evaluated while planning, joined with what all expansions
 * of a declaration share.
 */
import type { Diagnostic } from "../core/diagnostic.ts"
import { parseDurationMs } from "../core/duration.ts"
import type { Json } from "../core/json.ts"
import { nearest } from "../core/nearest.ts"
import { isStatic, syntaxDiagnostic } from "./check-layer.ts"
import { type Declaration, type Field, fieldOf, textsOf } from "./declaration.ts"
import type { SharedDefinition } from "./definition.ts"
import type { LocatedDocument, Path } from "./document.ts"
import type { Expansion } from "./expand.ts"
import { evaluateCondition, parseCondition } from "./expression.ts"
import { fileContextOf } from "./file-context.ts"
import { plainEstimate } from "./front-matter.ts"
import type { Scenario } from "./model.ts"
import {
  type PlanningContexts,
  type PlanningFacts,
  type PlanningValue,
  prepareValue,
} from "./planning-value.ts"
import { refuseDuration } from "./schema.ts"
import { hasExpression } from "./template.ts"

/** Runner class of scenarios that name none. */
export const DEFAULT_RUNNER = "default"

/** Everything of a scenario but its needs. */
export type Resolved = Omit<Scenario, "needs">

/** Makes the resolver of one declaration: texts are parsed once for all its expansions. */
export function resolverFor(
  declaration: Declaration,
  options: {
    readonly shared: SharedDefinition
    readonly facts: PlanningFacts
    readonly report: (diagnostic: Diagnostic) => void
  },
): (expansion: Expansion, slug: string) => Resolved {
  const { shared, facts } = options
  // A problem that every expansion has is one problem.
  const said = new Set<string>()
  const report = (diagnostic: Diagnostic) => {
    const key = `${diagnostic.code} ${diagnostic.location.range.start} ${diagnostic.message}`
    if (said.has(key)) return
    said.add(key)
    options.report(diagnostic)
  }
  const { github, vars } = facts
  const nameOf = nameReader(declaration, report)
  const tagsOf = listReader(declaration, "tags", report)
  const groupsOf = listReader(declaration, "group", report)
  const estimateOf = estimateReader(declaration, report)
  const runnerOf = textReader(fieldOf(declaration, "runner"), report)
  const conditionOf = conditionReader(declaration, report)
  return (expansion, slug) => {
    const { id, matrix, file: each } = expansion
    const base = { github, vars, file: fileContextOf(declaration, each) }
    const scenario = { id, slug, file: shared.file, meta: shared.meta }
    const early = { ...base, matrix, scenario }
    const tags = tagsOf(early).map(({ text }) => text)
    const named = { ...base, matrix, scenario: { ...scenario, tags } }
    const name = nameOf(named, expansion)
    const contexts = { ...base, matrix, scenario: { ...scenario, tags, name } }
    const groups = groupNames(groupsOf(contexts), declaration, report)
    const { skip, open } = conditionOf(contexts)
    return {
      id,
      estimateMs: estimateOf(contexts),
      runner: runnerOf(contexts) ?? DEFAULT_RUNNER,
      skip,
      definition: {
        ...shared,
        slug,
        name,
        tags,
        matrix,
        groups,
        if: open,
        ...(each === null ? {} : { eachFile: { path: each.path, relative: each.relative } }),
      },
    }
  }
}

type Report = (diagnostic: Diagnostic) => void

interface LocatedText {
  readonly text: string
  readonly document: LocatedDocument
  readonly path: Path
}

function evaluate(
  value: PlanningValue,
  contexts: PlanningContexts,
  at: { readonly document: LocatedDocument; readonly report: Report },
): Json | undefined {
  const result = value.evaluate(contexts)
  if (result.ok) return result.value
  const { problem, path } = result.error
  at.report(syntaxDiagnostic(problem, { document: at.document, path }))
  return undefined
}

function textReader(
  field: Field<"runner"> | undefined,
  report: Report,
): (contexts: PlanningContexts) => string | undefined {
  if (field === undefined) return () => undefined
  const { document, path } = field
  const value = prepareValue(field.value, { path, asText: true })
  return (contexts) => {
    const text = evaluate(value, contexts, { document, report })
    return text === undefined || text === "" ? undefined : String(text)
  }
}

/** A name without expressions gets the values of the matrix behind it, as jobs do in Actions. */
function nameReader(
  declaration: Declaration,
  report: Report,
): (contexts: PlanningContexts, expansion: Expansion) => string {
  const field = fieldOf(declaration, "name")
  if (field === undefined) return (_, { id }) => id
  const { document, path } = field
  const text = String(field.value)
  if (!hasExpression(text)) {
    return (_, { label }) => (label === "" ? text : `${text} (${label})`)
  }
  const value = prepareValue(text, { path, asText: true })
  return (contexts, { id }) => String(evaluate(value, contexts, { document, report }) ?? id)
}

/** Each text of the list may give a list; an empty text is no item. */
function listReader(
  declaration: Declaration,
  key: "tags" | "group",
  report: Report,
): (contexts: PlanningContexts) => readonly LocatedText[] {
  const field = fieldOf(declaration, key)
  if (field === undefined) return () => []
  const items = textsOf(field).map(({ text, document, path }) => ({
    document,
    path,
    value: prepareValue(text, { path }),
  }))
  const read = (contexts: PlanningContexts): readonly LocatedText[] =>
    items.flatMap(({ value, document, path }) => {
      const result = evaluate(value, contexts, { document, report })
      return textsIn(result ?? null).map((text) => ({ text, document, path }))
    })
  if (!items.every(({ value }) => value.constant)) return read
  const constant = read({})
  return () => constant
}

function textsIn(value: Json): readonly string[] {
  if (value === null || value === "") return []
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(textsIn)
  return [typeof value === "object" ? JSON.stringify(value) : String(value)]
}

function groupNames(
  groups: readonly LocatedText[],
  declaration: Declaration,
  report: Report,
): string[] {
  const names: string[] = []
  for (const { text, document, path } of groups) {
    const full = declaration.groups.get(text)
    if (full !== undefined) {
      if (!names.includes(full)) names.push(full)
      continue
    }
    const meant = nearest(text, declaration.groups.keys())
    report({
      code: "scenario/unknown-group",
      severity: "error",
      message: `there is no group \`${text}\``,
      location: document.locate(path),
      hint:
        meant === undefined
          ? `declare it: \`groups: { ${text}: { max-parallel: 1 } }\``
          : `did you mean \`${meant}\`?`,
    })
  }
  return names
}

function estimateReader(
  declaration: Declaration,
  report: Report,
): (contexts: PlanningContexts) => number | null {
  const field = fieldOf(declaration, "estimate")
  if (field === undefined) return () => null
  const { document, path } = field
  const value = prepareValue(String(field.value), { path, asText: true })
  return (contexts) => {
    const text = evaluate(value, contexts, { document, report })
    if (text === undefined || text === "" || hasExpression(String(text))) return null
    const plain = plainEstimate(String(text))
    const parsed = parseDurationMs(plain)
    if (parsed.ok) return parsed.value
    const refusal = refuseDuration(plain, false)
    if (refusal !== undefined) {
      report({ severity: "error", location: document.locate(path), ...refusal })
    }
    return null
  }
}

/** Decides a condition that planning can decide; any other is left open for the shard. */
function conditionReader(
  declaration: Declaration,
  report: Report,
): (contexts: PlanningContexts) => {
  readonly skip: Scenario["skip"]
  readonly open: string | null
} {
  const field = fieldOf(declaration, "if")
  const runs = { skip: null, open: null }
  if (field === undefined) return () => runs
  const skipped = (text: string) => ({
    skip: { reason: "condition" as const, message: `${text} is false` },
    open: null,
  })
  if (typeof field.value === "boolean") {
    return field.value ? () => runs : () => skipped("false")
  }
  const condition = parseCondition(field.value)
  if (!condition.ok) return () => runs
  const { text } = condition.value
  if (!isStatic(condition.value)) return () => ({ skip: null, open: text })
  return (contexts) => {
    const holds = evaluateCondition(condition.value, { contexts })
    if (holds.ok) return holds.value ? runs : skipped(text)
    report(syntaxDiagnostic(holds.error, field))
    return runs
  }
}
