import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { IDENTITY, identityOf, parseIdentity } from "../../src/core/identity.ts"

describe("identityOf", () => {
  it.each([
    ["storefront", "storefront"],
    ["shop-2", "shop-2"],
    ["a".repeat(60), "a".repeat(60)],
  ])("leaves a name that is an id as it is: %s", (name, id) => {
    expect(identityOf(name)).toBe(id)
  })

  it.each([
    ["Storefront", /^storefront--[0-9a-z]{7}$/u],
    ["Store Front: EU/west", /^store-front-eu-west--[0-9a-z]{7}$/u],
    ["shop--2", /^shop-2--[0-9a-z]{7}$/u],
    ["../../etc", /^etc--[0-9a-z]{7}$/u],
    ["日本", /^suite--[0-9a-z]{7}$/u],
    ["", /^suite--[0-9a-z]{7}$/u],
    ["a".repeat(61), /^a{51}--[0-9a-z]{7}$/u],
    [`${"a".repeat(50)}-${"b".repeat(50)}`, /^a{50}--[0-9a-z]{7}$/u],
  ])("marks what it had to change: %j", (name, id) => {
    expect(identityOf(name)).toMatch(id)
  })

  it.each([
    ["case", ["shop", "Shop", "SHOP"]],
    ["punctuation", ["shop-eu", "shop eu", "shop.eu", "shop/eu", "-shop-eu", "shop-eu-"]],
    ["what follows 60 characters", ["", "b", "c"].map((end) => "a".repeat(60) + end)],
    ["letters that are not Latin", ["日本", "中国", "Москва", "київ", ""]],
    ["an end that looks like a hash", ["Shop", identityOf("Shop"), "shop-0a1b2c3"]],
  ])("keeps names apart that differ in %s only", (_, names) => {
    expect(new Set(names.map(identityOf)).size).toBe(names.length)
  })

  it("is an id for any name, and another one for another name", () => {
    const name = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 80 }),
      fc.stringMatching(/^[a-cA-C -]{0,4}$/u),
    )
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(identityOf(a)).toMatch(IDENTITY)
        expect(identityOf(a) === identityOf(b)).toBe(a === b)
      }),
      { numRuns: 500 },
    )
  })
})

describe("parseIdentity", () => {
  it.each(["a", "7", "shop-staging", "shop--0a1b2c3", "a".repeat(60)])("takes %s", (text) => {
    expect(parseIdentity(text)).toEqual({ ok: true, value: text })
  })

  it.each(["", "Shop", "shop staging", "shop_1", "shop.1", "-shop", "shop-", "é", "a".repeat(61)])(
    "refuses %j and says what is expected",
    (text) => {
      expect(parseIdentity(text)).toEqual({
        ok: false,
        error: expect.stringMatching(/^expects up to 60 lower-case letters, .*shop-staging$/u),
      })
    },
  )
})
