import { expect, it } from "vitest"
import { joinQueue } from "../../../src/app/queue/join-queue.ts"
import { ok } from "../../../src/core/problems/result.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { MemoryQueue } from "../../__rig__/fakes/memory-queue.ts"

const PLAN = buildPlan({ shards: [["a"], ["b"]] })

function queuesOf(queue: MemoryQueue) {
  return { open: async () => ok(queue.open()) }
}

it("gives each worker its number, and the plan with one shard for it", async () => {
  const queue = new MemoryQueue()
  await joinQueue({ plan: PLAN, url: "redis://queue" }, queuesOf(queue))
  const second = await joinQueue({ plan: PLAN, url: "redis://queue" }, queuesOf(queue))
  expect(second.ok && second.value.plan.shards).toMatchObject([{ shard: 2, scenarios: ["a", "b"] }])
  expect(second.ok && second.value.shared).toBe(PLAN)
})

it("refuses addresses and plans that are none for a queue", async () => {
  const queues = queuesOf(new MemoryQueue())
  expect(await joinQueue({ plan: PLAN, url: "http://queue" }, queues)).toMatchObject({
    error: {
      reason: "usage/invalid",
      message: "--queue: it is no address such as redis://host:6379",
    },
  })
  const plan = { ...PLAN, iterations: { repeat: 2 } }
  expect(await joinQueue({ plan, url: "redis://queue" }, queues)).toMatchObject({
    error: { reason: "usage/invalid", message: "--queue: the plan repeats its scenarios" },
  })
})

it("says when all is done, and when nothing answers", async () => {
  const queue = new MemoryQueue()
  const worker = queue.open()
  await worker.offer(["a", "b"])
  for (const id of ["a", "b"]) {
    await worker.claim()
    await worker.settle({ id, token: 1 }, { verdict: "passed", outputs: {} })
  }
  expect(await joinQueue({ plan: PLAN, url: "redis://queue" }, queuesOf(queue))).toMatchObject({
    error: { reason: "queue/over", scenarios: 2 },
  })
  queue.problem = "it does not answer"
  expect(await joinQueue({ plan: PLAN, url: "redis://queue" }, queuesOf(queue))).toMatchObject({
    error: { reason: "queue/gone", message: "it does not answer" },
  })
})
