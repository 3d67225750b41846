/**
 * A shared queue in Redis, by BullMQ: a scenario is a job, a claim the lock of an active job, and the fencing
 * token the number of times that it became active. What BullMQ does in one script is all that decides which
 * result counts. Loaded only when a queue is asked for: `bullmq` is the user's own package.
 */
import { randomUUID } from "node:crypto"
import type { Job, Queue, Worker } from "bullmq"
import type { Redis } from "ioredis"
import { parseForeignJson } from "../../core/json/json.ts"
import { err, messageOf, ok, type Result } from "../../core/problems/result.ts"
import * as s from "../../core/schema/make.ts"
import type { QueueUrl } from "../../core/text/queue-url.ts"
import { VERDICTS } from "../../core/verdict.ts"
import type {
  Claim,
  QueueEnd,
  QueueRefusal,
  Seat,
  SharedQueue,
  SharedQueues,
} from "../../ports/shared-queue.ts"

/** All keys begin with it. */
const PREFIX = "parallel-smoke"

/** So many workers may be lost while they run one scenario; then it is lost. */
const MOST_LOST = 5

/** Jobs that one script adds. */
const BATCH = 1_000

/** A worker that has left Redis for so long has lost its leases, whatever it does. */
const LEAST_PATIENCE_MS = 5_000

/** Between two tries to connect. */
const LONGEST_PAUSE_MS = 1_000

/** Keys of a run that is over are of no use, but a late worker must find them. */
const KEPT_SECONDS = 7 * 24 * 3_600

/** What a worker leaves of a scenario for others. */
const EndSchema = s.object({
  verdict: s.words(VERDICTS),
  outputs: s.record(s.text()),
  token: s.whole().min(1),
})

const INSTALL: QueueRefusal = {
  message: "--queue needs the packages bullmq and ioredis, which are not installed",
  hint: "npm install bullmq ioredis",
}

/** The user's packages. */
interface Packages {
  readonly bull: typeof import("bullmq")
  readonly Redis: typeof Redis
}

/** The queue of a plan, and its scenarios in the order in which they are claimed. */
type OfPlan = Parameters<SharedQueues["open"]>[1]

/** Queues of BullMQ. */
export const bullQueues: SharedQueues = {
  open: async (address, plan) => {
    try {
      const [bull, redis] = await Promise.all([
        import(/* webpackIgnore: true */ "bullmq"),
        import(/* webpackIgnore: true */ "ioredis"),
      ])
      return ok(new BullQueue({ bull, Redis: redis.Redis }, address, plan))
    } catch {
      return err(INSTALL)
    }
  },
}

/** A claim that this worker holds. */
interface Held {
  readonly job: Job
  readonly lock: string
}

class BullQueue implements SharedQueue {
  readonly leaseMs: number
  readonly #address: QueueUrl
  readonly #places: ReadonlyMap<string, number>
  readonly #name: string
  readonly #client: Redis
  readonly #queue: Queue
  readonly #worker: Worker
  readonly #held = new Map<string, Held>()
  #closed = false
  /** What the connection said last. */
  #trouble = "it does not answer"

