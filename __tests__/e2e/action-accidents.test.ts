/**
 * Accidents on record elsewhere, each named after what it would be if it happened here.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { itWhole, some } from "../__rig__/whole.ts"
import { ActionRun, resultsOf, said, scenarioOf, verdictsOf } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

const FOUR = {
  "smoke.yml": "scenarios: { a: 'true', b: 'true', c: 'true', d: 'true' }",
}

describe("green with a shard missing", () => {
  // posit-dev/positron#12108, camunda/camunda#62965: whatever had arrived was merged and passed.
  const parts: readonly (readonly [string, readonly number[]])[] = [
    ["one of four", [1, 2, 4]],
    ["all of four", []],
    ["all but one of four", [3]],
  ]
  it.each(some(parts, 2))("%s", async (_, arrived) => {
    const run = new ActionRun(service, FOUR)
    await run.plan({ inputs: { shards: "4" } })
    const done = await Promise.all(arrived.map((shard) => run.shard(shard)))
    expect(done.every(({ conclusion }) => conclusion === "success")).toBe(true)

    const aggregate = await run.aggregate()
    expect(aggregate).toMatchObject({
      conclusion: "failure",
      exitCode: 4,
      outputs: {
        conclusion: "incomplete",
        total: "4",
        passed: String(arrived.length),
        lost: String(4 - arrived.length),
      },
    })
    const results = resultsOf(aggregate)
    for (const { shard, status } of results.shards) {
      expect([shard, status]).toEqual([shard, arrived.includes(shard) ? "complete" : "missing"])
    }
    const lost = results.scenarios.filter(({ verdict }) => verdict === "lost")
    for (const { shard, reason, message } of lost) {
      expect([reason, message]).toEqual(["shard-missing", `shard ${shard} of 4 did not report`])
      const sentence = `shard ${shard} of 4 did not report`
      expect(aggregate.summary).toContain(sentence)
      expect(aggregate.annotations.map((one) => one.message).join("\n")).toContain(sentence)
    }
  })

  it("a shard that two jobs of the matrix claimed leaves the other one missing", async () => {
    const run = new ActionRun(service, FOUR)
    // Other tests leave durations behind, by which the halves need not be equal.
    await run.plan({ inputs: { shards: "2", history: "off" } })
    await run.shard(1)
    await run.shard(1)
    const aggregate = await run.aggregate()
    expect(aggregate).toMatchObject({ exitCode: 4, outputs: { passed: "2", lost: "2" } })
    expect(said(aggregate)).toContain("shard 2 of 2 did not report")
    expect(said(aggregate)).toContain("are both attempt 1 of shard 1, and differ")
  })
})

describe("a gate that passes because what it waits for was skipped", () => {
  it("every shard was skipped or cancelled before it began", async () => {
    const run = new ActionRun(service, FOUR)
    await run.plan({ inputs: { shards: "2" } })
    const aggregate = await run.aggregate({ inputs: { "if-empty": "pass" } })
    expect(aggregate).toMatchObject({ conclusion: "failure", exitCode: 4 })
    expect(aggregate.outputs).toMatchObject({ conclusion: "incomplete", lost: "4", passed: "0" })
    expect(aggregate.log.at(-1)).toMatch(/^INCOMPLETE: shards 1 and 2 of 2 did not report/u)
  })

  it("not even the plan was made", async () => {
    const run = new ActionRun(service, FOUR)
    const aggregate = await run.aggregate({ inputs: { "if-empty": "pass" } })
    expect(aggregate).toMatchObject({
      conclusion: "failure",
      exitCode: 4,
      outputs: { conclusion: "incomplete" },
      annotations: [{ level: "error", message: expect.stringContaining("did the plan job run?") }],
    })
  })
})

describe("a stale shard that wins a re-run", () => {
  // Systemorph/MeshWeaver#4332: the artifact with the highest id was that of the earlier attempt.
  it("the verdict is that of the attempt, whatever the ids say", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: test -e mended, b: 'true' }",
    })
    await run.shards(await run.plan({ inputs: { shards: "2" } }))
    const first = await run.aggregate()
    expect(verdictsOf(first)).toBe("a failed, b passed")

    const red = scenarioOf(resultsOf(first), "a").shard ?? 0
    run.write("mended", "")
    expect((await run.shard(red, { attempt: 2 })).conclusion).toBe("success")
    const shelf = service.artifacts.visible(run.run, 2)
    const idOf = (end: string) =>
      shelf.find(({ name }) => name === `smoke-checkout-shard-${red}-${end}`)?.id ?? 0
    expect(idOf("a2")).toBeLessThan(idOf("a1"))
    expect(await run.aggregate({ attempt: 2 })).toMatchObject({
      conclusion: "success",
      outputs: { passed: "1", flaky: "1", failed: "0" },
    })
  })

  it("what passed and fails when it is run again is failed", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: 'test ! -e spoilt', b: { run: 'false', needs: [a] } }",
    })
    await run.shards(await run.plan())
    expect(verdictsOf(await run.aggregate())).toBe("a passed, b failed")
    run.write("spoilt", "")
    await run.shard(1, { attempt: 2 })
    expect(verdictsOf(await run.aggregate({ attempt: 2 }))).toBe("a failed, b skipped")
  })
})

// microsoft/testfx#10633: beyond 1 MiB the runner takes none of it.
itWhole(
  "a summary that is too large is cut: a great many failures with long names and logs",
  async () => {
    const count = 1_200
    const text = "é😀\\n".repeat(60)
    const run = new ActionRun(service, {
      "smoke.yml": `
scenarios:
  huge:
    name: "${"long name ".repeat(60)}"
    shell: sh
    run: "printf '${text}${"x".repeat(2_000)}\\n'; exit 1"
    strategy: { matrix: { n: [${Array.from({ length: count }, (_, n) => n)}] } }
`,
    })
    const { aggregate } = await run.whole({ plan: { shards: "2", workers: "4" } })
    expect(aggregate).toMatchObject({ exitCode: 1, outputs: { failed: String(count), lost: "0" } })
    const bytes = Buffer.byteLength(aggregate.summary)
    expect(bytes).toBeGreaterThan(200_000)
    expect(bytes).toBeLessThanOrEqual(1024 * 1024)
    expect(aggregate.summary).toContain(`</a>Failed (${count})\n`)
    expect(aggregate.summary).toMatch(/\d+ more failures/u)
    expect(aggregate.droppedAnnotations).toBe(0)
    expect(aggregate.annotations).toHaveLength(10)
    expect(aggregate.annotations.at(-1)?.message).toContain(`${count - 9} more`)
    expect(scenarioOf(resultsOf(aggregate), `huge:${count - 1}`).attempts[0]?.message).toContain(
      "xxx",
    )
  },
)
