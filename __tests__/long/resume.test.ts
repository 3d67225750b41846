import { expect, it } from "vitest"
import { killAndResume } from "../__rig__/kill-series.ts"

it.runIf(process.platform === "linux")("survives 400 kills at seeded points", async () => {
  let met = 0
  for (let seed = 100; seed < 140; seed += 1) met += await killAndResume(seed, 10)
  expect(met).toBeGreaterThanOrEqual(300)
})
