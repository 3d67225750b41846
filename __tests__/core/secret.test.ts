import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSecret, redactor, secretForms } from "../../src/core/secret.ts"

describe("secretForms", () => {
  it("looks for the value, its lines, and what encodings make of it", () => {
    const forms = secretForms(['p@ss "word"', "-----BEGIN\nkey-line\n"])
    expect(forms).toContain('p@ss "word"')
    expect(forms).toContain("cEBzcyAid29yZCI")
    expect(forms).toContain("p%40ss%20%22word%22")
    expect(forms).toContain('p@ss \\"word\\"')
    expect(forms).toContain("key-line")
  })

  it.each(["", "1", "yes", "   a "])("does not look for %j", (value) => {
    expect(isSecret(value)).toBe(false)
    expect(secretForms([value])).toEqual([])
  })
})

describe("redactor", () => {
  it("leaves nothing of any secret in any text", () => {
    const secret = fc.string({ minLength: 4 }).filter((text) => isSecret(text) && !/\*/u.test(text))
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1 }), fc.array(fc.string()), (secrets, between) => {
        const text = secrets.map((one, i) => `${between[i] ?? ""}${one}`).join(" ")
        const clean = redactor(secretForms(secrets))(text)
        for (const one of secrets) expect(clean.includes(one)).toBe(false)
      }),
    )
  })
})
