/** What scenarios are told of the slots they have, and when workers begin, by the whole command. */
import { expect, it } from "vitest"
import type { RunEvent } from "../../src/events/event.ts"
import { Project } from "../__rig__/project.ts"

const SUITE = `
groups:
  slow: { max-parallel: 2 }
  pairs: { batch: 2 }
defaults: { group: slow }
scenarios:
  a: &say { run: 'mkdir "held-$SMOKE_GROUP_SLOT"; echo "$SMOKE_WORKER $SMOKE_SLOT $SMOKE_WORKERS $SMOKE_GROUP_SLOT"; echo x >> "$SMOKE_CACHE_DIR/all"; cat "$SMOKE_CACHE_DIR/all"; sleep 0.2; rmdir "held-$SMOKE_GROUP_SLOT"' }
  b: *say
  c: *say
  d: *say
  p1: &wait { group: pairs, run: sleep 0.3 }
  p2: *wait
  p3: *wait
`

function eventsOf(project: Project): RunEvent[] {
  const lines = project.read("out/journal.ndjson").trimEnd().split("\n")
  return lines.map((line) => JSON.parse(line))
}

it("slots of workers and groups are nobody else's, and a worker keeps its cache", async () => {
  const project = new Project({ "smoke.yml": SUITE })
  const ended = await project.run(["run", "-c", "4", "--out", "out"])
  expect(ended.exitCode, ended.stderr).toBe(0)
  const events = eventsOf(project)
  const runs = new Map<number, number>()
  for (const event of events) {
    if (event.type !== "attempt-finished") continue
    if (!"abcd".includes(event.id)) continue
    const [slots = "", ...cached] = project.read(`out/logs/${event.id}.1.log`).trimEnd().split("\n")
    const [worker, slot, workers, groupSlot] = slots.split(" ").map(Number)
    expect([worker, slot, workers]).toEqual([event.worker, event.worker, 4])
    expect([1, 2]).toContain(groupSlot)
    runs.set(event.worker, (runs.get(event.worker) ?? 0) + 1)
    expect(cached).toHaveLength(runs.get(event.worker) ?? 0)
  }
  const order = events.flatMap((event) =>
    "id" in event && event.id?.startsWith("p") === true && event.type.startsWith("attempt")
      ? [`${event.type.slice("attempt-".length)} ${event.id}`]
      : [],
  )
  expect(order.indexOf("started p3")).toBe(4)
  expect(order.slice(2, 4).toSorted()).toEqual(["finished p1", "finished p2"])
})

it("--ramp lets workers begin one after another", async () => {
  const scenarios = { a: "sleep 0.9", b: "sleep 0.9", c: "sleep 0.9" }
  const project = new Project({ "smoke.json": JSON.stringify({ scenarios }) })
  const ended = await project.run(["run", "-c", "3", "--ramp", "600ms", "--out", "out"])
  expect(ended.exitCode, ended.stderr).toBe(0)
  const starts = eventsOf(project).filter(({ type }) => type === "attempt-started")
  const waits = starts.slice(1).map(({ at }, index) => at - (starts[index]?.at ?? 0))
  expect(waits).toHaveLength(2)
  // 400 ms but for what the first took to start; without a ramp all start at once.
  expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(200)
  expect(project.results("out/results.json").shards[0]?.idleSeconds).toHaveProperty("ramp")
})
