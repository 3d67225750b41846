import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { toJsonSchema } from "../../../src/core/schema/json-schema.ts"
import * as s from "../../../src/core/schema/make.ts"
import { type AnySchema, type Issue, UNUSABLE } from "../../../src/core/schema/schema.ts"

function problems(schema: AnySchema, value: unknown): readonly string[] {
  const checked = schema.check(value)
  return checked.ok ? [] : checked.error.map(({ path, message }) => `${path.join(".")}: ${message}`)
}

function usable(schema: AnySchema, value: unknown): unknown {
  const issues: Issue[] = []
  return schema.read(value, issues)
}

describe("a schema", () => {
  const Point = s.object({ x: s.whole().min(0), y: s.whole().max(9).optional() })

  it.each<[string, AnySchema, unknown, readonly string[]]>([
    ["a text", s.text(), 1, [": must be a text"]],
    ["an empty text", s.text().filled(), "", [": must not be empty"]],
    ["a long text", s.text().max(2), "abc", [": must have at most 2 characters"]],
    ["a text of another form", s.text().regex(/^a/u, "no a"), "b", [": is not allowed: no a"]],
    ["part of a number", s.whole(), 1.5, [": must be a whole number"]],
    ["a number that is too large for one", s.whole(), 2 ** 53, [": must be a whole number"]],
    ["no number", s.number(), Number.POSITIVE_INFINITY, [": must be a number"]],
    ["a small number", s.number().min(1), 0, [": must be at least 1"]],
    ["a number at its bound", s.number().moreThan(0), 0, [": must be more than 0"]],
    ["a large number", s.number().max(1), 2, [": must be at most 1"]],
    ["a wrong word", s.words(["a", "b"]), "c", [": must be one of a, b"]],
    ["another value", s.literal(1), 2, [": must be 1"]],
    ["null", s.flag(), null, [": must be true or false"]],
    ["an empty list", s.list(s.text()).filled(), [], [": must not be empty"]],
    ["items", s.list(s.text()), [1, "a", 2], ["0: must be a text", "2: must be a text"]],
    [
      "members",
      s.record(Point),
      { a: { x: -1 }, b: {} },
      ["a.x: must be at least 0", "b.x: is missing"],
    ],
    ["several", Point, { x: "a", y: 10 }, ["x: must be a whole number", "y: must be at most 9"]],
    ["none of the kinds", s.union(s.text(), s.flag()), 1, [": must be a text or true or false"]],
    ["the kind that is meant", s.union(s.text(), Point), { x: -1 }, ["x: must be at least 0"]],
    ["a short tuple", s.tuple([s.text(), s.text()]), ["a"], [": must be a list"]],
    ["a place of a tuple", s.tuple([s.text()], s.flag()), ["a", 1], ["1: must be true or false"]],
  ])("refuses %s", (_, schema, value, expected) => {
    expect(problems(schema, value)).toEqual(expected)
  })

  it("tells the kinds of a mapping by their tag", () => {
    const Shape = s.variants("kind", [
      s.object({ kind: s.literal("dot"), at: Point }),
      s.object({ kind: s.literal("line"), from: Point }),
    ])
    expect(problems(Shape, { kind: "dot", at: { x: -1 } })).toEqual(["at.x: must be at least 0"])
    expect(problems(Shape, { kind: "box" })).toEqual(["kind: must be one of dot, line"])
  })

  it("takes what several options of one kind allow", () => {
    const Workers = s.union(s.literal("auto"), s.text().regex(/^\d+%$/u))
    expect([problems(Workers, "50%"), problems(Workers, "auto")]).toEqual([[], []])
    expect(problems(Workers, "many")).toHaveLength(1)
  })

  it("gives a value as it is where nothing is to be left out", () => {
    const value = { x: 1, y: 2 }
    expect(usable(Point, value)).toBe(value)
    expect(usable(Point, { ...value, z: 3 })).toEqual(value)
  })

  it("gives what is usable beside what is wrong", () => {
    const Deep = s.strictObject({ list: s.list(Point), one: Point, name: s.text() }).partial()
    const value = { list: [{ x: 1 }, { x: -1 }], one: { x: 1, y: 99 }, name: "a", more: 1 }
    expect(usable(Deep, value)).toEqual({ one: { x: 1 }, name: "a" })
    expect(usable(Point, { y: 1 })).toBe(UNUSABLE)
    expect(value.one).toEqual({ x: 1, y: 99 })
  })

  it("reports every unknown key of a mapping in one pass", () => {
    const keys = Array.from({ length: 20 }, (_, i) => `key${i}`)
    const Strict = s.strictObject({ a: s.text() }, { called: "a thing", words: { b: "write a" } })
    const checked = Strict.check({ a: 1, ...Object.fromEntries(keys.map((key) => [key, 1])) })
    expect(checked.ok ? [] : checked.error).toMatchObject([
      { path: ["a"], kind: "type" },
      { path: [], kind: "unknown-keys", unknown: { keys, mapping: { called: "a thing" } } },
    ])
  })

  it("never takes a member that could become a prototype", () => {
    const value = JSON.parse('{"__proto__":{"x":1},"a":"b"}')
    expect(Object.keys(usable(s.record(s.anything()), value) as object)).toEqual(["a"])
    expect(Object.keys(usable(s.object({ a: s.text() }), value) as object)).toEqual(["a"])
  })

  it("changes no value that it checks", () => {
    const Any = s.object({ a: s.record(s.list(s.whole())).optional(), b: Point.nullable() })
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const before = JSON.stringify(value)
        Any.check(value)
        Any.check({ a: value, b: value })
        expect(JSON.stringify(value)).toBe(before)
      }),
    )
  })
})

describe("the JSON Schema of a schema", () => {
  it("holds once what has an id, and says beside a reference what is said there", () => {
    const Name = s.text().note({ id: "name", examples: ["a"] })
    const Whole = s.strictObject({ first: Name, last: Name.describe("The last one").optional() })
    expect(toJsonSchema(Whole, "names")).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "names",
      type: "object",
      properties: {
        first: { $ref: "#/$defs/name" },
        last: { $ref: "#/$defs/name", description: "The last one" },
      },
      required: ["first"],
      additionalProperties: false,
      $defs: { name: { type: "string", examples: ["a"] } },
    })
  })

  it("says every bound", () => {
    const { properties } = toJsonSchema(
      s.object({
        text: s.text().filled().max(3).regex(/^a/u),
        number: s.number().moreThan(0).max(1),
        whole: s.whole().min(1),
        list: s.list(s.flag()).filled(),
        tuple: s.tuple([s.text()], s.flag()),
        none: s.union(s.text(), s.flag()).nullable(),
        words: s.words(["a", "b"]),
        one: s.literal(1),
      }),
      "bounds",
    )
    expect(properties).toEqual({
      text: { type: "string", minLength: 1, maxLength: 3, pattern: "^a" },
      number: { type: "number", exclusiveMinimum: 0, maximum: 1 },
      whole: { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
      list: { type: "array", minItems: 1, items: { type: "boolean" } },
      tuple: {
        type: "array",
        prefixItems: [{ type: "string" }, { type: "boolean" }],
        items: false,
        minItems: 1,
        maxItems: 2,
      },
      none: { anyOf: [{ type: "string" }, { type: "boolean" }, { type: "null" }] },
      words: { type: "string", enum: ["a", "b"] },
      one: { type: "number", const: 1 },
    })
  })
})
