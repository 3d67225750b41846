import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { buildPlan, buildShard, buildSkip } from "../../__rig__/builders.ts"
import { expectInertMarkdown } from "../../__rig__/inert-markdown.ts"
import { INERT_TEXTS } from "../../__rig__/inert-texts.ts"
import { pastRuns } from "../../__rig__/past-runs.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

const ADDRESS = {
  server: "https://github.com",
  repository: "acme/storefront",
  runId: "4711",
  attempt: 2,
  commit: "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
  head: "f0e1d2c3b4a5968778695a4b3c2d1e0f12345678",
  report: "https://github.com/acme/storefront/actions/runs/4711#artifacts",
}

const PAST = pastRuns({
  "checkout:eu": ["passed", "passed", "failed", "passed"],
  login: ["passed", "flaky"],
})

/** Many scenarios, each with the given texts. */
function big(options: {
  readonly count: number
  readonly name: string
  readonly message: string
  readonly tail: string
}): SampleRun {
  const { count, name, message, tail } = options
  const ids = Array.from({ length: count }, (_, i) => `s:${i}`)
  const plan = buildPlan({
    shards: [ids.map((id) => ({ id, name })), ["gone"]],
    skipped: Array.from({ length: count }, (_, i) => buildSkip(`skip${i}`, message)),
  })
  const script = buildShard(plan).start()
  ids.forEach((id, i) => {
    if (i % 3 === 2) script.flaky(id, { message, tail })
    else script.failed(id, { message, tail })
  })
  return sampleRun(plan, [script.finish()], {
    problems: [{ code: "folder-unreadable", path: name, detail: message }],
  })
}

