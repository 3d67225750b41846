/**
 * How a run becomes a worker of a shared queue: the plan is checked for it, the queue opened and a number taken.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { parseQueueUrl } from "../../core/text/queue-url.ts"
import type { Plan } from "../../formats/plan.ts"
import { ClaimOrder, unfitForQueue } from "../../plan/claim-order.ts"
import type { Seat, SharedQueue, SharedQueues } from "../../ports/shared-queue.ts"

/** A worker of a queue, ready to begin. */
export interface Joined {
  readonly queue: SharedQueue
  readonly order: ClaimOrder
  readonly seat: Seat
  /** The plan as all workers have it. */
  readonly shared: Plan
  /** The same with this worker as its one shard. */
  readonly plan: Plan
}

/** Joins; a failure means that nothing can be claimed. */
export async function joinQueue(
  { plan: shared, url }: { readonly plan: Plan; readonly url: string },
  queues: SharedQueues,
): Promise<Result<Joined, Failure>> {
  const unfit = unfitForQueue(shared)
  if (unfit !== null)
    return refuse(unfit, "run it without --queue, or change the suite or the plan")
  const address = parseQueueUrl(url)
  if (!address.ok) {
    const example = "--queue 'redis://host:6379?run=build-17&lease=30s'"
    return refuse(address.error, `for example ${example}`)
  }
  const order = new ClaimOrder(shared)
  const { digest } = shared
  const opened = await queues.open(address.value, { digest, ids: order.ids })
  if (!opened.ok) return err({ reason: "usage/invalid", ...opened.error })
  const queue = opened.value
  const seat = await queue.join()
  if (!seat.ok) return leave(queue, { reason: "queue/gone", message: seat.error })
  const ended = await queue.countEnded()
  if (!ended.ok) return leave(queue, { reason: "queue/gone", message: ended.error })
  if (order.ids.length > 0 && ended.value >= order.ids.length) {
    return leave(queue, { reason: "queue/over", scenarios: order.ids.length })
  }
  const { worker: shard } = seat.value
  const shards = shared.shards
    .slice(0, 1)
    .map((one) => ({ ...one, shard, scenarios: [...order.ids] }))
  return ok({ queue, order, seat: seat.value, shared, plan: { ...shared, shards } })
}

async function leave(queue: SharedQueue, failure: Failure): Promise<Result<never, Failure>> {
  await queue.close()
  return err(failure)
}

function refuse(why: string, hint: string): Result<never, Failure> {
  return err({ reason: "usage/invalid", message: `--queue: ${why}`, hint })
}
