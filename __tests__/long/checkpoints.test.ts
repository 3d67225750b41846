import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { type PaceOf, sixHours } from "../__rig__/six-hours.ts"

it.each<[string, PaceOf, number, number]>([
  ["in two seconds", () => ({ uploadMs: 2_000, removeMs: 500 }), 68, 72],
  ["in half a minute", () => ({ uploadMs: 30_000, removeMs: 1_000 }), 18, 35],
])("256 shards hold at most 500 checkpoints over six hours, uploaded %s", async (...given) => {
  const [name, paceOf, fewest, most] = given
  const root = mkdtempSync(join(tmpdir(), "smoke-six-hours-"))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const held = await sixHours(root, paceOf)
  process.stderr.write(
    `${name}: at most ${held.most} artifacts, ${held.each} checkpoints a shard\n`,
  )
  expect(held.most).toBeGreaterThanOrEqual(256)
  expect(held.most).toBeLessThanOrEqual(500)
  expect(held.each).toBeGreaterThanOrEqual(fewest)
  expect(held.each).toBeLessThanOrEqual(most)
  expect(held).toMatchObject({ left: 0, said: [] })
})
