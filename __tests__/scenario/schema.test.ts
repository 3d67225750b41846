import { describe, expect, it } from "vitest"
import { KNOWN_KEYS, suiteJsonSchema } from "../../src/scenario/schema.ts"

describe("suiteJsonSchema", () => {
  it("is what editors get", async () => {
    const text = `${JSON.stringify(suiteJsonSchema(), null, 2)}\n`
    await expect(text).toMatchFileSnapshot("__golden__/suite.schema.json")
  })

  it("describes every key", () => {
    const schema = suiteJsonSchema() as {
      readonly additionalProperties: boolean
      readonly properties: Record<string, { readonly description?: string }>
    }
    expect(schema.additionalProperties).toBe(false)
    expect(Object.keys(schema.properties)).toEqual(KNOWN_KEYS.suite)
    for (const property of Object.values(schema.properties)) {
      expect(property.description).toBeTypeOf("string")
    }
  })
})
