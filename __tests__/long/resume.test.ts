import { expect, it } from "vitest"
import { killAggregates } from "../__rig__/kill-aggregate.ts"
import { killIterations } from "../__rig__/kill-iterations.ts"
import { killWorker } from "../__rig__/kill-queue.ts"
import { killAndResume } from "../__rig__/kill-series.ts"
import { describeLayer, REDIS } from "../__rig__/layers.ts"
import { startRedis } from "../__rig__/redis.ts"

it.runIf(process.platform === "linux")("survives 400 kills at seeded points", async () => {
  let met = 0
  for (let seed = 100; seed < 140; seed += 1) met += await killAndResume(seed, 10)
  expect(met).toBeGreaterThanOrEqual(300)
})

it.runIf(process.platform === "linux")("survives 100 kills while it aggregates", async () => {
  let met = 0
  for (let seed = 100; seed < 104; seed += 1) met += await killAggregates(seed, 25)
  process.stderr.write(`${met} of 100 kills met an aggregation that wrote\n`)
  expect(met).toBeGreaterThanOrEqual(60)
})

describeLayer(REDIS, (program) => {
  it("survives 30 kills of a worker of a shared queue", async () => {
    const { url } = await startRedis(program)
    let met = 0
    for (let seed = 100; seed < 130; seed += 1) if (await killWorker(url, seed)) met += 1
    process.stderr.write(`${met} of 30 kills met a worker\n`)
    expect(met).toBeGreaterThanOrEqual(15)
  })
})

it.runIf(process.platform === "linux")("counts every iteration once, killed 30 times", async () => {
  let met = 0
  for (let seed = 100; seed < 105; seed += 1) met += await killIterations(seed, 6)
  expect(met).toBeGreaterThanOrEqual(20)
})
