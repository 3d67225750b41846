/**
 * A run of two shards whose service has faults, and what must become of it in each case.
 */
import { expect } from "vitest"
import type { Fault } from "../__rig__/results-service/faults.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import type { ActionResult } from "../__rig__/runner/run-action.ts"
import { ActionRun, said } from "./action-run.ts"

export const PLAN = "smoke-checkout-plan-a1"
export const SHARD = "smoke-checkout-shard-1-a1"
export const OTHER_SHARD = "smoke-checkout-shard-2-a1"

/** What the names of a shard's uploads end with: five tries of main, five of post. */
export const TRIES = ["", ...Array.from({ length: 9 }, (_, index) => `-u${index + 2}`)]

/** Of `fault`, as often as anybody asks. */
export const always = (fault: Fault): Fault => ({ ...fault, times: 1_000 })

export function expectGreen(job: ActionResult): void {
  expect(job, said(job)).toMatchObject({
    conclusion: "success",
    outputs: { conclusion: "success", total: "2", passed: "2", lost: "0" },
  })
}

/** Red, with the words in what people see: annotations, and the log's ending or the summary. */
export function expectRed(job: ActionResult, words: RegExp): void {
  expect(job, said(job)).toMatchObject({ conclusion: "failure", exitCode: 4 })
  expect(job.outputs["conclusion"]).toBe("incomplete")
  const errors = job.annotations.filter(({ level }) => level === "error")
  expect(errors.map(({ message }) => message).join("\n")).toMatch(words)
}

/** Red because its results could not be uploaded, with the reason. */
export function expectNotHandedOver(shard: ActionResult | undefined, why: RegExp): void {
  if (shard === undefined) throw new Error("no such shard")
  expectRed(shard, /the results could not be uploaded/u)
  expect(shard.log.join("\n")).toMatch(why)
  // What `main` could not hand over, `post` tries again, and does not fail the job.
  expect(shard.post).toMatchObject({ conclusion: "success" })
  expect(shard.post?.log.join("\n")).toMatch(why)
}

/** Jobs that do not wait between their tries. */
export class FaultyRun {
  readonly service: ResultsService
  readonly run: ActionRun

  constructor(service: ResultsService) {
    this.service = service
    this.run = new ActionRun(service, { "smoke.yml": "scenarios: { a: 'true', b: 'true' }" })
  }

  planned() {
    return this.run.plan({ inputs: { shards: "2" }, impatient: true })
  }

  aggregated(token = "") {
    return this.run.aggregate({ impatient: true, token })
  }

  /** A fault at each of the stages that are named, once: green. */
  async once(faults: {
    readonly plan?: Fault
    /** Of the first shard and the second, and what their uploads are called after all. */
    readonly uploads?: readonly (readonly [Fault, string])[]
    readonly list?: Fault
    readonly download?: Fault
  }): Promise<void> {
    const { uploads = [] } = faults
    if (faults.plan !== undefined) this.service.inject({ ...faults.plan, artifact: PLAN })
    const plan = await this.planned()
    for (const [index, [fault]] of uploads.entries()) {
      this.service.inject({ ...fault, artifact: index === 0 ? SHARD : OTHER_SHARD })
    }
    if (faults.list !== undefined) this.service.inject(faults.list)
    const shards = await this.run.shards(plan, { impatient: true })
    expect([...shards.values()].map(({ conclusion }) => conclusion)).toEqual(["success", "success"])
    for (const [index, [, where]] of uploads.entries()) {
      expect(shards.get(index + 1)?.log).toContain(`uploaded ${where}`)
    }
    if (faults.list !== undefined) this.service.inject(faults.list)
    if (faults.download !== undefined) this.service.inject(faults.download)
    expectGreen(await this.aggregated())
  }

  /** A fault of a shard's upload, once: green. */
  uploadOnce(fault: Fault, where: string): Promise<void> {
    return this.once({ uploads: [[fault, where]] })
  }

  /** A fault of every upload of a shard: the shard says why, the report says which shard. */
  async uploadNever(fault: Fault, why: RegExp): Promise<void> {
    await this.planned()
    await this.run.shard(2)
    for (const end of TRIES) this.service.inject(always({ ...fault, artifact: `${SHARD}${end}` }))
    expectNotHandedOver(await this.run.shard(1, { impatient: true }), why)
    expectRed(await this.aggregated(), /shard 1 of 2 did not report/u)
  }

  /** A fault of the list, once for a shard and once for aggregate: green. */
  listOnce(fault: Fault): Promise<void> {
    return this.once({ list: fault })
  }

  /** A list that never comes: red without a token, green by REST with one. */
  async listNever(fault: Fault): Promise<void> {
    await this.run.shards(await this.planned())
    this.service.inject(always(fault))
    expectRed(await this.aggregated(), /the artifacts of the run could not be listed/u)
    expectGreen(await this.aggregated("t0ken"))
  }
}

/** Begins a service and a run with it. */
export async function startFaultyRun(): Promise<FaultyRun> {
  return new FaultyRun(await startResultsService())
}
