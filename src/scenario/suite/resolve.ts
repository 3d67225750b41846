/**
 * From an expansion to a scenario: what is evaluated while planning, joined with what all expansions
 * of a declaration share.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import { parseCommaList } from "../../core/text/comma-list.ts"
import { NEVER_ENDS } from "../../core/verdict.ts"
import type { QuarantineSpec } from "../../formats/run-specs.ts"
import { isStatic, syntaxDiagnostic } from "../expressions/check-text.ts"
import { evaluateCondition, parseCondition } from "../expressions/expression.ts"
import { hasExpression } from "../expressions/template.ts"
import { asTexts } from "../expressions/written-numbers.ts"
import { plainEstimate } from "../files/front-matter.ts"
import { refuseDuration } from "../keys/parts.ts"
import { type Declaration, eitherOf, fieldOf } from "../layers/declaration.ts"
import { evaluateAt, listReader, type Report } from "../layers/planning-reader.ts"
import {
  type PlanningContexts,
  type PlanningFacts,
  prepareValue,
} from "../layers/planning-value.ts"
import { type Expansion, labelOf } from "../matrix/expand.ts"
import { fileContextOf } from "../matrix/file-context.ts"
import type { Scenario } from "../model.ts"
import { leaseReader, leasesPlace } from "../resources/leases.ts"
import { asksPlace, demandReader, requirementReader } from "../resources/requirements.ts"
import { groupReader } from "../resources/resolve-groups.ts"
import type { Resources } from "../resources/resources.ts"
import { DEFAULT_RUNNER, runnerPlace, runnerReader } from "../resources/runners.ts"
import { writtenText } from "../text/written.ts"
import type { SharedDefinition } from "./definition.ts"

/** Everything of a scenario but its needs. */
export type Resolved = Omit<Scenario, "needs">

/** Makes the resolver of one declaration: texts are parsed once for all its expansions. */
export function resolverFor(
  declaration: Declaration,
  options: {
    readonly shared: SharedDefinition
    readonly facts: PlanningFacts
    readonly resources: Resources
    readonly report: Report
  },
): (expansion: Expansion, slug: string) => Resolved {
  const { shared } = options
  const { github, vars } = options.facts
  const read = readersOf(declaration, options)
  const place = runnerPlace(declaration)
  const named = place === null ? {} : { runnerAt: place }
  const places = { ...asksPlace(declaration), ...leasesPlace(declaration) }
  const { quarantine: _, ...plain } = shared
  const fixed = read.tolerated === null ? shared : plain
  return (expansion, slug) => {
    const { id, matrix, file: each } = expansion
    const base = { github, vars, file: fileContextOf(declaration.file, each) }
    const file = each?.path ?? shared.file
    const scenario = { id, slug, file, meta: shared.meta }
    // A key may read what was read before it: tags, then the name, then all others.
    const tags = read.tags({ ...base, matrix, scenario }).flatMap((one) => parseCommaList(one.text))
    const name = read.name({ ...base, matrix, scenario: { ...scenario, tags } }, expansion)
    const contexts = { ...base, matrix, scenario: { ...scenario, tags, name } }
    const groups = read.groups(contexts, expansion)
    const fixtures = read.leases(contexts, expansion)
    const { skip, open } = read.condition(contexts)
    const requires = read.requires(contexts)
    const demand = read.demand(contexts)
    const runner = read.runner(contexts)
    const quarantine = read.tolerated?.(contexts) ?? null
    return {
      id,
      estimateMs: read.estimate(contexts),
      runner,
      ...(runner === DEFAULT_RUNNER ? {} : named),
      skip,
      ...places,
      ...(Object.keys(demand).length === 0 ? {} : { demand }),
      definition: {
        ...fixed,
        // People look for what a file holds in that file.
        ...(each === null ? {} : { file, line: 1 }),
        slug,
        name,
        tags,
        ...asTexts({ matrix, meta: shared.meta }),
        groups,
        ...(fixtures.length === 0 ? {} : { fixtures: [...fixtures] }),
        if: open,
        ...(requires.length === 0 ? {} : { requires }),
        ...(quarantine === null ? {} : { quarantine }),
        ...(each === null ? {} : { eachFile: { path: each.path, relative: each.relative } }),
      },
    }
  }
}

