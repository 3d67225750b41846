import { describe, expect, it } from "vitest"
import type { Base } from "../../../src/core/base.ts"
import { stateOfResults } from "../../../src/events/state-of-results.ts"
import {
  type CommentedRun,
  type CommentMark,
  isDue,
  readMark,
  renderComment,
  toMark,
} from "../../../src/report/review/comment.ts"
import { buildPlan, buildShard, type ShardScript } from "../../__rig__/builders.ts"
import { INERT_TEXTS } from "../../__rig__/inert-texts.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

const SHA = "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678"

const ADDRESS = {
  ...{ server: "https://github.com", repository: "acme/storefront", runId: "4711", attempt: 1 },
  ...{ commit: "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", head: SHA },
  report: "https://github.com/acme/storefront/actions/runs/4711/artifacts/99",
}

function commented(run: SampleRun, id = "storefront"): CommentedRun {
  const { results } = run
  // The artifact of a report has no logs.
  const state = stateOfResults(results)
  return {
    ...{ id, results, state, address: ADDRESS, past: null },
    mark: toMark(results, { sha: SHA, run: "4711", attempt: 1 }),
    reportUntil: Date.parse("2026-12-06T10:00:00Z"),
  }
}

const BEFORE: CommentMark = {
  ...{ sha: "1a2b3c4d5e6f", run: "4710", attempt: 1, conclusion: "failure" },
  red: ["checkout:eu", "search"],
}

describe("renderComment", () => {
  it.each([
    ["red", badDay(), null],
    ["green", goodDay(), null],
    ["changed", badDay(), BEFORE],
    ["green-again", goodDay(), BEFORE],
  ] as const)("shows a run that is %s", async (name, run, before) => {
    const text = renderComment(commented(run), before)
    await expect(text).toMatchFileSnapshot(`__golden__/comment-${name}.md`)
  })

  it("stands alone: verdict, failures, command, and until when the report is there", () => {
    const text = renderComment(commented(badDay()), null)
    expect(text).toContain("## ❌ storefront")
    expect(text).toContain("checkout:eu")
    expect(text).toContain("#### Repeat the failures")
    expect(text).toContain("The report can be downloaded until 2026-12-06.")
    expect(text).toContain(`href="${ADDRESS.report}"`)
  })

  it("is far below what the service takes, whatever the run is", () => {
    const ids = Array.from({ length: 3_000 }, (_, i) => `s${i}-${"long".repeat(20)}`)
    const shard = buildShard(buildPlan({ shards: [ids] })).start()
    for (const id of ids) shard.failed(id, { message: "é".repeat(2_000) })
    const run = sampleRun(buildPlan({ shards: [ids] }), [shard.finish()])
    const text = renderComment(commented(run), BEFORE)
    expect(text.length).toBeLessThan(60_000)
    expect(readMark("storefront", text)?.red).toBeNull()
  })

  it.each(INERT_TEXTS)("is inert: %s", (nasty) => {
    const plan = buildPlan({ shards: [[{ id: "evil", name: nasty }]] })
    const shard = buildShard(plan).start().failed("evil", { message: nasty, tail: nasty }).finish()
    const red = [nasty, `${nasty} -->`]
    const text = renderComment(commented(sampleRun(plan, [shard])), { ...BEFORE, sha: nasty, red })
    const [mark = "", ...rest] = text.split("\n")
    expect(mark).toMatch(/^<!-- parallel-smoke storefront [\w-]+ -->$/u)
    const prose = rest.join("\n").replaceAll(/<pre>[\s\S]*?<\/pre>/gu, "")
    expect(prose).not.toMatch(/<!--|-->|<script|<img|@admin|\]\(https|\u202e/u)
    expect(prose).not.toContain("##[")
  })

  it("of a hostile run has no mention and no tag of it", () => {
    const text = renderComment(commented(hostileRun()), null)
    expect(text).not.toMatch(/@admin|<script/u)
  })
})

describe("readMark", () => {
  it("reads what renderComment wrote, of the same id alone", () => {
    const run = commented(badDay())
    const text = renderComment(run, null)
    expect(readMark("storefront", text)).toEqual(run.mark)
    expect(readMark("store", text)).toBeNull()
    expect(readMark("storefront", `> ${text}`)).toBeNull()
  })

  it.each(["", "%%%", "bnVsbA", Buffer.from('{"red":[1,"a"],"run":5}').toString("base64url")])(
    "makes the best of a broken one: %s",
    (code) => {
      const mark = readMark("a", `<!-- parallel-smoke a ${code} -->`)
      expect(mark).toMatchObject({ sha: "", run: "", attempt: 0 })
    },
  )
})

describe("isDue against the base branch", () => {
  const PLAN = buildPlan({ shards: [["a", "b", "added"]], suiteFile: "smoke.yml" })
  const base = (more: Partial<Base> = {}): Base => {
    const known = new Set(["a", "b"])
    const at = "2026-02-28T10:00:00.000Z"
    const fresh = { ref: "refs/heads/main", commit: null, runs: 3, at, seen: known, latest: known }
    return { ...fresh, unclean: new Set(), ...more }
  }
  const shard = () => buildShard(PLAN).start()
  const good = () => shard().passed("a").passed("b").passed("added")
  const red = () => shard().failed("a").passed("b").passed("added")
  it.each<readonly [string, ShardScript, Base | null, boolean]>([
    ["a regression", red(), base(), true],
    ["a failure that is known there", red(), base({ unclean: new Set(["a"]) }), false],
    ["a failure of a new scenario", shard().passed("a").passed("b").failed("added"), base(), true],
    ["new scenarios alone", good(), base(), false],
    ["a scenario that is gone", good(), base({ latest: new Set(["a", "b", "gone"]) }), true],
    [
      "one that is skipped now",
      shard().skipped("a", "1 == 2").passed("b").passed("added"),
      base(),
      true,
    ],
    ["a shard that stopped", shard().passed("a").running("b"), base(), true],
    ["a failure, with nothing known", red(), null, true],
    ["nothing", good(), null, false],
  ])("%s", (_, script, known, due) => {
    const run = commented(sampleRun(PLAN, [script.finish()], { base: known }))
    const { results, mark } = run
    expect(isDue("changes", { results, mark, before: null })).toBe(due)
  })
})

describe("isDue", () => {
  const red = commented(badDay())
  const green = commented(goodDay())
  const other = { ...red.mark, red: ["other"] }
  it.each([
    ["always", green, null, true],
    ["failures", green, null, false],
    ["failures", red, null, true],
    // What was said to be red is not left so.
    ["failures", green, red.mark, true],
    ["changes", green, null, false],
    ["changes", red, null, true],
    ["changes", red, red.mark, false],
    ["changes", red, other, true],
    ["changes", green, red.mark, true],
    // With too many failures nothing is known of changes.
    ["changes", red, { ...red.mark, red: null }, true],
    ["off", red, null, false],
  ] as const)("%s", (mode, { results, mark }, before, due) => {
    expect(isDue(mode, { results, mark, before })).toBe(due)
  })
})
