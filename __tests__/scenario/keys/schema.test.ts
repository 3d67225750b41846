import { describe, expect, it } from "vitest"
import { workflowJsonSchema } from "../../../src/scenario/files/workflows/workflow-schema.ts"
import { suiteJsonSchema } from "../../../src/scenario/keys/suite.ts"

interface Schema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
}

/** Every property anywhere in the schema, with the path to it. */
function propertiesOf(schema: unknown, path = ""): [string, Schema][] {
  if (typeof schema !== "object" || schema === null) return []
  const { properties = {} } = schema as Schema
  const own = Object.entries(properties).map(([key, one]): [string, Schema] => [
    `${path}.${key}`,
    one,
  ])
  // What stands in examples is no schema.
  const inner = Object.entries(schema).filter(([key]) => key !== "examples")
  return [...own, ...inner.flatMap(([key, one]) => propertiesOf(one, `${path}/${key}`))]
}

/** What editors find: at the place itself, else where it refers to. */
function found<K extends "description" | "examples">(schema: Schema, key: K, whole: Schema) {
  for (let at: Schema | undefined = schema; at !== undefined; ) {
    if (at[key] !== undefined) return at[key]
    at = whole.$defs?.[at.$ref?.split("/").at(-1) ?? ""]
  }
  return undefined
}

describe.each([
  ["suite", suiteJsonSchema],
  ["workflow", workflowJsonSchema],
] as const)("the JSON Schema of a %s file", (name, make) => {
  const schema = make() as Schema
  const properties = propertiesOf(schema)

  it("is what editors get", async () => {
    const text = `${JSON.stringify(schema, null, 2)}\n`
    await expect(text).toMatchFileSnapshot(`__golden__/${name}.schema.json`)
  })

  it("describes every key, and shows an example unless the words are listed", () => {
    expect(properties.length).toBeGreaterThan(20)
    for (const [path, property] of properties) {
      expect(found(property, "description", schema), path).toBeTypeOf("string")
      const listed = property.enum ?? property.const ?? (property.type === "boolean" ? [] : null)
      const examples = found(property, "examples", schema)
      if (listed === null) expect(examples ?? [], path).not.toEqual([])
    }
  })

  it("refers to what it holds", () => {
    const text = JSON.stringify(schema)
    for (const [, name = ""] of text.matchAll(/"#\/\$defs\/([^"]+)"/gu)) {
      expect(Object.keys(schema.$defs ?? {})).toContain(name)
    }
  })

  it("knows no other keys", () => {
    expect(schema.additionalProperties).toBe(false)
  })
})
