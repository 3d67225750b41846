import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Annotation,
  MAX_MESSAGE_CHARS,
  MAX_PER_LEVEL,
  toAnnotations,
} from "../../src/report/view/annotations.ts"
import { buildPlan, buildShard, buildSkip } from "../__rig__/builders.ts"
import { parseCommand } from "../__rig__/runner/workflow-commands.ts"
import { badDay, goodDay, hostileRun, sampleRun } from "../__rig__/sample-runs.ts"

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
      message: "shard 2 of 2 did not report",
      file: null,
    })
    // One problem, 15 failed and one lost.
    expect(of("error").at(-1)?.title).toBe("storefront: 8 more")
    expect(of("warning").at(-1)?.title).toBe("storefront: 6 more")
    const exactly = buildPlan({ shards: [ids.slice(0, 10)] })
    const ten = buildShard(exactly, 1).start()
    for (const id of ids.slice(0, 10)) ten.failed(id)
    const all = toAnnotations(sampleRun(exactly, [ten.finish()]).results)
    expect(all.map(({ line }) => line)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
  })

  it("has one notice for each reason, with the ids", () => {
    const plan = buildPlan({
      shards: [["a"]],
      skipped: [buildSkip("x", "no gpu", "missing-capability"), buildSkip("y", "1 == 2")],
    })
    const shard = buildShard(plan, 1).start().skipped("a", "3 == 4").finish()
    expect(toAnnotations(sampleRun(plan, [shard]).results)).toMatchObject([
      { level: "notice", title: "storefront: 2 scenarios skipped, condition" },
      {
        level: "notice",
        title: "storefront: 1 scenario skipped, missing-capability",
        message: "x: no gpu",
      },
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
