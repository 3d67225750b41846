import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { renderMarkdown } from "../../../src/report/view/markdown.ts"
import { buildPlan, buildShard, buildSkip } from "../../__rig__/builders.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** Every block of table lines has as many cells in each row as in its header. */
function expectTables(markdown: string): void {
  let width: number | null = null
  for (const line of markdown.replace(/<pre>[\s\S]*?<\/pre>/gu, "").split("\n")) {
    if (!line.startsWith("|")) {
      width = null
      continue
    }
    const cells = line.split("|").length
    width ??= cells
    expect(cells).toBe(width)
    expect(line.endsWith("|")).toBe(true)
  }
}

function expectInert(markdown: string): void {
  expect(markdown).not.toMatch(/<(?!\/?(?:code|pre|details|summary)>)/u)
  expect(markdown).not.toMatch(/@/u)
  expect(markdown).not.toContain("##[")
  const outside = markdown.replace(/<pre>[\s\S]*?<\/pre>/gu, "")
  expect(outside).not.toMatch(/\]\(|`|:\/\/|www\./iu)
  for (const line of outside.split("\n")) {
    expect(line).toMatch(/^($|## |### |\||- <code>|<details>|<\/details>|\d+ of |Excerpts of )/u)
  }
}

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
    const text = renderMarkdown(run)
    expectTables(text)
    expectInert(text)
    await expect(text).toMatchFileSnapshot(`__golden__/summary-${name.replaceAll(" ", "-")}.md`)
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
    expectTables(text)
    expectInert(text)
    const rows = text.split("\n").filter((line) => line.startsWith("| <code>"))
    expect(text).toContain("### Groups (2)")
    expect(text).toContain(
      "| group | run | passed | failed | flaky | skipped | cancelled | lost | time | log |",
    )
    expect(rows.slice(0, 2)).toEqual([
      "| <code>slow</code> | 4 | 2 | 1 | 1 | 4 | 5 | 6 | 1m01s | <code>logs/group-1-slow.log</code> |",
      "| <code>a&#124;b &#60;&#64;x&#62;</code> | 4 | 2 | 1 | 1 | 4 | 5 | 6 | – |  |",
    ])
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
    expect(text.startsWith("## INCOMPLETE: ")).toBe(true)
    expect(text).toMatch(/\n\d+ of 3001 are not shown here\.\n/u)
    expect(text).toMatch(/Excerpts of \d+ of 3000 logs did not fit here\./u)
    for (const title of ["Failed and lost", "Flaky", "Not run", "Shards", "Problems"]) {
      expect(text).toContain(`### ${title}`)
    }
    expectTables(text)
  })

  it("gives failures 45 % of the bytes, and flaky and not run scenarios 10 % each", () => {
    const text = renderMarkdown(
      big({ count: 4_500, name: "n".repeat(100), message: "m".repeat(400), tail: "" }),
    )
    const share = (title: string): number => {
      const [, section = ""] = text.split(`\n### ${title}`)
      const [rows = ""] = section.split(/\n### |\n<details>|\nExcerpts of/u)
      return bytesOf(rows) / 1_000_000
    }
    expect(share("Failed and lost")).toBeCloseTo(0.45, 2)
    expect(share("Flaky")).toBeCloseTo(0.1, 2)
    expect(share("Not run")).toBeCloseTo(0.1, 2)
  })

  it("names at most 2,000 failures even where more would fit", () => {
    const run = big({ count: 4_500, name: "", message: "", tail: "" })
    const text = renderMarkdown({ ...run, maxBytes: 10_000_000 })
    expect(text).toContain("\n1001 of 3001 are not shown here.\n")
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
          const text = renderMarkdown({ ...run, maxBytes })
          expect(bytesOf(text)).toBeLessThanOrEqual(maxBytes)
          if (maxBytes > 300) {
            expectTables(text)
            expectInert(text)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
