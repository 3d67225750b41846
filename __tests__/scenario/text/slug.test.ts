import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { SLUG_LENGTH, slugsOf } from "../../../src/scenario/text/slug.ts"

const LABEL = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/u

function slugsById(ids: readonly string[]): ReadonlyMap<string, string> {
  const slugs = slugsOf(ids)
  return new Map(ids.map((id, i) => [id, slugs[i] ?? ""]))
}

describe("slugsOf", () => {
  it("keeps what is a label already", () => {
    const slugs = slugsById(["cart", "storage:rep2:4k", "smoke/Login.x"])
    expect([...slugs.values()]).toEqual(["cart", "storage-rep2-4k", "smoke-login-x"])
  })

  it("adds a hash to what collides, is too long or has no letter", () => {
    const long = "a".repeat(50)
    const slugs = slugsById(["a:b", "a-b", long, "-", "ok"])
    expect(slugs.get("ok")).toBe("ok")
    expect(slugs.get("a:b")).toMatch(/^a-b-[a-z0-9]{7}$/u)
    expect(slugs.get("a-b")).not.toBe(slugs.get("a:b"))
    expect(slugs.get(long)).toMatch(/^a{32}-[a-z0-9]{7}$/u)
    expect(slugs.get("-")).toMatch(/^x-[a-z0-9]{7}$/u)
  })

  it("gives unique labels that do not depend on the order", () => {
    const segment = fc.stringMatching(/^[A-Ba-b._/-]{1,3}$/u)
    const id = fc.array(segment, { minLength: 1, maxLength: 20 }).map((parts) => parts.join(":"))
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 40 }), (ids) => {
        const slugs = slugsById(ids)
        expect(new Set(slugs.values()).size).toBe(ids.length)
        for (const slug of slugs.values()) {
          expect(slug).toMatch(LABEL)
          expect(slug.length).toBeLessThanOrEqual(SLUG_LENGTH)
        }
        const reversed = slugsById(ids.toReversed())
        for (const one of ids) expect(reversed.get(one)).toBe(slugs.get(one))
      }),
    )
  })

  it("stays unique where hashes collide", () => {
    // 200,000 ids of one base: among 32-bit hashes some are equal.
    const ids = Array.from({ length: 200_000 }, (_, i) => `${"x".repeat(40)}${i}`)
    expect(new Set(slugsById(ids).values()).size).toBe(ids.length)
  })
})
