/**
 * One failed hook of a shard, and what people read of it.
 */
import { describe, expect, it } from "vitest"
import { RunFold } from "../../../src/events/fold.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { toAnnotations } from "../../../src/report/view/annotations.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { renderEventLine, toLineContext } from "../../../src/report/view/event-line.ts"
import { renderJunit } from "../../../src/report/view/junit.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

const MESSAGE = "hook `Serve` before: exit code 3: port in use"
const LOG = "logs/shard-before.1.log"
const IDS = Array.from({ length: 12 }, (_, index) => `s${index + 1}`)
const PLAN = buildPlan({ shards: [IDS, ["own", "good"]] })

function brokenShard() {
  const script = buildShard(PLAN, 1)
    .start()
    .emit({
      ...{
        type: "hook-finished",
        id: null,
        number: null,
        stage: "before",
        name: "Serve",
        index: 1,
      },
      ...{ outcome: "failed", durationMs: 25, message: "exit code 3: port in use", log: LOG },
    })
  const hook = { cause: "hook", exitCode: null, ms: 0, message: MESSAGE, log: LOG } as const
  for (const id of IDS)
    script.failed(id, id === "s1" ? { ...hook, tail: "tail\nport in use" } : hook)
  return script.finish()
}

/** A scenario that fails by a hook of its own is a failure of its own. */
const OTHER = buildShard(PLAN, 2)
  .start()
  .failed("own", { cause: "hook", exitCode: null, message: "hook `mine` before: exit code 1" })
  .passed("good")
  .finish()

const run = sampleRun(PLAN, [brokenShard(), OTHER])

describe("a hook before a shard's scenarios that failed", () => {
  it("is one error at the end of a log, and names what it cost", () => {
    const text = renderEnding({ ...run, color: false })
    expect(text.split("port in use")).toHaveLength(3)
    expect(text).toContain(
      [
        "failed  12 scenarios were not run: s1, s2, s3, s4, s5, s6, s7, s8, s9, s10 and 2 more",
        `  cause    ${MESSAGE} (infrastructure)`,
        `  log      ${LOG} (shard 1)`,
        "  | tail",
        "  | port in use",
        "",
        "failed  own",
      ].join("\n"),
    )
    expect(text).toContain("FAILED: 13 of 14 failed")
  })

  it("is one annotation", () => {
    const errors = toAnnotations(run.results).map(({ title, message }) => [title, message])
    expect(errors).toEqual([
      [
        "storefront: a hook before the scenarios of shard 1 failed",
        `${MESSAGE}\n12 scenarios were not run: s1, s2, s3, s4, s5, s6, s7, s8, s9, s10 and 2 more`,
      ],
      ["storefront: own failed", expect.stringContaining("hook `mine` before")],
    ])
  })

  it("is one block of the summary, with one excerpt", () => {
    const text = renderMarkdown(run)
    expect(text.split("port in use")).toHaveLength(3)
    expect(text.match(/^#### .*/gmu)).toEqual([
      "#### ❌ A hook of shard 1 failed",
      "#### ❌ own",
      "#### Repeat the failures",
    ])
    expect(text).toContain("12 scenarios were not run: <code>s1</code>, ")
  })

  it("is one line while it runs", () => {
    const context = toLineContext({ plan: PLAN, shards: [1, 2], color: false })
    const fold = new RunFold()
    const lines = run.shards
      .flatMap(({ events }) => events)
      .flatMap((event) => {
        fold.apply(event)
        return renderEventLine(event, { ...context, state: fold.state }) ?? []
      })
    expect(lines.filter((line) => line.includes("port in use"))).toEqual([
      expect.stringContaining(
        "before: Serve failed after 25ms, exit code 3: port in use; no scenario of the shard runs",
      ),
    ])
    expect(lines.filter((line) => line.includes("] "))).toEqual([
      expect.stringContaining("failed     own"),
      expect.stringContaining("passed     good"),
    ])
  })

  it("leaves every scenario red where readers count them", () => {
    const xml = renderJunit(run)
    expect(xml.match(/<error message="hook `Serve` before[^>]* type="hook">/gu)).toHaveLength(12)
    expect(xml.split("<system-out>")).toHaveLength(2)
  })
})
