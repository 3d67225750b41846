import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Json } from "../../../src/core/json/json.ts"
import { valueText } from "../../../src/scenario/expressions/matrix-value.ts"
import { countMatrix, expandMatrix, readMatrix } from "../../../src/scenario/matrix/matrix.ts"

function expand(value: Json): string[] {
  const matrix = readMatrix(value)
  if (!matrix.ok) return matrix.error.map(({ code, path }) => `${code} ${path.join(".")}`)
  const combinations = expandMatrix(matrix.value)
  if (!combinations.ok) return [combinations.error.code]
  return combinations.value.map(({ values, names }) => {
    const members = Object.entries(values).map(([key, member]) => `${key}=${valueText(member)}`)
    return `${names.map((name) => valueText(values[name] ?? null)).join(":")} ${members.sort().join(" ")}`
  })
}

describe("expandMatrix", () => {
  it("multiplies dimensions, the last one fastest", () => {
    expect(expand({ a: [1, 2], b: ["x", "y"] })).toEqual([
      "1:x a=1 b=x",
      "1:y a=1 b=y",
      "2:x a=2 b=x",
      "2:y a=2 b=y",
    ])
  })

  it("adds what is included as Actions does", () => {
    // The example of the Actions manual on expanding configurations.
    const matrix = {
      fruit: ["apple", "pear"],
      animal: ["cat", "dog"],
      include: [
        { color: "green" },
        { color: "pink", animal: "cat" },
        { fruit: "apple", shape: "circle" },
        { fruit: "banana" },
        { fruit: "banana", animal: "cat" },
      ],
    }
    expect(expand(matrix)).toEqual([
      "apple:cat animal=cat color=pink fruit=apple shape=circle",
      "apple:dog animal=dog color=green fruit=apple shape=circle",
      "pear:cat animal=cat color=pink fruit=pear",
      "pear:dog animal=dog color=green fruit=pear",
      "banana fruit=banana",
      "banana:cat animal=cat fruit=banana",
    ])
  })

  it.each<[string, Json, string[]]>([
    ["include alone", { include: [{ a: 1, b: 2 }, { a: 3 }] }, ["1:2 a=1 b=2", "3 a=3"]],
    [
      "exclude in part",
      { a: [1, 2], b: [1, 2], exclude: [{ a: 1 }] },
      ["2:1 a=2 b=1", "2:2 a=2 b=2"],
    ],
    ["a list in exclude means any of", { a: [1, 2, 3], exclude: [{ a: [1, 3] }] }, ["2 a=2"]],
    ["scalars are compared as text", { a: [16, 18], exclude: [{ a: "16" }] }, ["18 a=18"]],
    [
      "objects are met by name and in part",
      {
        size: [
          { name: "s", cpu: 1 },
          { name: "m", cpu: 2 },
          { name: "l", cpu: 3 },
        ],
        exclude: [{ size: "s" }, { size: { cpu: 3 } }],
      },
      ["m size=m"],
    ],
    [
      "include comes after exclude",
      { a: [1, 2], exclude: [{ a: 1 }], include: [{ a: 1, b: 3 }] },
      ["2 a=2", "1:3 a=1 b=3"],
    ],
    [
      "an object keeps its members",
      { size: [{ name: "s", cpu: 1 }], include: [{ size: "s", x: 1 }] },
      ["s size=s x=1"],
    ],
    [
      "null and lists",
      { a: [null, [1, 2], true, ""] },
      ["null a=null", "1-2 a=1-2", "true a=true", " a="],
    ],
    ["nothing", {}, ["matrix/empty"]],
    ["nothing left", { a: [1], exclude: [{ a: 1 }] }, ["matrix/empty"]],
    ["an empty dimension", { a: [], b: [1] }, ["matrix/empty a"]],
    ["no list", { a: 1, b: { command: "x" } }, ["suite/type a", "matrix/command b"]],
    ["an unknown dimension", { a: [1], exclude: [{ b: 1 }] }, ["suite/value exclude.0.b"]],
    ["no mapping", [1], ["suite/type "]],
    [
      "bad include",
      { a: [1], include: [1], exclude: 3 },
      ["suite/type include.0", "suite/type exclude"],
    ],
  ])("%s", (_, matrix, expected) => {
    expect(expand(matrix)).toEqual(expected)
  })

  it("gives every combination once that no exclude matches", () => {
    const values = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(values, values, fc.array(fc.integer({ min: 0, max: 5 })), (a, b, out) => {
        const found = expand({ a, b, exclude: out.map((value) => ({ a: value })) })
        const kept = a.filter((value) => !out.includes(value))
        const expected = kept.flatMap((x) => b.map((y) => `${x}:${y} a=${x} b=${y}`))
        expect(found).toEqual(expected.length === 0 ? ["matrix/empty"] : expected)
      }),
    )
  })
})

describe("countMatrix", () => {
  const MANY = 1_000_000

  function count(value: Json, left = MANY) {
    const matrix = readMatrix(value)
    if (!matrix.ok) throw new Error("no matrix")
    const steps = { left }
    const counted = countMatrix(matrix.value, steps)
    return counted.ok ? { ...counted.value, steps: left - steps.left } : counted.error.code
  }

  it("counts what is expanded, whatever is excluded and included", () => {
    const value = fc.integer({ min: 0, max: 3 })
    const values = fc.uniqueArray(value, { minLength: 1, maxLength: 4 })
    const oneOrList = fc.oneof(value, fc.array(value, { maxLength: 2 }))
    const some = (of: fc.Arbitrary<Json>) =>
      fc.array(
        fc
          .record({ a: of, b: of, c: of }, { requiredKeys: [] })
          .filter((entry) => Object.keys(entry).length > 0),
        { maxLength: 5 },
      )
    const include = some(value).map((entries) => entries.map((entry) => ({ ...entry, more: 1 })))
    fc.assert(
      fc.property(values, values, values, some(oneOrList), include, (a, b, c, exclude, added) => {
        const matrix = { a, b, c, exclude, include: added }
        const expanded = expand(matrix)
        const length = expanded[0] === "matrix/empty" ? 0 : expanded.length
        expect(count(matrix)).toMatchObject({ count: length })
      }),
    )
    expect(count({ include: [{ a: 1 }, { a: 2 }] })).toMatchObject({ count: 2, included: 2 })
  })

  it("takes no longer for larger dimensions than exclusions look at", () => {
    const thousand = [...Array(1_000).keys()]
    const all = { a: thousand, b: thousand, c: thousand }
    expect(count(all)).toMatchObject({ count: 1e9, steps: 0 })
    expect(count({ ...all, exclude: [{ a: 1 }] })).toMatchObject({ count: 999e6, steps: 1_000 })
    // Only the dimensions that are named are looked at, wherever they stand.
    const late = { ...all, exclude: [{ c: 1 }] }
    expect(count(late)).toMatchObject({ count: 999e6, steps: 1_000 })
    // Nearly everything is excluded: what is left is known without looking at the rest.
    const few = { ...all, exclude: [{ a: thousand.slice(1) }, { b: thousand.slice(2) }] }
    expect(count(few)).toMatchObject({ count: 2_000, excluded: 1e9 - 2_000 })
    expect(expand(few)).toHaveLength(2_000)
  })

  it("gives up where exclusions would have to be compared too often", () => {
    const thousand = [...Array(1_000).keys()]
    const exclude = thousand.map((i) => ({ c: i, a: thousand }))
    expect(count({ a: thousand, b: thousand, c: thousand, exclude })).toBe("matrix/too-large")
  })
})
