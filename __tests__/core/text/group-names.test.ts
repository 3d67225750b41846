import { describe, expect, it } from "vitest"
import { groupNames } from "../../../src/core/text/group-names.ts"

describe("groupNames", () => {
  it("counts groups as an expression does, whatever looks like one", () => {
    const source = "\\(no[(?<no>](?:x)(?=x)(?<=x)(?<!x)(a)(?<HOST>b(?<PORT>\\d+))"
    expect(groupNames(source)).toEqual([undefined, "HOST", "PORT"])
    const found = Object.keys(new RegExp(`${source}|`, "u").exec("")?.groups ?? {})
    expect(found).toEqual(["HOST", "PORT"])
  })
})