/** Reads each key that planning evaluates. A problem that every expansion has is reported once. */
function readersOf(
  declaration: Declaration,
  options: { readonly resources: Resources; readonly report: Report },
) {
  const { names, groups, runners, fixtures } = options.resources
  const said = new Set<string>()
  const report = (diagnostic: Diagnostic) => {
    const key = `${diagnostic.code} ${diagnostic.location.range.start} ${diagnostic.message}`
    if (said.has(key)) return
    said.add(key)
    options.report(diagnostic)
  }
  const diagnostics: Diagnostic[] = []
  const readers = {
    name: nameReader(declaration, report),
    tags: listReader(declaration, "tags", report),
    groups: groupReader(declaration, { book: groups, report }),
    estimate: estimateReader(declaration, report),
    runner: runnerReader(declaration, { book: runners, report, diagnostics }),
    tolerated: toleranceReader(declaration, { report, diagnostics }),
    requires: requirementReader(declaration, { names, report }),
    demand: demandReader(declaration, { names, report }),
    leases: leaseReader(declaration, { book: fixtures, report }),
    condition: conditionReader(declaration, report),
  }
  for (const diagnostic of diagnostics) report(diagnostic)
  return readers
}

/** A name without expressions gets the values of the matrix behind it, as jobs do in Actions. */
function nameReader(
  declaration: Declaration,
  report: Report,
): (contexts: PlanningContexts, expansion: Expansion) => string {
  const field = fieldOf(declaration, "name")
  if (field === undefined) return (_, { id }) => id
  const { document, path } = field
  const text = writtenText(document, path, field.value)
  if (!hasExpression(text)) {
    return (_, expansion) => {
      const label = labelOf(expansion)
      return label === "" ? text : `${text} (${label})`
    }
  }
  const value = prepareValue(text, { path, asText: true })
  return (contexts, { id }) => String(evaluateAt(value, contexts, { document, report }) ?? id)
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
    const text = evaluateAt(value, contexts, { document, report })
    if (text === undefined || text === "" || hasExpression(String(text))) return null
    const plain = plainEstimate(String(text))
    const parsed = parseDurationMs(plain)
    if (parsed.ok) return parsed.value
    const refusal = refuseDuration(plain, false)
    if (refusal !== undefined) {
      report(errorAt(document.locate(path), refusal))
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

// `continue-on-error`: a failure that is reported and does not fail the run. It is a quarantine
// without an end, so that there is one way in which failures are tolerated.

/** The quarantine that stands for it. */
const TOLERATED: QuarantineSpec = {
  until: NEVER_ENDS,
  owner: null,
  reason: "continue-on-error",
}

/** Makes the reader of what an expansion tolerates; null where another key decides that. */
function toleranceReader(
  declaration: Declaration,
  options: { readonly report: Report; readonly diagnostics: Diagnostic[] },
): ((contexts: PlanningContexts) => QuarantineSpec | null) | null {
  const { report, diagnostics } = options
  const found = eitherOf(declaration, { keys: ["quarantine", "continue-on-error"], diagnostics })
  if (found === null || found.key === "quarantine") return null
  const { document, path, value } = found.field
  if (typeof value === "boolean") return () => (value ? TOLERATED : null)
  const refuse = (text: string) => {
    const message = `\`continue-on-error\` must be true or false, not \`${text}\``
    const hint = "write true, false, or an expression with one of these values"
    report(errorAt(document.locate(path), { code: "suite/type", message, hint }))
    return null
  }
  const prepared = prepareValue(value, { path })
  return (contexts) => {
    const result = evaluateAt(prepared, contexts, { document, report })
    if (result === undefined || (typeof result === "string" && hasExpression(result))) return null
    if (result === false || result === "false" || result === null || result === "") return null
    return result === true || result === "true" ? TOLERATED : refuse(JSON.stringify(result))
  }
}
