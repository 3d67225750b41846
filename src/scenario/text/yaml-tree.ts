/**
 * Nodes of the YAML library as plain values that know their places.
 * Owns what YAML allows and suites do not: keys that are no text, repeated keys, runaway aliases.
 */
import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml"
import type { Json } from "../../core/json/json.ts"
import type { DiagnosticCode } from "../../core/problems/diagnostic.ts"
import type { Range } from "../../core/text/source.ts"

/** Steps from the top to a value: keys and indexes. */
export type Path = readonly PropertyKey[]

/** A value with its place, and the places of what it holds. */
export interface Located {
  readonly value: Json
  readonly range: Range
  /** Where its key stands, for a member of a mapping. */
  readonly key?: Range
  readonly members?: ReadonlyMap<string, Located>
  readonly items?: readonly Located[]
  /** A plain scalar as it was written. */
  readonly written?: string
  /** Number of values in it, itself included. */
  readonly size: number
}

/** Something in the tree that a suite cannot use. */
export interface TreeProblem {
  readonly code: DiagnosticCode
  readonly message: string
  readonly range: Range
  readonly related?: { readonly message: string; readonly range: Range }
  readonly hint?: string
}

/** What the reading of a tree asks and tells. */
export interface TreeOptions {
  readonly rangeOf: (start: number, end: number) => Range
  /** The name a key goes by. */
  readonly rename: (key: string, parent: Path) => string
  readonly report: (problem: TreeProblem) => void
}

interface State extends TreeOptions {
  readonly anchors: Map<string, Located | "open">
  aliased: number
}

const MAX_DEPTH = 64
/** Values that aliases may add up to: enough for any suite, too few for an attack. */
const MAX_ALIASED = 100_000

/** Converts a tree; what cannot be used is reported and left out. */
export function readTree(root: Node, options: TreeOptions): Located {
  return read({ ...options, anchors: new Map(), aliased: 0 }, root, [])
}

function read(state: State, node: Node | null, path: Path): Located {
  if (node === null) return { value: null, range: state.rangeOf(0, 0), size: 1 }
  const [start, end] = node.range ?? [0, 0]
  const range = state.rangeOf(start, end)
  const nothing: Located = { value: null, range, size: 1 }
  if (path.length > MAX_DEPTH) {
    state.report({ code: "yaml/syntax", message: "the text is nested too deeply", range })
    return nothing
  }
  if (isAlias(node)) return readAlias(state, node.source, range)
  const anchor = "anchor" in node && typeof node.anchor === "string" ? node.anchor : undefined
  if (anchor !== undefined) state.anchors.set(anchor, "open")
  const located = readValue(state, node, { path, range })
  if (anchor !== undefined) state.anchors.set(anchor, located)
  return located
}

function readAlias(state: State, name: string, range: Range): Located {
  const target = state.anchors.get(name)
  const nothing: Located = { value: null, range, size: 1 }
  const refuse = (message: string) => {
    state.report({ code: "yaml/alias", message, range })
    return nothing
  }
  if (target === undefined) return refuse(`there is no anchor \`&${name}\` before this alias`)
  if (target === "open") return refuse(`the alias \`*${name}\` is inside its own anchor`)
  const before = state.aliased
  state.aliased += target.size
  // Once is enough to say it; every further alias would repeat it.
  if (before > MAX_ALIASED) return nothing
  if (state.aliased > MAX_ALIASED) return refuse("aliases add up to more than 100,000 values")
  return target
}

function readValue(
  state: State,
  node: Node,
  at: { readonly path: Path; readonly range: Range },
): Located {
  const { path, range } = at
  if (isMap(node)) return readMap(state, node, at)
  if (isSeq(node)) {
    const items = node.items.map((item, i) => read(state, item as Node | null, [...path, i]))
    return { value: items.map((item) => item.value), range, items, size: sizeOf(items) }
  }
  if (!isScalar(node)) return { value: null, range, size: 1 }
  const written = typeof node.source === "string" ? { written: node.source } : {}
  const value = node.value
  if (typeof value === "string" && value.includes("\u0000")) {
    state.report({ code: "suite/value", message: "the text contains a NUL character", range })
    return { value: value.replaceAll("\u0000", ""), range, size: 1 }
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    const message = `\`${node.source ?? value}\` is not a number that JSON can represent`
    state.report({ code: "suite/value", message, range })
    return { value: null, range, size: 1 }
  }
  const plain = typeof value === "string" || typeof value === "number" || typeof value === "boolean"
  return { value: plain ? value : null, range, ...written, size: 1 }
}

function readMap(
  state: State,
  map: YAMLMap<unknown, unknown>,
  at: { readonly path: Path; readonly range: Range },
): Located {
  const members = new Map<string, Located>()
  for (const pair of map.items) {
    const keyNode = pair.key as Node | null
    const key = keyOf(state, keyNode, at)
    if (key === undefined) continue
    const [start, end] = keyNode?.range ?? [0, 0]
    const keyRange = state.rangeOf(start, end)
    const name = state.rename(key, at.path)
    const first = members.get(name)
    if (first !== undefined) {
      reportRepeated(state, { key, name, path: at.path, range: keyRange, first })
      continue
    }
    const value = read(state, pair.value as Node | null, [...at.path, name])
    // An empty value has no place of its own worth pointing at.
    const range = pair.value === null || value.value === null ? keyRange : value.range
    members.set(name, { ...value, range, key: keyRange })
  }
  const value = Object.fromEntries([...members].map(([name, member]) => [name, member.value]))
  return { value, range: at.range, members, size: sizeOf(members.values()) }
}

function keyOf(state: State, node: Node | null, at: { readonly range: Range }): string | undefined {
  if (isScalar(node) && (typeof node.value !== "object" || node.value === null)) {
    const key = node.value === null ? (node.source ?? "") : String(node.value)
    const written = typeof node.value === "number" ? (node.source ?? key) : key
    if (written !== "" && written !== "__proto__" && !written.includes("\u0000")) return written
  }
  const [start, end] = node?.range ?? [at.range.start, at.range.start]
  const reserved = isScalar(node) && node.value === "__proto__"
  state.report({
    code: "suite/type",
    message: reserved
      ? "`__proto__` cannot be a key: use another name"
      : "a key must be a text that is not empty",
    range: node === null ? at.range : state.rangeOf(start, end),
  })
  return undefined
}

function reportRepeated(
  state: State,
  repeated: {
    readonly key: string
    readonly name: string
    readonly path: Path
    readonly range: Range
    readonly first: Located
  },
): void {
  const { key, name, path, range, first } = repeated
  const scenario = path.length === 1 && path[0] === "scenarios"
  state.report({
    code: scenario ? "scenario/duplicate-id" : "yaml/syntax",
    message: scenario
      ? `there are two scenarios \`${key}\``
      : `the key \`${key}\` is given twice${key === name ? "" : ` (it means \`${name}\`)`}`,
    range,
    related: { message: "the first is here", range: first.key ?? first.range },
  })
}

function sizeOf(parts: Iterable<Located>): number {
  let size = 1
  for (const part of parts) size += part.size
  return size
}
