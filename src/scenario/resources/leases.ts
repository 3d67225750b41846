/**
 * The fixtures that an expansion leases: names looked up, and of fixtures with a key the value of it.
 */
import { isJsonObject, type JsonObject } from "../../core/json/json.ts"
import { errorAt } from "../../core/problems/diagnostic.ts"
import type { FixtureKey, FixtureSpec, LeaseSpec } from "../../formats/fixture.ts"
import { type Declaration, fieldOf, layerField, layersOf, textsOf } from "../layers/declaration.ts"
import type { LocatedText, Report } from "../layers/planning-reader.ts"
import type { PlanningContexts } from "../layers/planning-value.ts"
import type { Scenario } from "../model.ts"
import { checkScenarioNames, fullName } from "./fixture-names.ts"
import type { DeclaredFixture } from "./fixtures.ts"
import { quantityOf } from "./requirements.ts"
import { type KeyLookup, keyText } from "./resolve-groups.ts"

/** Fixtures that were declared, and what a plan needs of them. */
export interface FixtureBook {
  readonly declared: ReadonlyMap<string, DeclaredFixture>
  /** Filled while scenarios are resolved: the values of keys that are leased, by the fixture's name. */
  readonly keys: Map<string, Map<string, FixtureKey>>
}

/** The fixtures of a plan, with the values of their keys. */
export function fixturesIn({ declared, keys }: FixtureBook): Record<string, FixtureSpec> {
  return Object.fromEntries(
    [...keys].flatMap(([name, values]) => {
      const fixture = declared.get(name)
      if (fixture === undefined) return []
      return [[name, { ...fixture.spec, keys: Object.fromEntries(values) }]]
    }),
  )
}

/** Makes the reader of what an expansion leases; a list adds to that of the defaults, an empty one takes none. */
export function leaseReader(
  declaration: Declaration,
  { book, report }: { readonly book: FixtureBook; readonly report: Report },
): (
  contexts: PlanningContexts,
  expansion: { readonly unexpanded: boolean },
) => readonly LeaseSpec[] {
  const own = layerField(declaration.own, "fixtures")
  const none = Array.isArray(own?.value) && own.value.length === 0
  const fields = layersOf(declaration).flatMap((layer) => layerField(layer, "fixtures") ?? [])
  const items = (none ? [] : fields.flatMap(textsOf)).flatMap((item): LocatedText[] => {
    const full = fullName(item, { known: declaration.fixtures, report })
    return full === null ? [] : [{ ...item, text: full, written: true }]
  })
  const names = new Map(items.map((item) => [item.text, item]))
  refuseTwice([...names.values()], { book, report })
  const specs = (name: string) => book.declared.get(name)?.spec
  const leased = new Set(names.keys())
  for (const problem of checkScenarioNames(declaration, { specs, leased })) report(problem)
  return (contexts, { unexpanded }) => {
    if (unexpanded) return []
    const at = { contexts, book, report, known: new Map() }
    return [...names.values()].flatMap((item) => leaseOf(item, at) ?? [])
  }
}

/** Where a declaration names its fixtures; empty where it names none. */
export function leasesPlace(declaration: Declaration): Pick<Scenario, "leasesAt"> {
  const field = fieldOf(declaration, "fixtures")
  return field === undefined ? {} : { leasesAt: field.document.locateKey(field.path) }
}

/** What a scenario gets under one name has one value. */
function refuseTwice(
  items: readonly LocatedText[],
  { book, report }: Pick<LeaseLookup, "book" | "report">,
): void {
  const from = new Map<string, string>()
  for (const { text: name, document, path } of items) {
    for (const output of Object.keys(book.declared.get(name)?.spec.outputs ?? {})) {
      const other = from.get(output)
      from.set(output, name)
      if (other === undefined) continue
      const message = `\`${name}\` and \`${other}\` both have an output \`${output}\``
      const hint = "rename one of them: what leases both gets each output under its name"
      report(errorAt(document.locate(path), { code: "suite/value", message, hint }))
    }
  }
}

interface LeaseLookup {
  readonly contexts: PlanningContexts
  readonly book: FixtureBook
  readonly report: Report
  /** What fixtures came to in these contexts. */
  readonly known: Map<string, LeaseSpec | null>
}

/** One lease, noted with what its instances lease in turn; null where its key has no value. */
function leaseOf(item: LocatedText, at: LeaseLookup): LeaseSpec | null {
  const known = at.known.get(item.text)
  if (known !== undefined) return known
  const lease = resolveLease(item, at)
  at.known.set(item.text, lease)
  return lease
}

function resolveLease(item: LocatedText, at: LeaseLookup): LeaseSpec | null {
  const { contexts, book, report } = at
  const name = item.text
  const fixture = book.declared.get(name)
  // What is wrong with the fixture itself was reported there.
  if (fixture === undefined) return null
  const what = `the fixture \`${name}\``
  const lookup: KeyLookup = { item, contexts, report, what }
  const key = fixture.key === null ? null : keyText(fixture.key, lookup)
  if (fixture.key !== null && key === null) return null
  const inner = fixture.inner.flatMap((one) => leaseOf(one, at) ?? [])
  const values = book.keys.get(name) ?? new Map<string, FixtureKey>()
  book.keys.set(name, values)
  const known = values.get(key ?? "")
  if (known === undefined) {
    const matrix = matrixOf(fixture, contexts)
    const demand = Object.fromEntries(
      fixture.demand.flatMap((one) => {
        const quantity = quantityOf(one, { contexts: { ...contexts, matrix }, report })
        return quantity === null ? [] : [[one.name, quantity]]
      }),
    )
    values.set(key ?? "", { matrix, demand, fixtures: inner })
  } else if (JSON.stringify(known.fixtures) !== JSON.stringify(inner)) {
    const [first = item] = fixture.inner
    const message = `${what} leases fixtures whose keys have values that its own key does not tell apart`
    const hint = "add their dimensions to its `key`"
    report(errorAt(first.document.locate(first.path), { code: "suite/value", message, hint }))
  }
  return { name, key }
}

/** The dimensions of its key, with their values. */
function matrixOf({ key }: DeclaredFixture, { matrix }: PlanningContexts): JsonObject {
  if (!isJsonObject(matrix)) return {}
  return Object.fromEntries(
    (key ?? []).flatMap((part) => {
      const value = "dimension" in part ? matrix[part.dimension] : undefined
      return value === undefined || !("dimension" in part) ? [] : [[part.dimension, value]]
    }),
  )
}
