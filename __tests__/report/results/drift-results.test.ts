/**
 * What a soak says about growth: memory of instances and times of iterations, from a recorded journal.
 */
import { describe, expect, it } from "vitest"
import type { EventBody, RunEvent } from "../../../src/events/event.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { toResults } from "../../../src/report/results/results.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { toAnnotations } from "../../../src/report/view/annotations.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { LEAST_MS } from "../../../src/statistics/drift.ts"
import { buildPlan, buildShard, START } from "../../__rig__/builders.ts"
import { leakOf, memoryOf } from "../../__rig__/soak-campaigns.ts"
import { fixtureSpec } from "../../plan/plan-rig.ts"

const KI = 1024

function planOf(leak?: number) {
  const limit =
    leak === undefined ? {} : { leak: { memoryPerHour: leak, file: "smoke.yml", line: 7 } }
  return {
    ...buildPlan({ shards: [["a"]] }),
    iterations: { soakMs: 3_600_000 },
    fixtures: { web: { ...fixtureSpec({}), ...limit } },
  }
}

/** Readings of an hour as a journal; `every` so many milliseconds instead of every ten seconds. */
function journal(
  plan: ReturnType<typeof planOf>,
  bytesPerHour: number,
  { instance = 1, everyMs = 10_000 } = {},
): RunEvent[] {
  const begin = buildShard(plan).start().events
  const readings = memoryOf(3, leakOf(bytesPerHour)).map(({ value }, i) => ({
    atMs: i * everyMs,
    body: {
      ...{ type: "instance-measured", fixture: "web", instance, memoryBytes: Math.round(value) },
    } as EventBody,
  }))
  return [
    ...begin,
    ...readings.map(({ atMs, body }, i) => {
      return { v: 1, seq: begin.length + i + 1, at: START + atMs, shard: 1, ...body } as RunEvent
    }),
  ]
}

function resultsOf(plan: ReturnType<typeof planOf>, events: readonly RunEvent[]) {
  const policy = { ifEmpty: "pass", failOn: [] } as const
  return toResults({ plan, state: foldEvents(events), problems: [], policy })
}

const leaksIn = ({ problems }: ReturnType<typeof resultsOf>) =>
  problems.filter(({ code }) => code === "fixture-leaks")

