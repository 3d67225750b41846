/**
 * Files with what is known, of every kind and in every state.
 */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files.ts"
import { historyText } from "../../src/app/keep-history.ts"
import { adviceFor } from "../../src/app/known-times.ts"
import { history, NOW, passed } from "../history/history-rig.ts"
import { scenario } from "../plan/plan-rig.ts"

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "known-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const SUITE = { name: "shop", scenarios: [scenario({ id: "a" }), scenario({ id: "b" })] }

function advise(sources: { readonly history?: string; readonly timings?: readonly string[] }) {
  const { history: path = null, timings = [] } = sources
  const advice = adviceFor(SUITE, {
    history: path === null ? null : join(folder, path),
    timings: timings.map((one) => join(folder, one)),
    now: NOW,
    files: nodeFiles,
  })
  const times = Object.fromEntries([...advice.known].map(([id, { ms }]) => [id, ms]))
  return { times, notes: advice.notes.map((note) => note.replaceAll(`${folder}/`, "")) }
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

it("takes timings before the history, and counts what fits nothing", () => {
  write("h.json", historyText(history({ a: [passed(0, 1)], b: [passed(0, 2)] })))
  write("t.json", '{"b": 9, "c": 1, "a": -1}')
  expect(advise({ history: "h.json" })).toEqual({ times: { a: 1_000, b: 2_000 }, notes: [] })
  expect(advise({ history: "h.json", timings: ["t.json"] })).toEqual({
    times: { a: 1_000, b: 9_000 },
    notes: [
      "timings t.json: without a believable duration: 1",
      "timings t.json: belonging to no scenario: 1",
    ],
  })
})

it("says plainly that a folder is no file", () => {
  mkdirSync(join(folder, "runs"))
  expect(advise({ history: "runs" }).notes).toEqual(["history runs is not used: it is a folder"])
})

it("goes on without what is missing, huge, foreign or partly poisoned", () => {
  write("huge.json", "{}")
  truncateSync(join(folder, "huge.json"), 32 * 1024 * 1024 + 1)
  write("other.json", JSON.stringify({ ...history({ a: [passed(0, 1)] }), suite: "other" }))
  write("poisoned.json", JSON.stringify(history({ a: [passed(0, 1)], b: [passed(0, -1)] })))
  const sources = { timings: ["huge.json", "gone.xml"] }
  expect(advise({ history: "huge.json", ...sources })).toEqual({
    times: {},
    notes: [
      "history huge.json is not used: it is larger than 32 MiB",
      "timings huge.json are not used: it is larger than 32 MiB",
      "timings gone.xml are not used: there is no such file",
    ],
  })
  expect(advise({ history: "other.json" })).toEqual({
    times: {},
    notes: ['history other.json is not used: it is of another suite, "other"'],
  })
  expect(advise({ history: "poisoned.json" })).toEqual({
    times: { a: 1_000 },
    notes: ["history poisoned.json: 1 of its entries cannot be believed"],
  })
})

it("keeps a history a person can read line by line", async () => {
  const text = historyText(history({ a: [passed(0, 1), passed(0, 2)], b: [passed(0, 2)] }))
  await expect(text).toMatchFileSnapshot("__golden__/history.json")
})
