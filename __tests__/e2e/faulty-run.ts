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

  /** A fault of a shard's upload, once: green. */
  async uploadOnce(fault: Fault, where: string): Promise<void> {
    const plan = await this.planned()
    this.service.inject({ ...fault, artifact: SHARD })
    const shards = await this.run.shards(plan, { impatient: true })
    expect([...shards.values()].map(({ conclusion }) => conclusion)).toEqual(["success", "success"])
    expect(shards.get(1)?.log).toContain(`uploaded ${where}`)
    expectGreen(await this.aggregated())
  }

  /** A fault of every upload of a shard: the shard says why, the report says which shard. */
  async uploadNever(fault: Fault, why: RegExp): Promise<void> {
    await this.planned()
    await this.run.shard(2)
    for (const end of TRIES) this.service.inject(always({ ...fault, artifact: `${SHARD}${end}` }))
    const shard = await this.run.shard(1, { impatient: true })
    expectRed(shard, /the results could not be uploaded/u)
    expect(shard.log.join("\n")).toMatch(why)
    // What `main` could not hand over, `post` tries again, and does not fail the job.
    expect(shard.post).toMatchObject({ conclusion: "success" })
    expect(shard.post?.log.join("\n")).toMatch(why)
    expectRed(await this.aggregated(), /shard 1 of 2 did not report/u)
  }

  /** A fault of the plan's upload, once: green. */
  async planOnce(fault: Fault): Promise<void> {
    this.service.inject({ ...fault, artifact: PLAN })
    await this.run.shards(await this.planned(), { impatient: true })
    expectGreen(await this.aggregated())
  }

  /** A fault of the list, once for a shard and once for aggregate: green. */
  async listOnce(fault: Fault): Promise<void> {
    const plan = await this.planned()
    this.service.inject(fault)
    await this.run.shards(plan, { impatient: true })
    this.service.inject(fault)
    expectGreen(await this.aggregated())
  }

  /** A list that never comes: red without a token, green by REST with one. */
  async listNever(fault: Fault): Promise<void> {
    await this.run.shards(await this.planned())
    this.service.inject(always(fault))
    expectRed(await this.aggregated(), /the artifacts of the run could not be listed/u)
    expectGreen(await this.aggregated("t0ken"))
  }

  /** A fault of a shard's download, once: green. */
  async downloadOnce(fault: Fault): Promise<void> {
    await this.run.shards(await this.planned())
    this.service.inject(fault)
    expectGreen(await this.aggregated())
  }
}

/** Begins a service and a run with it. */
export async function startFaultyRun(): Promise<FaultyRun> {
  return new FaultyRun(await startResultsService())
}