describe("memory of an instance", () => {
  it("that grows faster than `leak` allows is a problem at its line", () => {
    const plan = planOf(256 * KI)
    const results = resultsOf(plan, journal(plan, 500 * KI))
    const [found] = leaksIn(results)
    expect(found).toMatchObject({ shard: 1, file: "smoke.yml", line: 7 })
    expect(found?.message).toMatch(
      /^the memory of instance 1 of the fixture web on shard 1 grows: \+0\.\d+ MiB\/h \(0\.\d+ to 0\.\d+, 99 %\); its `leak` allows 0\.25 MiB\/h$/u,
    )
    const annotation = toAnnotations(results).find(({ message }) => message === found?.message)
    expect(annotation).toMatchObject({ level: "error", file: "smoke.yml", line: 7 })
  })

  it("fails the run by that alone", () => {
    const plan = planOf(256 * KI)
    const shard = buildShard(plan).start().passed("a").finish()
    const [first, ...others] = shard.events
    const measured = journal(plan, 500 * KI).slice(1)
    const last = measured.length
    const events = [
      ...(first === undefined ? [] : [first]),
      ...measured,
      ...others.map((one, i) => ({ ...one, seq: last + 2 + i })),
    ]
    expect(resultsOf(plan, events).summary).toMatchObject({ conclusion: "failure", exitCode: 1 })
    const none = planOf()
    expect(resultsOf(none, events).summary).toMatchObject({ conclusion: "success", exitCode: 0 })
  })

  it.each([
    ["grows more slowly", { rate: 200 * KI, leak: 256 * KI }],
    ["grows at the limit", { rate: 256 * KI, leak: 256 * KI }],
    ["has no limit", { rate: 500 * KI, leak: undefined }],
  ])("that %s is shown and forbids nothing", (_, { rate, leak }) => {
    const plan = planOf(leak)
    const results = resultsOf(plan, journal(plan, rate))
    expect(leaksIn(results)).toEqual([])
    expect(results.fixtures[0]?.memory).toEqual([
      expect.objectContaining({ shard: 1, key: null, instance: 1, readings: 360 }),
    ])
    const { drift } = results.fixtures[0]?.memory?.[0] ?? {}
    expect(drift).toMatchObject({ shape: "steady", overSeconds: 3_230 })
    expect(drift?.low).toBeLessThan(rate)
    expect(drift?.high).toBeGreaterThan(rate)
  })

  it("accuses nothing before it has grown for ten minutes", () => {
    const plan = planOf(256 * KI)
    // 36 of 360 readings are the warm-up, and the first of the others begins the time.
    const least = LEAST_MS / 323
    const grown = 500 * KI * 20
    const at = (everyMs: number) => leaksIn(resultsOf(plan, journal(plan, grown, { everyMs })))
    expect(at(least - 1)).toEqual([])
    expect(at(least)).toHaveLength(1)
  })

  it("is told in the log and in the summary", () => {
    const plan = planOf()
    const events = journal(plan, 500 * KI)
    const state = foldEvents(events)
    const results = resultsOf(plan, events)
    const told = /memory 50\.\d+ MiB, \+0\.\d+ MiB\/h \(0\.\d+ to 0\.\d+, 99 %\) over 53m/u
    expect(renderEnding({ results, state, color: false })).toMatch(told)
    expect(renderMarkdown({ results, state }).replaceAll("\\", "")).toMatch(told)
  })

  it("ends with the instance: a new one begins anew, and of many the shortest are forgotten", () => {
    const plan = planOf(256 * KI)
    const all = journal(plan, 500 * KI)
    const begin = all.filter(({ type }) => type !== "instance-measured")
    const readings = all.slice(begin.length)
    const lifeOf = (instance: number, length: number) => [
      ...readings.slice(0, length).map((one) => ({ ...one, instance })),
      { ...readings[0], type: "instance-stopped", instance, because: "max-uses" },
    ]
    const lives = Array.from({ length: 70 }, (_, i) => lifeOf(i + 1, i + 2))
    const events = [...begin, ...lifeOf(1, 360), ...lives.flat()].map((one, i) => {
      return { ...one, seq: i + 1 } as RunEvent
    })
    const kept = foldEvents(events).shards.get(1)?.fixtures.get("web")?.memory ?? []
    const lengths = kept.map(({ bytes }) => bytes.readings.length)
    expect(lengths).toEqual([360, ...Array.from({ length: 63 }, (_, i) => i + 9)])
    expect(resultsOf(plan, events).fixtures[0]?.memory).toHaveLength(20)
  })
})

it("times of iterations have a trend, shown where they surely change", () => {
  const plan = planOf()
  const begin = buildShard(plan).start().events
  const bodies = Array.from({ length: 300 }, (_, i): EventBody => {
    const of = { id: "a", iteration: i + 1, verdict: "passed", cause: null } as const
    return { type: "iteration-finished", ...of, durationMs: 1_000 + i + (i % 7) }
  })
  const events = [
    ...begin,
    ...bodies.map((body, i) => {
      const at = START + i * 12_000
      return { v: 1, seq: begin.length + i + 1, at, shard: 1, ...body } as RunEvent
    }),
  ]
  const results = resultsOf(plan, events)
  const { drift } = results.scenarios[0]?.iterations ?? {}
  expect(drift?.shape).toBe("steady")
  expect(drift?.perHour).toBeCloseTo(300, -1)
  const ending = renderEnding({ results, state: foldEvents(events), color: false })
  expect(ending).toMatch(/a: 300 iterations, 0 failed: below [\d.]+ % \(95 %\), \+300 ms\/h/u)
})
