import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { JsonBytes } from "../../../src/core/json/json-bytes.ts"

/** The plainest way to write it. */
function plainly(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => plainly(item ?? null)).join(",")}]`
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([name, of]) => `${JSON.stringify(name)}:${plainly(of)}`).join(",")}}`
}

function textOf(bytes: JsonBytes, value: unknown): string {
  return new TextDecoder().decode(bytes.value(value).take())
}

/** Objects that share parts and differ in others, as scenarios of one matrix do. */
const alike = fc
  .tuple(
    fc.array(fc.jsonValue(), { minLength: 1, maxLength: 3 }),
    fc.array(fc.array(fc.option(fc.nat(2), { nil: undefined }), { minLength: 1, maxLength: 5 }), {
      maxLength: 12,
    }),
  )
  .map(([pool, rows]) =>
    rows.map((row) => {
      const members = row.map((place, i) => [
        ["b", "a", "a!", "", "10"][i] ?? "",
        place === undefined ? undefined : pool[place % pool.length],
      ])
      return { same: pool[0], of: Object.fromEntries(members), list: [pool[0], { x: pool.at(-1) }] }
    }),
  )

describe("JsonBytes", () => {
  it("writes what JSON.stringify writes, whatever it wrote before", () => {
    fc.assert(
      fc.property(alike, (values) => {
        const bytes = new JsonBytes({ sorted: false })
        for (const value of values) expect(textOf(bytes, value)).toBe(JSON.stringify(value))
      }),
    )
  })

  it("sorts keys by code unit where asked to", () => {
    fc.assert(
      fc.property(alike, (values) => {
        const bytes = new JsonBytes({ sorted: true })
        for (const value of values) expect(textOf(bytes, value)).toBe(plainly(value))
      }),
    )
  })

  it("sees a member that varies again after it was left out", () => {
    const bytes = new JsonBytes({ sorted: false })
    const texts = [
      { a: 1, b: 1 },
      { a: 2, b: undefined },
      { a: 3, b: 1 },
      { a: 3, b: 2 },
    ].map((value) => textOf(bytes, value))
    expect(texts).toEqual(['{"a":1,"b":1}', '{"a":2}', '{"a":3,"b":1}', '{"a":3,"b":2}'])
  })

  it("makes room for what is longer than a piece, and encodes what is not ASCII", () => {
    const long = ["é😀".repeat(100_000), "a".repeat(200_000), '"\\\n\u007f\ud800']
    const value = { long, again: long, map: { é: 1 } }
    const bytes = new JsonBytes({ sorted: false })
    for (let i = 0; i < 4; i++)
      expect(textOf(bytes, { ...value, i })).toBe(JSON.stringify({ ...value, i }))
  })
})