  constructor({ bull, Redis: Client }: Packages, address: QueueUrl, plan: OfPlan) {
    this.#address = address
    this.leaseMs = address.leaseMs
    this.#places = new Map(plan.ids.map((id, place) => [id, place]))
    const run = address.run === null ? "" : `.${address.run}`
    this.#name = `${plan.digest.replace(/^sha256:/u, "").slice(0, 16)}${run}`
    this.#client = new Client(address.url, {
      maxRetriesPerRequest: null,
      // Null ends the connection, and the one that the worker makes of it.
      retryStrategy: (times) => (this.#closed ? null : Math.min(LONGEST_PAUSE_MS, times * 50)),
    })
    const of = { connection: this.#client, prefix: PREFIX }
    this.#queue = new bull.Queue(this.#name, of)
    this.#worker = new bull.Worker(this.#name, null, {
      ...{ ...of, autorun: false, maxStalledCount: MOST_LOST },
      ...{ lockDuration: address.leaseMs, stalledInterval: Math.max(500, address.leaseMs / 2) },
    })
    const note = (error: Error) => {
      this.#trouble = messageOf(error) || this.#trouble
    }
    this.#client.on("error", note)
    this.#queue.on("error", note)
    this.#worker.on("error", note)
  }

  join(): Promise<Result<Seat, string>> {
    return this.#ask(async () => {
      const client = this.#client
      await client.set(this.#key("smoke-run"), randomUUID(), "EX", KEPT_SECONDS, "NX")
      const [random, worker] = [
        await client.get(this.#key("smoke-run")),
        await client.incr(this.#key("smoke-workers")),
      ]
      await client.expire(this.#key("smoke-workers"), KEPT_SECONDS)
      if (random === null || !/^[\w-]{1,64}$/u.test(random))
        throw new Error("the name of the run is damaged")
      void this.#worker.startStalledCheckTimer()
      return { worker, run: `${this.#address.run ?? "plan"} ${random}` }
    })
  }

  offer(ids: readonly string[]): Promise<Result<void, string>> {
    return this.#ask(async () => {
      for (let from = 0; from < ids.length; from += BATCH) {
        const jobs = ids.slice(from, from + BATCH).map((id) => ({
          ...{ name: "scenario", data: { id } },
          opts: { jobId: this.#jobOf(id), attempts: 1 },
        }))
        await this.#queue.addBulk(jobs)
      }
    })
  }

  claim(): Promise<Result<Claim | null, string>> {
    return this.#ask(async () => {
      for (;;) {
        const lock = randomUUID()
        const job = await this.#worker.getNextJob(lock, { block: false })
        if (!job) return null
        const claim = this.#claimOf(job)
        if (job.deferredFailure === undefined) {
          this.#held.set(claim.id, { job, lock })
          return claim
        }
        await job.moveToFailed(new Error(String(job.deferredFailure)), lock)
      }
    })
  }

  renew(claim: Claim): Promise<Result<boolean, string>> {
    return this.#ask(async () => {
      const held = this.#held.get(claim.id)
      if (held === undefined) return false
      const left = await this.#refusable(() => held.job.extendLock(held.lock, this.leaseMs))
      return left === 1
    })
  }

  settle(claim: Claim, end: Omit<QueueEnd, "token">): Promise<Result<boolean, string>> {
    return this.#ask(async () => {
      const held = this.#held.get(claim.id)
      if (held === undefined) return false
      const { token } = claim
      const result = { ...end, token }
      const moved = await this.#refusable(async () => {
        await held.job.moveToCompleted(result, held.lock, false)
        return true
      })
      this.#held.delete(claim.id)
      // An answer that was lost on its way is asked for again: then it has ended already.
      if (moved === null) return (await this.#endOf(claim.id))?.token === token
      return true
    })
  }

  giveBack(claim: Claim): Promise<Result<void, string>> {
    return this.#ask(async () => {
      const held = this.#held.get(claim.id)
      this.#held.delete(claim.id)
      if (held !== undefined) await this.#refusable(() => held.job.moveToWait(held.lock))
    })
  }

  ends(ids: readonly string[]): Promise<Result<ReadonlyMap<string, QueueEnd>, string>> {
    return this.#ask(async () => {
      const ends = new Map<string, QueueEnd>()
      for (let from = 0; from < ids.length; from += BATCH) {
        const batch = ids.slice(from, from + BATCH)
        const found = await Promise.all(batch.map((id) => this.#endOf(id)))
        for (const [i, id] of batch.entries()) {
          const end = found[i]
          if (end != null) ends.set(id, end)
        }
      }
      return ends
    })
  }

  countEnded(): Promise<Result<number, string>> {
    return this.#ask(async () => {
      const { completed = 0, failed = 0 } = await this.#queue.getJobCounts("completed", "failed")
      return completed + failed
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    const closed = Promise.allSettled([this.#worker.close(true), this.#queue.close()])
    // A connection that is gone has nothing to say goodbye to.
    const late = new Promise((resolve) => setTimeout(resolve, LONGEST_PAUSE_MS).unref())
    await Promise.race([closed, late])
    this.#client.disconnect()
  }

  /** Waits for the answer as long as the leases last. */
  async #ask<T>(ask: () => Promise<T>): Promise<Result<T, string>> {
    const patience = Math.max(LEAST_PATIENCE_MS, this.leaseMs)
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(this.#trouble))
      }, patience)
    })
    try {
      return ok(await Promise.race([ask(), late]))
    } catch (error) {
      return err(`${placeOf(this.#address.url)}: ${messageOf(error)}`)
    } finally {
      clearTimeout(timer)
    }
  }

  /** Null where BullMQ refuses because the lock is another's, or nobody's. */
  async #refusable<T>(move: () => Promise<T>): Promise<T | null> {
    try {
      return await move()
    } catch (error) {
      const { code } = error as { readonly code?: unknown }
      if (typeof code === "number" && code < 0) return null
      throw error
    }
  }

  #claimOf(job: Job): Claim {
    const { id } = (job.data ?? {}) as { readonly id?: unknown }
    const isOurs = typeof id === "string" && this.#places.has(id) && this.#jobOf(id) === job.id
    const token = job.attemptsStarted
    if (!isOurs || !Number.isSafeInteger(token) || token < 1) {
      throw new Error(
        `it holds a job that no worker of this plan has added: ${job.id ?? "unnamed"}`,
      )
    }
    return { id, token }
  }

  async #endOf(id: string): Promise<QueueEnd | null> {
    const key = this.#key(this.#jobOf(id))
    const fields = await this.#client.hmget(key, "finishedOn", "returnvalue", "failedReason")
    const [finishedOn, result, failed] = fields
    if (finishedOn == null) return null
    if (failed != null) return { verdict: "lost", outputs: {}, token: null }
    const told = parseForeignJson(result ?? "")
    const end = told.ok ? EndSchema.check(told.value) : told
    if (!end.ok) throw new Error(`it holds a result of ${id} that no worker has written`)
    return end.value
  }

  #jobOf(id: string): string {
    return `s${this.#places.get(id)}`
  }

  #key(name: string): string {
    return `${PREFIX}:${this.#name}:${name}`
  }
}

/** Without user and password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `redis://${host}${pathname}`
}
