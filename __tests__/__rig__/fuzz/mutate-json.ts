/** Mutations of one value in a JSON text: wrong types, odd numbers, missing and unknown members. */
import type { Dice } from "./dice.ts"

type Path = readonly (string | number)[]

/** A changed text, and the members on the way to what was changed. */
export interface ChangedJson {
  readonly text: string
  readonly path: Path
}

/** Stands for text that `JSON.stringify` cannot make. */
const RAW = "\u0001raw\u0001"

const DEEP = 5_000

/** Texts of values, also of such as JSON.stringify never writes. */
const VALUES: readonly (() => string)[] = [
  ...["null", "true", "false", "0", "-0", "1", "-1", "0.5", "2", "7", "1e308", "1e999", "-1e999"],
  ...["9007199254740993", "4294967296", "2147483648", "99999999999999999999999", "1e-320"],
  ...['""', '"x"', '"\\u0000"', '"\\ud800"', '"\\ufeff"', '"\\u202e"', '"../../etc"', '"a\\nb"'],
  ...['"passed"', '"failed"', '"flaky"', '"skipped"', '"cancelled"', '"lost"', '"unheard-of"'],
  ...["[]", "{}", "[[]]", "[null]", '{"":null}', '{"__proto__":{"x":1}}', '{"toString":1}'],
  ...['"sha256:0000000000000000000000000000000000000000000000000000000000000000"'],
  ...['"1970-01-01T00:00:00Z"', '"9999-12-31T23:59:59Z"', '"__proto__"', '"constructor"'],
  ...['"${{ secrets.X }}"', '"${{ "', '"(a+)+$"', '"%s"', '"::error::x"'],
].map((text) => () => text)

const LARGE: readonly (() => string)[] = [
  () => `"${"x".repeat(1 << 20)}"`,
  () => `${"[".repeat(DEEP)}${"]".repeat(DEEP)}`,
  () => `${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}`,
  () => `[${Array(100_000).fill("0").join(",")}]`,
  () => `{${Array.from({ length: 20_000 }, (_, i) => `"k${i}":${i}`).join(",")}}`,
  () => "9".repeat(100_000),
]

const WAYS = ["value", "value", "value", "move", "drop", "add", "rename", "twice", "swap"] as const

/** Changes one value somewhere in the text, which must be JSON. */
export function mutateJson(text: string, dice: Dice): ChangedJson {
  const root: unknown = JSON.parse(text)
  const paths = pathsOf(root)
  const path = dice.pick(paths)
  const parent = at(root, path.slice(0, -1))
  const key = path.at(-1) ?? ""
  let raw: string | null = null
  const newValue = () => (dice.chance(0.06) ? dice.pick(LARGE) : dice.pick(VALUES))()
  switch (dice.pick(WAYS)) {
    case "value":
      raw = newValue()
      set(parent, key, RAW)
      break
    case "move":
      set(parent, key, at(root, dice.pick(paths)))
      break
    case "drop":
      if (Array.isArray(parent)) parent.splice(Number(key), 1)
      else delete (parent as Record<string, unknown>)[key]
      break
    case "add":
      raw = newValue()
      set(parent, Array.isArray(parent) ? parent.length : dice.pick(["x", "toString", " "]), RAW)
      break
    case "rename":
      if (Array.isArray(parent)) parent.reverse()
      else rename(parent as Record<string, unknown>, String(key), dice)
      break
    case "twice":
      if (Array.isArray(parent)) parent.push(parent[Number(key)])
      else set(parent, `${key}2`, (parent as Record<string, unknown>)[key])
      break
    case "swap": {
      const other = dice.pick(paths)
      const [one, two] = [at(root, path), at(root, other)]
      set(parent, key, two)
      set(at(root, other.slice(0, -1)), other.at(-1) ?? "", one)
      break
    }
  }
  return { text: stringify(root).replace(`"${RAW}"`, () => raw ?? ""), path }
}

/** What a swap has put into itself has no text. */
function stringify(root: unknown): string {
  try {
    return JSON.stringify(root).replaceAll("\\u0001", "\u0001")
  } catch {
    return "{}"
  }
}

function rename(parent: Record<string, unknown>, key: string, dice: Dice): void {
  const value = parent[key]
  delete parent[key]
  set(
    parent,
    dice.pick(Object.keys(parent).concat("x", key.toUpperCase(), "hasOwnProperty")),
    value,
  )
}

function set(parent: unknown, key: string | number, value: unknown): void {
  if (parent === null || typeof parent !== "object") return
  // `__proto__` is a member like any other in JSON.
  Object.defineProperty(parent, key, {
    ...{ value, enumerable: true, configurable: true, writable: true },
  })
}

function at(root: unknown, path: Path): unknown {
  let value = root
  for (const key of path) {
    if (value === null || typeof value !== "object") return undefined
    value = (value as Record<string | number, unknown>)[key]
  }
  return value
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (value === null || typeof value !== "object") return path.length === 0 ? [["x"]] : [path]
  const own = path.length === 0 ? [] : [path]
  return own.concat(
    Object.entries(value).flatMap(([key, inner]) =>
      pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  )
}
