import { describe, expect, it } from "vitest"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { renderIdle } from "../../../src/report/text/idle-text.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

/** A shard of one worker that was busy for 80 s and waited for what is told. */
function waiting(idleSeconds: Readonly<Record<string, number>>, busySeconds = 80) {
  const idle = Object.values(idleSeconds).reduce((sum, seconds) => sum + seconds, 0)
  const worker = { worker: 1, scenarios: 1, endedBecause: "queue-empty" }
  return renderIdle({ shard: 1, idleSeconds }, [
    { ...worker, shard: 1, busySeconds, idleSeconds: idle },
    { ...worker, shard: 2, busySeconds: 1e6, idleSeconds: 0 },
  ])
}

describe("renderIdle", () => {
  it.each([
    [{}, null],
    [{ "nothing-left": 1_000, stopping: 1_000 }, null],
    [{ needs: 4 }, null],
    [{ needs: 20 }, "20% waiting: needed scenarios"],
    [{ needs: 20, "nothing-left": 100 }, "10% waiting: needed scenarios"],
    [{ "group:slow": 10, "resource:memory": 10 }, "20% waiting: 10% group slow, 10% memory"],
    [
      { "conflict:a": 4, "pause:b": 3, exclusive: 2, limited: 1, ramp: 1 },
      "12% waiting: 4% end of group a, 3% pauses of group b, 2% exclusive scenarios and 2 more",
    ],
    // What is under half a percent is not told, only counted.
    [{ needs: 97, limited: 0.3 }, "55% waiting: 55% needed scenarios and 1 more"],
    [{ "group:\u001b[2J::error::x\ny": 20 }, "20% waiting: group ::error::x y"],
    [{ "of a later version": 20 }, "20% waiting: of a later version"],
  ])("%j", (idle, expected) => {
    expect(waiting(idle)).toBe(expected)
  })

  it("says nothing of an instant", () => {
    expect(waiting({ needs: 0.9 }, 0.1)).toBe(null)
  })
})

describe("reports", () => {
  const plan = buildPlan({ shards: [["a"], ["b"]] })
  const idle = { idle: { "group:a|b": 5_000 }, starvedMs: 5_000, busyMs: 5_000 }
  const shards = [
    buildShard(plan, 1).start().passed("a").finish(idle),
    buildShard(plan, 2).start().passed("b").finish(),
  ]

  it("say it where there is something to tell", () => {
    const lines = renderMarkdown(sampleRun(plan, shards)).split("\n")
    expect(lines.filter((line) => line.startsWith("- shard ") && line.includes("default"))).toEqual(
      [
        "- shard 1 on <code>default</code> · passed · 1 planned · 1.0s · 50% waiting: group a&#124;b",
        "- shard 2 on <code>default</code> · passed · 1 planned · 1.0s",
      ],
    )
  })

  it("have a line for it at the end of one shard's log", () => {
    const own = buildPlan({ shards: [["a"]] })
    const run = sampleRun(own, [buildShard(own).start().passed("a").finish(idle)])
    const lines = renderEnding({ ...run, color: false }).split("\n")
    expect(lines.at(-3)).toBe("workers: 50% waiting: group a|b")
  })
})
