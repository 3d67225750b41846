import { expect, it } from "vitest"
import { findTailed } from "../../../src/app/collect/tailed.ts"

it("finds scenarios by id and by pattern, and tells which pattern finds none", () => {
  const ids = ["home", "cart:small", "cart:large", "sql:a/b"]
  expect(findTailed(["cart", "h*", "nothing", "cart:small"], ids)).toEqual({
    ids: new Set(["cart:small", "cart:large", "home"]),
    unmet: ["nothing"],
  })
  expect(findTailed([], ids)).toEqual({ ids: new Set(), unmet: [] })
})
