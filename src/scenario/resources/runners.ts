/**
 * Runner classes: those that suites declare, and the one that each scenario names.
 */
import { canonicalName } from "../../capability/name.ts"
import { canonicalJson } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import { parseQuantity } from "../../core/quantities/quantity.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { Location } from "../../core/text/source.ts"
import type { RunnerClass } from "../../formats/capability.ts"
import { hasExpression } from "../expressions/template.ts"
import type { RunnerText } from "../keys/sections/runners.ts"
import { type Declaration, eitherOf } from "../layers/declaration.ts"
import type { LoadedSuite } from "../layers/declare.ts"
import { fieldListReader, type Report, textReader } from "../layers/planning-reader.ts"
import type { PlanningContexts } from "../layers/planning-value.ts"
import type { LocatedDocument } from "../text/document.ts"
import { writtenText } from "../text/written.ts"

/** The class that exists without being declared, and of scenarios that name none. */
export const DEFAULT_RUNNER = "default"

const DEFAULT_LABEL = "ubuntu-latest"

/** Classes that were declared, and those that `runs-on` of scenarios asks for. */
export interface RunnerBook {
  readonly declared: ReadonlyMap<string, RunnerClass>
  /** Names of all that were declared, also of classes that cannot be used. */
  readonly names: ReadonlySet<string>
  /** Filled while scenarios are resolved. */
  readonly asked: Map<string, RunnerClass>
}

/** Reads the classes of all suites: they are those of the whole run, and so is their name. */
export function readRunners(
  suites: readonly LoadedSuite[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, RunnerClass> {
  const classes = new Map<string, RunnerClass>()
  const places = new Map<string, Location>()
  for (const { parsed } of suites) {
    const { document, text } = parsed
    for (const [name, runner] of Object.entries(text.runners ?? {})) {
      const location = document.locateKey(["runners", name])
      const read = classOf(runner, { name, document, diagnostics })
      const first = places.get(name)
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/u.test(name)) {
        diagnostics.push(badName(name, location))
      } else if (first === undefined) {
        places.set(name, location)
        classes.set(name, read)
      } else if (canonicalJson(classes.get(name) ?? null) !== canonicalJson(read)) {
        const message = `two different runner classes have the name \`${name}\``
        const hint = "classes apply to the whole run: rename one of them, or make them equal"
        const related = [{ message: "the first is here", location: first }]
        diagnostics.push(errorAt(location, { code: "suite/duplicate", message, hint, related }))
      }
    }
  }
  return classes
}

function badName(name: string, location: Location): Diagnostic {
  const message = `\`${name}\` cannot be the name of a runner class`
  const hint = "use letters, digits and . _ -"
  return errorAt(location, { code: "suite/value", message, hint })
}

function classOf(
  text: RunnerText,
  at: {
    readonly name: string
    readonly document: LocatedDocument
    readonly diagnostics: Diagnostic[]
  },
): RunnerClass {
  const { document, diagnostics } = at
  const path = ["runners", at.name]
  const labels = [text["runs-on"]].flat().map(String)
  for (const [i, label] of labels.entries()) {
    const place = [...path, "runs-on", ...(typeof text["runs-on"] === "string" ? [] : [i])]
    if (label.trim() !== "" && !hasExpression(label)) continue
    const message = hasExpression(label)
      ? "expressions are not evaluated in the labels of a class"
      : "a label is empty"
    const hint = "write the labels of the machine, such as `ubuntu-latest` or `[self-hosted, gpu]`"
    diagnostics.push(
      errorAt(document.locate(place), {
        code: hasExpression(label) ? "expression/context" : "suite/value",
        message,
        hint,
      }),
    )
  }
  const startup = text.startup === undefined ? undefined : parseDurationMs(String(text.startup))
  const capabilities = Object.entries(text.capabilities ?? {}).map(([name, value]) => [
    canonicalName(name),
    typeof value === "boolean"
      ? value
      : plainValue(writtenText(document, [...path, "capabilities", name], value)),
  ])
  return {
    runsOn: labels.length === 1 ? (labels[0] ?? "") : labels,
    startupMs: startup?.ok ? startup.value : null,
    capabilities: Object.fromEntries(capabilities) as RunnerClass["capabilities"],
    workers: text.workers ?? null,
    maxShards: text["max-shards"] ?? null,
  }
}

/** A quantity as a number; a version such as `22.10` stays as it was written. */
function plainValue(text: string): number | string {
  if (/^v?\d+(\.\d+)+$/u.test(text.trim())) return text.trim()
  const quantity = parseQuantity(text)
  return quantity.ok ? quantity.value : text
}

/** Makes the reader of the class that an expansion runs on. */
export function runnerReader(
  declaration: Declaration,
  options: {
    readonly book: RunnerBook
    readonly report: Report
    readonly diagnostics: Diagnostic[]
  },
): (contexts: PlanningContexts) => string {
  const { book, report, diagnostics } = options
  const found = eitherOf(declaration, { keys: ["runner", "runs-on"], diagnostics })
  if (found === null) return () => DEFAULT_RUNNER
  if (found.key === "runs-on") {
    const labelsOf = fieldListReader(found.field, report)
    return (contexts) => {
      const labels = labelsOf(contexts).map(({ text }) => text.trim())
      return labels.length === 0 ? DEFAULT_RUNNER : classWith(labels, book)
    }
  }
  const { field } = found
  const nameOf = textReader(field, report)
  return (contexts) => {
    const name = nameOf(contexts)
    if (name === undefined || name === DEFAULT_RUNNER) return DEFAULT_RUNNER
    if (!book.names.has(name)) {
      const message = `there is no runner class \`${name}\``
      const hint =
        didYouMean(name, [...book.names, DEFAULT_RUNNER]) ??
        `declare it: \`runners: { ${name}: { runs-on: … } }\``
      report(
        errorAt(field.document.locate(field.path), {
          code: "scenario/unknown-runner",
          message,
          hint,
        }),
      )
    }
    return name
  }
}

/** Where a declaration names its class; null where it names none. */
export function runnerPlace(declaration: Declaration): Location | null {
  const found = eitherOf(declaration, { keys: ["runner", "runs-on"], diagnostics: [] })
  return found === null ? null : found.field.document.locateKey(found.field.path)
}

/** The class with these labels; one of their name where none is declared. */
function classWith(labels: readonly string[], { declared, asked }: RunnerBook): string {
  const wanted = labelsText(labels)
  for (const [name, { runsOn }] of [...declared, ...asked]) {
    if (labelsText([runsOn].flat()) === wanted) return name
  }
  if (!declared.has(DEFAULT_RUNNER) && wanted === DEFAULT_LABEL) return DEFAULT_RUNNER
  const plain = labels.join(", ")
  const name = declared.has(plain) || plain === DEFAULT_RUNNER ? `runs-on ${plain}` : plain
  asked.set(name, {
    runsOn: labels.length === 1 ? plain : [...labels],
    startupMs: null,
    capabilities: {},
    workers: null,
    maxShards: null,
  })
  return name
}

/** The order of labels says nothing, and neither does their case. */
function labelsText(labels: readonly string[]): string {
  return [...new Set(labels.map((label) => label.toLowerCase()))].sort().join(",")
}
