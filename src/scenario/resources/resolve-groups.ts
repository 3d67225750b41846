/**
 * The groups of one expansion: names looked up, and of groups with a key the entry for its value.
 */
import { isJsonObject } from "../../core/json/json.ts"
import { errorAt } from "../../core/problems/diagnostic.ts"
import { didYouMean, nearest } from "../../core/text/nearest.ts"
import type { PlannedGroup } from "../../formats/plan.ts"
import { valueText } from "../expressions/matrix-value.ts"
import type { Declaration } from "../layers/declaration.ts"
import { fieldOf } from "../layers/declaration.ts"
import { evaluateAt, type LocatedText, listReader, type Report } from "../layers/planning-reader.ts"
import type { PlanningContexts } from "../layers/planning-value.ts"
import type { DeclaredGroup, DeclaredGroups, KeyPart } from "./groups.ts"

/** Groups that were declared, and the entries that a plan needs of them. */
export interface GroupBook {
  readonly declared: DeclaredGroups
  /** Filled while scenarios are resolved, by the name of the entry. */
  readonly entries: Map<string, PlannedGroup>
}

/** Makes the reader of the groups that an expansion belongs to, as names of entries. */
export function groupReader(
  declaration: Declaration,
  { book, report }: { readonly book: GroupBook; readonly report: Report },
): (contexts: PlanningContexts, expansion: { readonly unexpanded: boolean }) => string[] {
  const namesOf = listReader(declaration, "group", report)
  const ofMatrix = matrixGroup(declaration, book)
  return (contexts, { unexpanded }) => {
    const names = new Set<string>()
    for (const item of namesOf(contexts)) {
      const full = declaration.groups.get(item.text)
      if (full === undefined) {
        reportUnknown(item, { declaration, report })
        continue
      }
      const group = book.declared.get(full)
      // What is wrong with the group itself was reported there.
      if (group === undefined) continue
      const name = entryOf({ full, group, item, contexts, unexpanded, report })
      if (name === null) continue
      names.add(name.entry)
      if (!book.entries.has(name.entry)) book.entries.set(name.entry, name.planned)
    }
    if (ofMatrix !== null) names.add(ofMatrix)
    return [...names]
  }
}

/** `strategy.max-parallel` is a group of its own. */
function matrixGroup(declaration: Declaration, book: GroupBook): string | null {
  const strategy = fieldOf(declaration, "strategy")?.value
  const limit = typeof strategy === "object" ? strategy["max-parallel"] : undefined
  if (limit === undefined) return null
  const name = `strategy of ${declaration.key}`
  book.entries.set(name, { maxParallel: limit })
  return name
}

interface Lookup {
  readonly full: string
  readonly group: DeclaredGroup
  readonly item: LocatedText
  readonly contexts: PlanningContexts
  /** True where the values of the matrix are not known. */
  readonly unexpanded: boolean
  readonly report: Report
}

function entryOf(
  lookup: Lookup,
): { readonly entry: string; readonly planned: PlannedGroup } | null {
  const { full, group } = lookup
  if (group.key === null || lookup.unexpanded) return { entry: full, planned: group.planned }
  const key = keyText(group.key, { ...lookup, what: `the group \`${full}\`` })
  if (key === null) return null
  return { entry: `${full}[${key}]`, planned: { ...group.planned, name: full, key } }
}

/** What a key is looked up for. */
export interface KeyLookup extends Pick<Lookup, "item" | "contexts" | "report"> {
  /** Whose key it is: "the group `slow`". */
  readonly what: string
}

/** The text of a key for one scenario; null where it has no such value, which is reported. */
export function keyText(key: readonly KeyPart[], lookup: KeyLookup): string | null {
  const parts = key.map((part) => partText(part, lookup))
  return parts.some((part) => part === null) ? null : parts.join(",")
}

function partText(part: KeyPart, lookup: KeyLookup): string | null {
  const { contexts, item, report, what } = lookup
  if ("value" in part) {
    const value = evaluateAt(part.value, contexts, { document: part.document, report })
    if (value === undefined) return null
    if (value !== null && value !== "") return valueText(value)
    const message = `the key of ${what} is empty for this scenario`
    const hint = "remove it from the group, or give the key a value: `matrix.x || 'none'`"
    report(errorAt(item.document.locate(item.path), { code: "scenario/group-key", message, hint }))
    return null
  }
  const { matrix } = contexts
  const value =
    isJsonObject(matrix) && Object.hasOwn(matrix, part.dimension)
      ? matrix[part.dimension]
      : undefined
  if (value !== undefined) return valueText(value)
  const dimensions = isJsonObject(matrix) ? Object.keys(matrix) : []
  const meant = nearest(part.dimension, dimensions)
  const message = `${what} has the key \`${part.dimension}\`, which is not in the matrix of this scenario`
  const hint =
    meant === undefined
      ? "members of a group with a key need that dimension; remove this scenario from the group"
      : `is the key \`${meant}\` meant?`
  report(errorAt(item.document.locate(item.path), { code: "scenario/group-key", message, hint }))
  return null
}

function reportUnknown(
  { text, document, path }: LocatedText,
  { declaration, report }: { readonly declaration: Declaration; readonly report: Report },
): void {
  const message = `there is no group \`${text}\``
  const hint =
    didYouMean(text, declaration.groups.keys()) ??
    `declare it: \`groups: { ${text}: { max-parallel: 1 } }\``
  report(errorAt(document.locate(path), { code: "scenario/unknown-group", message, hint }))
}