describe("renderMarkdown", () => {
  it.each([
    ["a bad day", badDay()],
    ["a good day", goodDay()],
    ["a hostile run", hostileRun()],
  ] as const)("shows %s", async (name, run) => {
    const text = renderMarkdown({ ...run, address: ADDRESS, past: PAST })
    expectInertMarkdown(text)
    await expect(text).toMatchFileSnapshot(`__golden__/summary-${name.replaceAll(" ", "-")}.md`)
  })

  it("says what changed against the base branch, in its first lines and at each failure", () => {
    const plan = buildPlan({
      shards: [["ok", "broken", "old", "added"]],
      skipped: [buildSkip("off", "switched off")],
    })
    const shard = buildShard(plan)
      .start()
      .passed("ok")
      .failed("broken")
      .failed("old")
      .failed("added")
    const latest = new Set(["ok", "broken", "old", "off", "lost:1"])
    const base = {
      ...{
        ref: "refs/heads/main",
        commit: ADDRESS.commit,
        at: "2026-02-28T10:00:00.000Z",
        runs: 3,
      },
      ...{ seen: latest, latest, unclean: new Set(["old"]) },
    }
    const text = renderMarkdown({
      ...sampleRun(plan, [shard.finish()], { base }),
      address: ADDRESS,
    })
    expectInertMarkdown(text)
    expect(text.split("\n").filter((line) => line !== "")[2]).toMatch(
      /^Against <code>main<\/code> at <a .*>0a1b2c3<.*1 regression, 1 known, 1 new, 1 gone, 1 newly skipped/u,
    )
    expect(text).toContain("Regression: clean on main")
    expect(text).toContain("Known: failed or flaky on main too")
    expect(text).toContain("New: never seen on main")
    expect(text).toContain("- 1 gone: <code>lost:1</code>")
    expect(text).toContain("- 1 newly skipped: <code>off</code>")
  })

  it.each(INERT_TEXTS)("shows a branch of any name and what it had as they are: %j", (text) => {
    const latest = new Set([text])
    const base = {
      ref: text,
      commit: text,
      at: text,
      runs: 1,
      seen: latest,
      latest,
      unclean: latest,
    }
    const plan = buildPlan({ shards: [["a"]] })
    const run = sampleRun(plan, [buildShard(plan).start().failed("a").finish()], { base })
    expectInertMarkdown(renderMarkdown({ ...run, address: ADDRESS }))
  })

  it("is five lines where all is well", () => {
    const text = renderMarkdown({ ...goodDay(), address: ADDRESS })
    const visible = text.replace(/\n\n- [\s\S]*?<\/details>|\n\n```[\s\S]*?<\/details>/gu, "")
    expect(visible.split("\n").filter((line) => line !== "")).toHaveLength(5)
  })

  it("links every count to a section that is there, and has no two links of one name to two places", () => {
    const text = renderMarkdown({ ...badDay(), address: ADDRESS, past: PAST })
    const targets = [...text.matchAll(/href="#([^"]+)"/gu)].map(([, target]) => target)
    expect(targets.length).toBeGreaterThanOrEqual(5)
    for (const target of targets) expect(text).toContain(`<a id="${target}"></a>`)
    const places = new Map<string, string>()
    for (const [, href = "", name = ""] of text.matchAll(/<a href="([^"]+)">(.*?)<\/a>/gu)) {
      expect(places.get(name) ?? href).toBe(href)
      places.set(name, href)
    }
    expect([...text.matchAll(/<summary>(.*?)<\/summary>/gu)].map(([, name]) => name)).toEqual([
      ...new Set([...text.matchAll(/<summary>(.*?)<\/summary>/gu)].map(([, name]) => name)),
    ])
  })

  it("speaks no machine language", () => {
    const text = renderMarkdown({ ...badDay(), address: ADDRESS, past: PAST })
    expect(text).not.toMatch(
      /exit-code|exit 4|complete\b(?<!incomplete)|missing-capability|fail-fast|shard-(?:missing|incomplete)/u,
    )
  })

  it("links a shard to its job", () => {
    const { plan, shards, results, state } = badDay()
    expect(shards.length).toBe(2)
    const jobs = results.shards.map((shard) => ({ ...shard, job: `10${shard.shard}` }))
    const text = renderMarkdown({ results: { ...results, shards: jobs }, state, address: ADDRESS })
    const href = "https://github.com/acme/storefront/actions/runs/4711/job/101"
    expect(text).toContain(`smoke.yml:${plan.scenarios["db"]?.definition.line}`)
    expect(text).toContain(`<a href="${href}">shard 1</a> · 1m02s`)
    expect(text).toContain(
      `<a href="${href.replace("101", "102")}">Shard 2</a> stopped before its end`,
    )
  })

  it("predicts only what a history told", () => {
    const run = goodDay()
    expect(renderMarkdown(run)).not.toContain("predicted")
    const plan = { ...run.results.plan, predictedFrom: "history" as const }
    const text = renderMarkdown({ ...run, results: { ...run.results, plan } })
    expect(text).toContain("<summary>Shards: 2, predicted 2.0s, at best 2.0s</summary>")
    expect(text).toContain(
      "- shard 1 on <code>default</code> · passed · 2 planned · 1m01s · predicted 2.0s",
    )
  })

  it.each(INERT_TEXTS)("shows foreign texts as they are, whatever they try: %j", (text) => {
    const at = { file: `x/${text}` }
    const plan = buildPlan({
      shards: [
        [
          { id: "a", name: text, ...at },
          { id: "b", name: text, ...at },
        ],
        ["c"],
      ],
      suite: text,
      suiteFile: text,
      skipped: [{ ...buildSkip("d", text), name: text, ...at }],
      groups: { [text]: { maxParallel: 1 } },
    })
    const script = buildShard(plan)
      .start()
      .failed("a", { message: text, tail: text, artifacts: [text] })
      .flaky("b", { message: text, tail: text })
      .finish()
    const problem = { code: "folder-unreadable", path: text, detail: text } as const
    const run = sampleRun(plan, [script], { problems: [problem] })
    expectInertMarkdown(renderMarkdown({ ...run, address: ADDRESS, past: PAST }))
  })

  it("holds 25,600 failures of 256 shards", () => {
    const shards = Array.from({ length: 256 }, (_, shard) =>
      Array.from({ length: 100 }, (_, i) => `s${shard}:c${i}`),
    )
    const plan = buildPlan({ shards })
    const scripts = shards.map((ids, index) => {
      const script = buildShard(plan, index + 1).start()
      for (const id of ids) script.failed(id, { message: "exit code 1: no", tail: "no\n" })
      return script.finish()
    })
    const text = renderMarkdown({ ...sampleRun(plan, scripts), address: ADDRESS, past: PAST })
    expect(bytesOf(text)).toBeLessThanOrEqual(1_000_000)
    expect(text).toContain("</a>Failed (25600)")
    expect(text).toContain("<summary>25500 more failures</summary>")
    expect(text).toContain("23600 of 25500 are not shown here.")
    expect(text).toContain("run --last failed --history history.json")
  })

  it("counts what ran in each group, whatever its name", () => {
    const run = goodDay()
    const ran = { run: 4, passed: 2, failed: 1, flaky: 1 }
    const group = { key: null, ...ran, skipped: 4, cancelled: 5, lost: 6, durationSeconds: 61 }
    const groups = [
      { ...group, name: "slow", log: "logs/group-1-slow.log" },
      { ...group, name: "a|b <@x>", log: null },
    ]
    const text = renderMarkdown({ ...run, results: { ...run.results, groups } })
    expectInertMarkdown(text)
    expect(text).toContain(
      [
        "<details><summary>Groups (2)</summary>",
        "",
        "- <code>slow</code>: 2 passed, 1 failed, 1 flaky, 4 skipped, 5 cancelled, 6 lost · 1m01s · <code>logs/group-1-slow.log</code>",
        "- <code>a&#124;b &#60;&#64;x&#62;</code>: 2 passed, 1 failed, 1 flaky, 4 skipped, 5 cancelled, 6 lost",
      ].join("\n"),
    )
  })

  it("stays below the limit with 3,000 long failures, and says what was cut", () => {
    const run = big({
      count: 4_500,
      name: "long name ".repeat(30),
      message: "m".repeat(400),
      tail: `${"log line ".repeat(20)}\n`.repeat(40),
    })
    const text = renderMarkdown(run)
    expect(bytesOf(text)).toBeLessThanOrEqual(1_000_000)
    expect(bytesOf(text)).toBeGreaterThan(800_000)
    expect(text.startsWith("## ❌ storefront is incomplete: shard 2 of 2 did not report")).toBe(
      true,
    )
    expect(text.match(/^#### ❌ /gmu)).toHaveLength(101)
    expect(text).toContain("<summary>2900 more failures</summary>")
    expect(text).toMatch(/\n\d+ of 2900 are not shown here\.\n/u)
    expect(text).toMatch(/The logs of \d+ of 100 failures did not fit here\./u)
    for (const title of ["Failed (3000)", "Lost (1)", "Flaky (1500)", "Problems (1)"]) {
      expect(text).toContain(title)
    }
    expect(text).toContain("Not run: 4500 skipped: their condition is false</summary>")
    expectInertMarkdown(text)
  })

  it("gives failures 45 % of the bytes, and flaky scenarios 10 %", () => {
    const text = renderMarkdown(
      big({ count: 4_500, name: "n".repeat(100), message: "m".repeat(400), tail: "" }),
    )
    const share = (title: string): number => {
      const [, section = ""] = text.split(`</a>${title}`)
      const [rows = ""] = section.split(/\n### |\n#### Repeat|\n<details><summary><a/u)
      return bytesOf(rows) / 1_000_000
    }
    expect(share("Failed")).toBeCloseTo(0.45, 1)
    expect(share("Flaky")).toBeCloseTo(0.1, 2)
  })

  it("names at most 2,000 failures even where more would fit", () => {
    const run = big({ count: 4_500, name: "", message: "", tail: "" })
    const text = renderMarkdown({ ...run, maxBytes: 10_000_000 })
    expect(text).toContain("\n1000 of 2900 are not shown here.\n")
  })

  it("is inert and within its bytes whatever the texts are", () => {
    const hostile = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            "|",
            "\n",
            "`",
            "```",
            "<script",
            "</pre>",
            "</details>",
            "<!--",
            "@admin",
          ),
          fc.constantFrom(
            "[x](http://e)",
            "www.e.de",
            "#1",
            "~",
            "\\",
            "&lt;",
            "##[",
            "::",
            "\u001b[",
          ),
          fc.string({ unit: "binary", maxLength: 5 }),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(""))
    fc.assert(
      fc.property(
        hostile,
        hostile,
        hostile,
        fc.oneof(fc.integer({ min: 0, max: 4_000 }), fc.constant(1_000_000)),
        (name, message, tail, maxBytes) => {
          const run = big({ count: 4, name, message, tail })
          const text = renderMarkdown({ ...run, address: ADDRESS, past: PAST, maxBytes })
          expect(bytesOf(text)).toBeLessThanOrEqual(maxBytes)
          if (maxBytes > 300) expectInertMarkdown(text)
        },
      ),
      { numRuns: 300 },
    )
  })
})
