import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Results } from "../../../src/formats/results.ts"
import type { VerdictPolicy } from "../../../src/report/results/results.ts"
import {
  type Annotation,
  MAX_MESSAGE_CHARS,
  MAX_PER_LEVEL,
  toAnnotations,
} from "../../../src/report/view/annotations.ts"
import { buildPlan, buildShard, buildSkip, type ShardScript } from "../../__rig__/builders.ts"
import { parseCommand } from "../../__rig__/runner/workflow-commands.ts"
import { badDay, goodDay, hostileRun, sampleRun } from "../../__rig__/sample-runs.ts"

function show(annotations: readonly Annotation[]): string {
  return annotations
    .map(({ level, title, message, file, line }) => {
      const place = file === null ? "" : ` ${file}:${line}`
      const indented = message.replaceAll(/^/gmu, "  ")
      return `${level}${place}\n  [${title}]\n${indented}\n`
    })
    .join("\n")
}

describe("toAnnotations", () => {
  it.each([
    ["a bad day", badDay()],
    ["a hostile run", hostileRun()],
  ])("of %s", async (name, run) => {
    const golden = `__golden__/annotations-${name.replaceAll(" ", "-")}.txt`
    await expect(show(toAnnotations(run.results))).toMatchFileSnapshot(golden)
  })

  it("has nothing to say of a good day", () => {
    expect(toAnnotations(goodDay().results)).toEqual([])
  })

  it("has one notice of what passed with too few iterations, with its bounds", () => {
    const { results } = goodDay()
    const [one] = results.scenarios.filter(({ verdict }) => verdict === "passed")
    if (one === undefined) throw new Error("nothing passed")
    const counts = (passed: number) => ({
      ...{ runs: passed, passed, failed: 0, flaky: 0, cancelled: 0, rate: 0, low: 0 },
      ...{ high: 1 / passed, upperBound: 1 / passed, firstFailure: null, messages: [] },
      ...{ p50Seconds: 1, p90Seconds: 1, p99Seconds: 1 },
    })
    const scenario = (id: string, passed: number, rate: "undecided" | "decided") => {
      return { ...one, id, iterations: counts(passed), rate }
    }
    const scenarios = [
      scenario("a", 74, "undecided"),
      scenario("b", 59, "undecided"),
      scenario("c", 369, "decided"),
    ]
    const annotations = toAnnotations({ ...results, scenarios })
    expect(annotations).toMatchObject([
      {
        level: "notice",
        title: "storefront: 2 scenarios passed with too few iterations to decide about --fail-rate",
        message:
          "b: 59 iterations, 0 failed: below 5 % (95 %)\na: 74 iterations, 0 failed: below 4 % (95 %)",
      },
    ])
    const many = Array.from({ length: 25 }, (_, i) => scenario(`s${i}`, 9, "undecided"))
    const [notice] = toAnnotations({ ...results, scenarios: many })
    expect(notice?.message.split("\n")).toHaveLength(21)
    expect(notice?.message).toMatch(/\nand 5 more$/u)
  })

  it("names the most important ones and counts the rest, each level for itself", () => {
    const ids = Array.from({ length: 30 }, (_, index) => `s${index}`)
    const plan = buildPlan({ shards: [ids, ["gone"]] })
    const shard = buildShard(plan, 1).start()
    for (const id of ids.slice(0, 15)) shard.failed(id)
    for (const id of ids.slice(15)) shard.flaky(id)
    const annotations = toAnnotations(sampleRun(plan, [shard.finish()]).results)
    const of = (level: Annotation["level"]) => annotations.filter((one) => one.level === level)
    expect(of("error")).toHaveLength(MAX_PER_LEVEL)
    expect(of("warning")).toHaveLength(MAX_PER_LEVEL)
    expect(of("error")[0]).toMatchObject({
      title: "storefront: incomplete",
      message: expect.stringMatching(/^shard 2 of 2 did not report\n1 scenario lost: gone\n/u),
      file: null,
    })
    // One problem and 15 failed.
    expect(of("error").at(-1)?.title).toBe("storefront: 7 more")
    expect(of("warning").at(-1)?.title).toBe("storefront: 6 more")
    const exactly = buildPlan({ shards: [ids.slice(0, 10)] })
    const ten = buildShard(exactly, 1).start()
    for (const id of ids.slice(0, 10)) ten.failed(id)
    const all = toAnnotations(sampleRun(exactly, [ten.finish()]).results)
    expect(all.map(({ line }) => line)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
  })

  it("has one notice for each reason, with the ids", () => {
    const plan = buildPlan({
      shards: [["a", "b"]],
      skipped: [buildSkip("x", "no gpu", "missing-capability"), buildSkip("y", "1 == 2")],
    })
    const shard = buildShard(plan, 1).start().skipped("a", "3 == 4").passed("b").finish()
    expect(toAnnotations(sampleRun(plan, [shard]).results)).toMatchObject([
      { level: "notice", title: "storefront: 2 scenarios skipped, condition" },
      {
        level: "notice",
        title: "storefront: 1 scenario skipped, missing-capability",
        message: "x: no gpu",
      },
    ])
  })

  it("has one error for a lost shard, however many scenarios it had", () => {
    const ids = Array.from({ length: 40 }, (_, index) => `s${index}`)
    const plan = buildPlan({ shards: [ids, ["cut", "never"], ["odd"]] })
    const cut = buildShard(plan, 2).start().running("cut")
    const odd = buildShard(plan, 3).start().finish()
    const annotations = toAnnotations(sampleRun(plan, [cut, odd]).results)
    expect(annotations.map(({ level, file }) => [level, file])).toEqual([
      ["error", null],
      ["error", null],
      ["error", null],
    ])
    const [missing, stopped, without] = annotations.map(({ message }) => message)
    expect(missing).toMatch(
      /^shard 1 of 3 did not report\n40 scenarios lost: s0, .*, s19 and 20 more\n/u,
    )
    expect(missing).toContain(
      "re-run failed jobs to run it, or all jobs if its artifact has expired",
    )
    expect(stopped).toBe("shard 2 of 3 stopped before its end\n2 scenarios lost: cut, never")
    expect(without).toContain("without a verdict for it; it had not started\n1 scenario lost: odd")
  })

  const PAIR = buildPlan({ shards: [["a", "b"]] })
  const pair = () => buildShard(PAIR, 1).start()
  const judged = (shard: ShardScript, policy: Partial<VerdictPolicy> = {}) => {
    const whole = { ifEmpty: "fail", failOn: [], ...policy } as const
    return sampleRun(PAIR, [shard.finish()], { policy: whole }).results
  }

  it.each<readonly [string, Results, string, RegExp]>([
    [
      "flaky is not allowed",
      judged(pair().flaky("a").passed("b"), { failOn: ["flaky"] }),
      "failure",
      /^FAILED: 1 of 2 flaky \(a; not allowed\)/u,
    ],
    [
      "skipped is not allowed",
      judged(pair().passed("a").skipped("b", "1 == 2"), { failOn: ["skipped"] }),
      "failure",
      /skipped \(b; not allowed\)/u,
    ],
    [
      "more is skipped than may be",
      judged(pair().passed("a").skipped("b", "1 == 2"), {
        maxSkipped: { count: 0 },
      }),
      "failure",
      /^1 of 2 scenarios were skipped, at most 0 are allowed$/u,
    ],
    [
      "nothing was executed",
      judged(pair().skipped("a", "1 == 2").skipped("b", "1 == 2")),
      "empty",
      /^EMPTY: nothing was executed: 2 of 2 skipped/u,
    ],
    [
      "it was interrupted",
      judged(pair().passed("a").cancelling().cancelled("b")),
      "cancelled",
      /^CANCELLED: 1 of 2 passed, 1 cancelled \(interrupted\)/u,
    ],
    [
      "its time was up",
      judged(pair().passed("a").cancelled("b", "budget", "the budget ended")),
      "incomplete",
      /^INCOMPLETE: 1 of 2 passed, 1 cancelled \(budget\)/u,
    ],
  ])("says once why the run is red where %s", (_, results, title, words) => {
    expect(results.summary.exitCode).toBeGreaterThan(0)
    const errors = toAnnotations(results).filter(({ level }) => level === "error")
    expect(errors).toMatchObject([
      { title: `storefront: ${title}`, message: expect.stringMatching(words), file: null },
    ])
  })

  it("stays within the limits, and no line of it is a command, whatever a child says", () => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary", maxLength: 10_000 }),
      fc.constantFrom("::error::", "##[error]", "\n::add-mask::a", "%0A::error::x", "\r::e::"),
    )
    fc.assert(
      fc.property(nasty, nasty, nasty, (name, message, tail) => {
        const plan = buildPlan({
          shards: [
            [
              { id: "a", name },
              { id: "b", name },
            ],
          ],
          suite: name,
        })
        const shard = buildShard(plan, 1)
          .start()
          .failed("a", { message, tail })
          .skipped("b", message)
        for (const one of toAnnotations(sampleRun(plan, [shard.finish()]).results)) {
          expect(one.title.length).toBeLessThanOrEqual(255)
          expect(one.title).not.toContain("\n")
          expect(one.message.length).toBeLessThanOrEqual(MAX_MESSAGE_CHARS)
          for (const line of [one.title, ...one.message.split(/[\r\n]/u)]) {
            expect(parseCommand(line, null)).toBeNull()
          }
        }
      }),
    )
  })
})
