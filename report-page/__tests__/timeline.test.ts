import { expect, it } from "vitest"
import type { PageAttempt } from "../../src/report/page/page-data.ts"
import { timelineOf } from "../data/timeline.ts"
import { buildAttempt, buildScenario } from "./build-scenario.ts"

const scenario = (id: string, shard: number, ...attempts: readonly Partial<PageAttempt>[]) =>
  buildScenario(id, { shard, attempts: attempts.map(buildAttempt) })

it("has a lane for each worker of each shard, and each attempt when it ran", () => {
  const { spanMs, lanes } = timelineOf([
    scenario("late", 2, { startedMs: 5_000, durationSeconds: 6 }),
    scenario(
      "again",
      1,
      { worker: 2, startedMs: 1_000, durationSeconds: 2, outcome: "failed" },
      { worker: 1, startedMs: 4_000, durationSeconds: 1, number: 2 },
    ),
    scenario("first", 1, { startedMs: 1_000, durationSeconds: 1 }),
  ])
  expect(spanMs).toBe(10_000)
  expect(
    lanes.map(({ shard, worker, busy, bars }) => [
      ...[shard, worker, busy],
      bars.map(({ worst, fromMs, toMs }) => [worst.scenario.id, worst.place, fromMs, toMs]),
    ]),
  ).toEqual([
    [
      ...[1, 1, 0.2],
      [
        ["first", 1, 0, 1_000],
        ["again", 2, 3_000, 4_000],
      ],
    ],
    [1, 2, 0.2, [["again", 1, 0, 2_000]]],
    [2, 1, 0.6, [["late", 1, 4_000, 10_000]]],
  ])
})

it("draws attempts that cannot be told apart as one bar with the worst of them", () => {
  const many = Array.from({ length: 20_000 }, (_, index) =>
    scenario(`s${index}`, 1, {
      ...{ startedMs: index * 10, durationSeconds: 0.01 },
      outcome: index === 7_777 ? "failed" : "passed",
    }),
  )
  const [lane] = timelineOf(many).lanes
  expect(lane?.bars.length).toBeLessThan(320)
  expect(lane?.bars.flatMap(({ pieces }) => pieces)).toEqual(lane?.pieces)
  const failed = lane?.bars.filter(({ worst }) => worst.attempt.outcome === "failed")
  expect(failed?.map(({ worst }) => worst.scenario.id)).toEqual(["s7777"])
})

it("starts at zero again for each attempt of the run", () => {
  const { spanMs, lanes } = timelineOf([
    scenario("a", 1, { startedMs: 0 }, { startedMs: 7_200_000, runAttempt: 2 }),
  ])
  expect(spanMs).toBe(1_000)
  expect(lanes.map(({ runAttempt, busy }) => [runAttempt, busy])).toEqual([
    [1, 1],
    [2, 1],
  ])
})

it("is empty where nothing ran", () => {
  expect(timelineOf([buildScenario("skipped", { verdict: "skipped" })]).lanes).toEqual([])
})
