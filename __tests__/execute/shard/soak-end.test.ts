/**
 * What the end of a soak does to what runs then.
 */
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { dispatching } from "../execute-rig.ts"

const DUMP = {
  ...{ name: "./dump.sh", run: "./dump.sh", if: null, shell: "sh", env: {} },
  ...{ workingDirectory: ".", timeoutMs: 10_000 },
}

/** The second iteration runs until the end; what the log of it holds, and its facts. */
async function soak(soakMs: number) {
  const rig = dispatching(
    [{ id: "a", definition: { onTimeout: DUMP, timeoutSignal: "SIGQUIT" } }],
    { workers: 1, iterations: { soakMs } },
  )
  const run = rig.dispatcher.run()
  await rig.clock.advance(500)
  rig.processes.of("a").exit(0)
  await rig.clock.advance(5)
  const hanging = rig.processes.of("a")
  await rig.clock.advance(soakMs - 505)
  const [, , dump] = rig.processes.children
  dump?.exit(0)
  await rig.clock.advance(3_000)
  await run
  return { rig, hanging, dump }
}

it("dumps what hangs, as if its own time were over, and fails it", async () => {
  const { rig, hanging, dump } = await soak(60_000)
  expect(dump?.spec.env["SMOKE_PID"]).toBe(String(hanging.pid))
  expect(hanging.signals).toEqual(["SIGQUIT", "SIGTERM"])
  expect(rig.events.findLast(({ type }) => type === "attempt-finished")).toMatchObject({
    ...{ number: 2, outcome: "failed", cause: "timeout" },
    message: "it hung: at the end of the soak it had run far longer than any iteration before",
  })
  expect(rig.events.find(({ type }) => type === "scenario-finished")).toMatchObject({
    ...{ verdict: "failed", cause: "timeout" },
  })
  expect(readFileSync(`${rig.root}/run/logs/a.2.log`, "utf8")).toMatch(/^--- on-timeout: /u)
})

it("just cuts what runs no longer than it may", async () => {
  const { rig, hanging, dump } = await soak(20_000)
  expect(dump).toBeUndefined()
  expect(hanging.signals).toEqual(["SIGTERM"])
  expect(rig.story()).toEqual(["passed a#1", "cancelled a#2", "passed a"])
})
