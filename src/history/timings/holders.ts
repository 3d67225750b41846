/**
 * Finds the scenario for a class, a suite or a file of tests, as other tools name it: by its whole
 * name, else by its path without what stands before (`example.org/shop/cart` is `./cart`) or after
 * (`tests.test_cart.TestPay` is `tests/test_cart.py`).
 */
import type { Scenario } from "../../scenario/model.ts"
import { type Holder, plainPath } from "./read-timings.ts"

type Named = Pick<Scenario, "id" | "definition">

/** The id of the scenario for a holder; null for none or several. */
export type HolderLookup = (name: string) => string | null

/** A value of a matrix that is a file in a folder: `tests/test_cart.py`, and no version. */
const FILE = /\/[^/]+\.[a-z]\w*$/iu

/** Prepares the question for all holders of a file; each is answered once. */
export function holderLookup(
  scenarios: readonly Named[],
  by: {
    readonly byName: (name: string) => string | undefined
    readonly byFile: ReadonlyMap<string, string | null>
  },
): HolderLookup {
  const values = new Map<string, string | null>()
  const trees = new Map<string, string | null>()
  /** Files without what their names end with, and the same without the folders in front. */
  const stems = new Map<string, string | null>()
  const tails = new Map<string, string | null>()
  const note = (into: Map<string, string | null>, key: string, id: string): void => {
    if (key !== "") into.set(key, into.has(key) && into.get(key) !== id ? null : id)
  }
  const noteFile = (path: string, id: string): void => {
    const stem = path.replace(/\.\w+$/u, "")
    const parts = stem.split("/")
    note(stems, stem, id)
    for (let first = 1; first < parts.length; first++) {
      note(tails, parts.slice(first).join("/"), id)
    }
  }
  for (const { id, definition } of scenarios) {
    for (const value of Object.values(definition.matrix ?? {})) {
      if (typeof value !== "string") continue
      const path = plainPath(value).replace(/\/+$/u, "")
      if (path.endsWith("/...")) note(trees, path.slice(0, -4), id)
      else note(values, path, id)
      if (FILE.test(path)) noteFile(path, id)
    }
  }
  for (const [path, id] of by.byFile) if (id !== null) noteFile(path, id)
  const stemOf = (key: string): string | null => stems.get(key) ?? tails.get(key) ?? null
  const find = (key: string): string | null =>
    by.byName(key) ?? by.byFile.get(key) ?? values.get(key) ?? stemOf(key)
  const answers = new Map<string, string | null>()
  return (name) => {
    const known = answers.get(name)
    if (known !== undefined) return known
    const id = find(name) ?? firstOf(candidatesOf(name), { find, trees, stemOf })
    answers.set(name, id)
    return id
  }
}

/** The narrowest holder that is a scenario. */
export function firstHolder(
  holders: readonly Holder[],
  find: HolderLookup,
): { readonly id: string; readonly within: string } | null {
  for (const { name, within } of holders) {
    const id = find(name)
    if (id !== null) return { id, within }
  }
  return null
}

/** Parts of a path that are looked at; longer ones are cut in front. */
const MAX_PARTS = 32

interface Candidate {
  readonly parts: readonly string[]
  /** Of a name with dots: what stands behind a module in it is a class of that module. */
  readonly dotted: boolean
}

/** Paths that a name may stand for, the longest first, each without some of its first parts. */
function candidatesOf(name: string): readonly Candidate[] {
  const plain = plainPath(name)
  const of = (all: readonly string[], dotted: boolean): Candidate[] => {
    const parts = all.slice(-MAX_PARTS)
    return parts.map((_, first) => ({ parts: parts.slice(first), dotted }))
  }
  const dotted = plain.includes("/") ? [] : of(plain.split(/::|\.|\$/u), true)
  return [...of(plain.split("/"), false), ...dotted]
}

function firstOf(
  candidates: readonly Candidate[],
  by: {
    readonly find: (path: string) => string | null
    readonly trees: ReadonlyMap<string, string | null>
    readonly stemOf: (path: string) => string | null
  },
): string | null {
  for (const { parts, dotted } of candidates) {
    const whole = by.find(parts.join("/"))
    if (whole !== null) return whole
    for (let length = parts.length; length > 0; length--) {
      const path = parts.slice(0, length).join("/")
      const id = dotted ? by.stemOf(path) : (by.trees.get(path) ?? null)
      if (id !== null) return id
    }
  }
  return null
}
