import { describe, expect, it } from "vitest"
import { turnsOf } from "../../src/schedule/turns.ts"

const line = (...turns: readonly string[]) => ({
  maxParallel: null,
  sequential: true,
  turns: [...turns],
})
const one = (id: string, ...needs: readonly string[]) => ({ id, needs })

function turns(
  items: readonly ReturnType<typeof one>[],
  groups: Readonly<Record<string, ReturnType<typeof line>>>,
) {
  return Object.fromEntries(
    [...turnsOf(items, groups)].map(([name, places]) => [name, places.map((i) => items[i]?.id)]),
  )
}

describe("turnsOf", () => {
  it("keeps the order of the suite, whatever the list says", () => {
    const items = [one("c"), one("x"), one("b"), one("a")]
    expect(turns(items, { line: line("a", "b", "c") })).toEqual({ line: ["a", "b", "c"] })
  })

  it("keeps it where a member needs something that comes late", () => {
    const items = [one("b"), one("x"), one("a", "x")]
    expect(turns(items, { line: line("a", "b") })).toEqual({ line: ["a", "b"] })
  })

  it("keeps it where an outsider needs a later member", () => {
    const items = [one("o", "b"), one("a"), one("b")]
    expect(turns(items, { line: line("a", "b") })).toEqual({ line: ["a", "b"] })
  })

  it("lets a need win over the order, and leaves the rest as it is", () => {
    const items = [one("a", "c"), one("b"), one("c"), one("d")]
    expect(turns(items, { line: line("a", "b", "c", "d") })).toEqual({
      line: ["c", "a", "b", "d"],
    })
  })

  it("breaks a circle of two groups at one of its turns only", () => {
    const items = [one("y", "p"), one("z"), one("p", "a"), one("a")]
    const groups = { other: line("y", "z"), line: line("p", "a") }
    expect(turns(items, groups)).toEqual({ other: ["y", "z"], line: ["a", "p"] })
  })

  it("leaves out members that are elsewhere", () => {
    expect(turns([one("b"), one("a")], { line: line("a", "gone", "b") })).toEqual({
      line: ["a", "b"],
    })
  })
})
