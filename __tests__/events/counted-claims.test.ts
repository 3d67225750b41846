import { describe, expect, it } from "vitest"
import { CountedClaims } from "../../src/events/counted-claims.ts"
import type { EventBody, RunEvent } from "../../src/events/event.ts"

/** Journals of workers, from short words: `claim 1`, `pass`, `counted 1`, `refused 1`, `stop`, `again 2`. */
function journals(workers: Readonly<Record<number, readonly string[]>>): RunEvent[][] {
  return Object.entries(workers).map(([shard, words]) =>
    words.map((word, index): RunEvent => {
      const stamp = { v: 1, seq: index + 1, at: index, shard: Number(shard) } as const
      return { ...stamp, ...bodyOf(word) } as RunEvent
    }),
  )
}

function bodyOf(word: string): EventBody {
  const [what = "", number = "0"] = word.split(" ")
  const token = Number(number)
  switch (what) {
    case "claim":
      return { type: "scenario-claimed", id: "a", token }
    case "again":
      return { type: "scenario-claimed", id: "a", token, again: true }
    case "pass":
      return { type: "scenario-finished", id: "a", verdict: "passed", cause: null }
    case "stop":
      return { type: "scenario-cancelled", id: "a", reason: "interrupted", message: "stopped" }
    case "counted":
    case "refused":
      return { type: "claim-ended", id: "a", token, counted: what === "counted" }
    case "over":
      return { type: "queue-ended", tokens: { a: token } }
    default:
      return { type: "run-finished", verdicts: token }
  }
}

/** The worker whose result counts, and how many verdicts of each worker are left. */
function decide(workers: Readonly<Record<number, readonly string[]>>) {
  const all = journals(workers)
  const claims = new CountedClaims()
  for (const event of all.flat()) claims.note(event)
  const left = all.map((journal) => {
    const read = claims.reader()
    return journal.map(read).filter((event) => event?.type === "scenario-finished").length
  })
  return { home: claims.homes().get("a") ?? null, left }
}

describe("CountedClaims", () => {
  it.each([
    ["one that was counted", { 1: ["claim 1", "pass", "counted 1"] }, 1],
    ["one whose worker died before it learned that", { 1: ["claim 1", "pass"] }, 1],
    ["the higher token of two", { 1: ["claim 1", "pass"], 2: ["claim 2", "pass", "counted 2"] }, 2],
    [
      "the lower one where the higher came to nothing",
      { 1: ["claim 1", "pass", "counted 1"], 2: ["claim 2"] },
      1,
    ],
    [
      "no stopped one before one that ran",
      { 1: ["claim 1", "pass", "counted 1"], 2: ["claim 2", "stop"] },
      1,
    ],
    ["a stopped one where there is no other", { 1: ["claim 1", "stop"] }, 1],
    ["none that was refused", { 1: ["claim 1", "pass", "refused 1"] }, null],
    [
      "one that was refused and claimed again by its worker",
      { 1: ["claim 1", "pass", "refused 1", "again 2", "counted 2"] },
      1,
    ],
    ["only what the queue itself has counted", { 1: ["claim 1", "pass"], 3: ["over 2"] }, null],
    [
      "that, where it is there",
      { 1: ["claim 1", "pass"], 2: ["claim 2", "pass"], 3: ["over 1"] },
      1,
    ],
    ["none where nobody's result does", { 1: ["claim 1", "pass"], 2: ["over 0"] }, null],
    [
      "neither of two with the same token",
      { 1: ["claim 1", "pass"], 2: ["claim 1", "pass"] },
      null,
    ],
    [
      "none where workers saw different ends",
      { 1: ["claim 1", "pass", "over 1"], 2: ["claim 2", "pass", "over 2"] },
      null,
    ],
  ] as const)("counts %s", (_, workers, home) => {
    const decided = decide(workers)
    expect(decided.home).toBe(home)
    const verdicts = decided.left.reduce((sum, one) => sum + one, 0)
    expect(verdicts).toBeLessThanOrEqual(1)
  })

  it("takes dropped verdicts off the count at the end of their journal", () => {
    const claims = new CountedClaims()
    const [first = [], second = []] = journals({
      1: ["claim 1", "pass", "refused 1", "end 1"],
      2: ["claim 2", "pass", "counted 2", "end 1"],
    })
    for (const event of [...first, ...second]) claims.note(event)
    expect(first.map(claims.reader()).at(-1)).toMatchObject({ verdicts: 0 })
    expect(second.map(claims.reader()).at(-1)).toMatchObject({ verdicts: 1 })
  })
})
