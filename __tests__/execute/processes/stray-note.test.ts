import { describe, expect, it } from "vitest"
import { strayNote } from "../../../src/execute/processes/left-behind.ts"

const of = (id: string, attempt = "1") => ({ SMOKE_SCENARIO: id, SMOKE_ATTEMPT: attempt })

describe("the note about processes that had left their groups", () => {
  it.each([
    ["one of nobody", [{}], "1 process had left its group and was ended", undefined],
    [
      "one of a scenario",
      [of("a", "2")],
      "1 process of a had left its group and was ended",
      [{ id: "a", number: 2 }],
    ],
    [
      "several, some of one attempt and one of a hook",
      [of("a"), of("a"), of("a", "2"), of("b"), { SMOKE_SHARD: "1" }],
      "5 processes of a, b had left their groups and were ended",
      [
        { id: "a", number: 1 },
        { id: "a", number: 2 },
        { id: "b", number: 1 },
      ],
    ],
    [
      "many",
      ["a", "b", "c", "d", "e", "f", "g"].map((id) => of(id)),
      "7 processes of a, b, c, d, e and 2 more had left their groups and were ended",
      ["a", "b", "c", "d", "e", "f", "g"].map((id) => ({ id, number: 1 })),
    ],
    [
      "one that tells nonsense of itself",
      [of("a", "-1"), of("a", "x"), { SMOKE_ATTEMPT: "1" }],
      "3 processes had left their groups and were ended",
      undefined,
    ],
  ])("%s", (_, environments, message, leaked) => {
    const note = strayNote(environments)
    expect(note).toMatchObject({ type: "note", level: "warning", message })
    expect("leaked" in note ? note.leaked : undefined).toEqual(leaked)
  })
})
