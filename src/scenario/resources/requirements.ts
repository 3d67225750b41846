/**
 * What a scenario asks of the machine it runs on: requirements and demand.
 */
import { BUILT_INS, isBuiltin } from "../../capability/builtin.ts"
import { canonicalName, formatName, parseName } from "../../capability/name.ts"
import { parseRequirement } from "../../capability/requirement.ts"
import { errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import { parseQuantity } from "../../core/quantities/quantity.ts"
import { editDistance, nearest } from "../../core/text/nearest.ts"
import type { Requirement, RunnerClass } from "../../formats/capability.ts"
import { hasExpression } from "../expressions/template.ts"
import { type Declaration, featuresOf, fieldOf, membersOf } from "../layers/declaration.ts"
import {
  evaluateAt,
  isPlannable,
  type LocatedText,
  listReader,
  type Report,
} from "../layers/planning-reader.ts"
import {
  type PlanningContexts,
  type PlanningValue,
  prepareValue,
} from "../layers/planning-value.ts"
import type { Scenario } from "../model.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { writtenText } from "../text/written.ts"

/** Built-in names that can be taken: what has a quantity. */
const TAKEN_NAMES: readonly string[] = Object.entries(BUILT_INS).flatMap(([name, { unit }]) =>
  unit === null ? [] : [name],
)

/** What people write for them. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  ...{ mem: "memory", ram: "memory", cores: "cpu", cpus: "cpu", processors: "cpu" },
}

/** Names that suites declare. */
export interface CapabilityNames {
  /** Below `capabilities`. */
  readonly probes: ReadonlySet<string>
  /** Of those and of what classes have. */
  readonly all: ReadonlySet<string>
}

/** The names of what was declared. */
export function capabilityNames(
  probes: Iterable<string>,
  classes: ReadonlyMap<string, RunnerClass>,
): CapabilityNames {
  const declared = new Set(probes)
  const ofClasses = [...classes.values()].flatMap((one) => Object.keys(one.capabilities))
  return { probes: declared, all: new Set([...declared, ...ofClasses]) }
}

/** Where a declaration says what it asks of a machine; empty where it does not. */
export function asksPlace(declaration: Declaration): Pick<Scenario, "asksAt"> {
  for (const key of ["requires", "demand", "features"] as const) {
    const field = fieldOf(declaration, key)
    if (field !== undefined) return { asksAt: field.document.locateKey(field.path) }
  }
  return {}
}

interface Options {
  readonly names: CapabilityNames
  readonly report: Report
}

/** Makes the reader of the requirements of an expansion, nothing twice. */
export function requirementReader(
  declaration: Declaration,
  { names, report }: Options,
): (contexts: PlanningContexts) => Requirement[] {
  const textsAt = listReader(declaration, "requires", report)
  const ofFeatures = [...new Set(featuresOf(declaration))]
    .filter((text) => names.probes.has(text))
    .map((text): Requirement => ({ text, name: [text], test: null }))
  return (contexts) => {
    const found = new Map<string, Requirement>()
    for (const item of textsAt(contexts)) {
      const requirement = readRequirement(item, { names, report })
      if (requirement === null) continue
      const { name, test } = requirement
      const key = JSON.stringify([formatName(name), test?.op, test?.value])
      if (!found.has(key)) found.set(key, requirement)
    }
    for (const requirement of ofFeatures) {
      const named = [...found.values()].some((one) => formatName(one.name) === requirement.text)
      if (!named) found.set(requirement.text, requirement)
    }
    return [...found.values()]
  }
}

/** What is wrong with a comparison that nothing could meet; null where nothing is. */
function refuseComparison({ name, test }: Requirement): {
  readonly value: string
  readonly message: string
  readonly hint: string
} | null {
  // What begins with a digit is a version, or was refused as a quantity.
  if (test === null || typeof test.value === "number" || /^v?\d/u.test(test.value)) return null
  const { op, value } = test
  const [first = ""] = name
  const unit = name.length === 1 && isBuiltin(first) ? BUILT_INS[first]?.unit : null
  if (unit !== null && unit !== undefined) {
    const like = unit === "bytes" ? "4Gi" : "4"
    const message = `\`${first}\` is a quantity of ${unit}, but \`${value}\` is not`
    return { value, message, hint: `write a quantity, such as \`${first} ${op} ${like}\`` }
  }
  if (op === "==" || op === "!=") return null
  const message = `\`${value}\` is a word, and words have no order`
  return { value, message, hint: "compare with a quantity or a version, or use == or !=" }
}

/** Null where it cannot be read, which is reported. */
function readRequirement(item: LocatedText, { names, report }: Options): Requirement | null {
  const { text, document, path, written } = item
  const parsed = parseRequirement(text)
  // A text that does not parse as a template was reported where it was read.
  if (!written && hasExpression(text)) return null
  const at = (start: number, end: number) =>
    written ? document.locateInText(path, { start, end }) : document.locate(path)
  if (!parsed.ok) {
    const { offset, message, hint } = parsed.error
    const wrong = /^\S*/u.exec(text.slice(offset))?.[0].length ?? 0
    const location = at(offset, offset + wrong)
    report(errorAt(location, { code: "scenario/requirement", message, hint }))
    return null
  }
  const refusal = refuseComparison(parsed.value)
  if (refusal !== null) {
    const start = text.lastIndexOf(refusal.value)
    const location = at(start, start + refusal.value.length)
    const { message, hint } = refusal
    report(errorAt(location, { code: "scenario/requirement", message, hint }))
    return null
  }
  const [first = ""] = parsed.value.name
  if (names.all.has(first) || isBuiltin(first)) return parsed.value
  if (names.all.has(formatName(parsed.value.name))) return parsed.value
  const start = text.indexOf(first)
  const meant = nearest(first, [...names.all, ...Object.keys(BUILT_INS)])
  if (parsed.value.name.length > 1) {
    const message = `there is no capability \`${first}\` with parts`
    const hint = meant === undefined ? declareIt(first) : `did you mean \`${meant}\`?`
    report(
      errorAt(at(start, start + first.length), {
        code: "scenario/unknown-capability",
        message,
        hint,
      }),
    )
  } else if (meant !== undefined && isTypo(first, meant)) {
    const message = `\`${first}\` is not declared, so a program with this name is searched for`
    const hint = `did you mean \`${meant}\`? ${declareIt(first)} if it is something else`
    report(
      warningAt(at(start, start + first.length), {
        code: "scenario/unknown-capability",
        message,
        hint,
      }),
    )
  }
  return parsed.value
}

/** Two letters off in four are another word: `node` is a program, whatever `pods` is. */
function isTypo(word: string, meant: string): boolean {
  return word.length > 4 || editDistance(word.toLowerCase(), meant.toLowerCase()) <= 1
}

function declareIt(name: string): string {
  return `declare it: \`capabilities: { ${name}: { command: … } }\``
}

/** A quantity that is taken, which may be an expression. */
export interface DemandItem {
  readonly name: string
  readonly value: PlanningValue
  readonly document: LocatedDocument
  readonly path: Path
}

/** Makes the reader of what an expansion takes while it runs; mappings are merged by name. */
export function demandReader(
  declaration: Declaration,
  { names, report }: Options,
): (contexts: PlanningContexts) => Readonly<Record<string, number>> {
  const items = new Map<string, DemandItem>()
  for (const { value: taken, document, path: at } of membersOf(declaration, "demand")) {
    for (const [name, quantity] of Object.entries(taken)) {
      const path = [...at, name]
      const value = prepareValue(writtenText(document, path, quantity), { path, asText: true })
      if (!isPlannable(value)) continue
      items.set(canonicalName(name), { name, value, document, path })
    }
  }
  for (const { name, document, path } of items.values()) {
    checkTakenName(name, { names, report, location: () => document.locateKey(path) })
  }
  const read = (contexts: PlanningContexts) => {
    const demand: Record<string, number> = {}
    for (const [name, item] of items) {
      const quantity = quantityOf(item, { contexts, report })
      if (quantity !== null) demand[name] = quantity
    }
    return demand
  }
  if (![...items.values()].every(({ value }) => value.constant)) return read
  const constant = read({})
  return () => constant
}

/** Says when nobody can know how much there is of what is taken. */
export function checkTakenName(
  name: string,
  at: Options & { readonly location: () => Parameters<Report>[0]["location"] },
): void {
  const { names, report, location } = at
  const parts = parseName(name)
  if (!parts.ok) {
    const { message, hint } = parts.error
    report(errorAt(location(), { code: "scenario/requirement", message, hint }))
    return
  }
  const [first = ""] = parts.value
  const known = parts.value.length > 1 ? names.all : new Set([...names.all, ...TAKEN_NAMES])
  if (known.has(first) || names.all.has(formatName(parts.value))) return
  const meant = SHORT_NAMES[first.toLowerCase()] ?? nearest(first, known)
  const message = `the amount of \`${name}\` is not declared`
  const hint =
    meant === undefined
      ? `declare it: \`capabilities: { ${first}: ${parts.value.length > 1 ? "{ kubernetes: {} }" : "{ value: 1 }"} }\``
      : `did you mean \`${meant}\`?`
  report(errorAt(location(), { code: "scenario/unknown-capability", message, hint }))
}

/** Null where it is none, which is reported. */
export function quantityOf(
  { value, document, path }: DemandItem,
  { contexts, report }: { readonly contexts: PlanningContexts; readonly report: Report },
): number | null {
  const text = evaluateAt(value, contexts, { document, report })
  // What was written wrong was reported with the file.
  if (text === undefined || hasExpression(String(text))) return null
  const parsed = parseQuantity(String(text))
  if (parsed.ok) return parsed.value
  const empty = {
    message: "the expression has no value",
    hint: "is the name in it spelled correctly?",
  }
  const { message, hint } = text === "" ? empty : parsed.error
  const location = document.locate(path)
  report(errorAt(location, { code: "suite/quantity", message, hint }))
  return null
}
