/**
 * Files with what is known, of every kind and in every state.
 */
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { adviceFor } from "../../../src/app/history/advice.ts"
import { historyText } from "../../../src/app/history/keep-history.ts"
import type { HistoryRun } from "../../../src/formats/history.ts"
import { estimateAll } from "../../../src/plan/estimate/estimate.ts"
import { history, job, NOW, passed } from "../../history/history-rig.ts"
import { scenario } from "../../plan/plan-rig.ts"

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

const TWO_JOBS = [job({ hoursAgo: 2 }), job({ run: "run-2" })]

it("lets timings replace times, and nothing else that the history knows", () => {
  const failed: HistoryRun = [1, "failed", 4, 1, 1, null]
  const runs = { a: [passed(0, 1), failed], b: [passed(0, 2)] }
  write("h.json", historyText(history(runs, TWO_JOBS)))
  write("t.json", '{"a": 9}')
  const known = (timings: readonly string[]) =>
    adviceFor(SUITE, {
      history: join(folder, "h.json"),
      timings: timings.map((one) => join(folder, one)),
      now: NOW,
      files: nodeFiles,
    }).known
  const before = known([]).get("a")
  const after = known(["t.json"])
  expect(before).toMatchObject({ runs: 2, lastVerdict: "failed" })
  expect(before?.firstFailures).toBeGreaterThan(0)
  expect(after.get("a")).toEqual({ ...before, ms: 9_000, meanMs: 9_000, spreadMs: 0, timings: 1 })
  expect(after.get("b")).toEqual(known([]).get("b"))
  const estimates = estimateAll(SUITE.scenarios, after)
  expect(estimates.get("a")).toEqual({ ms: 9_000, from: "timings", spreadMs: 1_800, once: true })
  expect(estimates.get("b")?.from).toBe("history")
})

it("adds what measured scenarios took beyond their tests to all of which only tests were timed", () => {
  const path = (id: string) => ({ kind: "script", path: `tests/${id}.py`, shebang: null }) as const
  const suite = {
    name: "shop",
    scenarios: ["a", "b", "c"].map((id) => scenario({ id, definition: { command: path(id) } })),
  }
  const measured = history({ a: [passed(0, 1)], b: [passed(0, 1.2)] })
  write("h.json", historyText(measured))
  write("t.json", '{"tests/a.py::t": 0.1, "tests/b.py::t": 0.2, "tests/c.py::t": 0.5, "a": 7}')
  const times = (from: string | null, timings: string) => {
    const { known } = adviceFor(suite, {
      history: from === null ? null : join(folder, from),
      ...{ timings: [join(folder, timings)], now: NOW, files: nodeFiles },
    })
    return Object.fromEntries([...known].map(([id, { ms }]) => [id, Math.round(ms)]))
  }
  // What is named by its id is the scenario's own time.
  expect(times("h.json", "t.json")).toEqual({ a: 7_000, b: 1_200, c: 1_500 })
  expect(times(null, "t.json")).toEqual({ a: 7_000, b: 200, c: 500 })
})

it("says where times of a history are from that was given as timings", () => {
  write("h.json", historyText(history({ a: [passed(0, 1), passed(1, 1)] }, TWO_JOBS)))
  const { known } = adviceFor(SUITE, {
    ...{ history: null, timings: [join(folder, "h.json")] },
    ...{ now: NOW, files: nodeFiles },
  })
  expect(known.get("a")).toMatchObject({ runs: 2, timings: 2, lastVerdict: "passed" })
  expect(estimateAll(SUITE.scenarios, known).get("a")).toMatchObject({
    ...{ from: "timings", once: false },
  })
})

it("has nothing to say of a history that the run begins, and of one that is damaged", () => {
  const notes = (history: string, begins: boolean) =>
    adviceFor(SUITE, {
      ...{ history: join(folder, history), begins },
      ...{ timings: [], now: NOW, files: nodeFiles },
    }).notes.map((note) => note.replaceAll(`${folder}/`, ""))
  write("cut.json", "{")
  expect(notes("new.json", true)).toEqual([])
  expect(notes("new.json", false)).toEqual(["history new.json is not used: there is no such file"])
  expect(notes("cut.json", true)).toHaveLength(1)
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
