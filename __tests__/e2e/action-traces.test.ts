/** Traces of the bundled action: each shard sends its own spans, and aggregate the run's. */
import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import { type ArrivedSpan, startTraceCollector } from "../__rig__/trace-collector.ts"
import { ActionRun } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

const SUITE = `
name: shop
scenarios:
  a: { run: 'echo "$TRACEPARENT"', expect: { stdout: { contains: "00-" } } }
  b: { run: exit 3 }
`

async function workspace(files = { "smoke.yml": SUITE }) {
  const collector = await startTraceCollector()
  onTestFinished(() => collector.close())
  const run = new ActionRun(service, files)
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(run.workspace, "node_modules"))
  return { run, ...collector, env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin } }
}

const childrenOf = (spans: readonly ArrivedSpan[], name: string) => {
  const above = spans.filter((span) => span.name === name).map(({ id }) => id)
  return spans
    .filter(({ parent }) => above.includes(parent))
    .map((span) => span.name)
    .toSorted()
}

it("finds the spans of all jobs of a run together", async () => {
  const { run, spans, env } = await workspace()
  const { shards, aggregate } = await run.whole({ plan: { shards: "2" } }, { env })
  expect([...shards.values()].map(({ conclusion }) => conclusion).toSorted()).toEqual([
    "failure",
    "success",
  ])
  expect(aggregate.conclusion).toBe("failure")
  expect(childrenOf(spans, "RUN shop")).toEqual(["shard 1 of 2", "shard 2 of 2"])
  expect(spans.filter(({ parent }) => parent === "")).toMatchObject([
    { name: "RUN shop", attributes: { "cicd.pipeline.result": "failure" } },
  ])
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
  const pages = spans.map(({ attributes }) => attributes["cicd.pipeline.task.run.url.full"])
  expect(pages.filter((page) => page !== undefined)).toHaveLength(2)
})

it("sends a run in one step whole", async () => {
  const { run, spans, env } = await workspace()
  const job = await run.job("all", { env })
  expect(job.conclusion).toBe("failure")
  expect(childrenOf(spans, "RUN shop")).toEqual(["shard 1 of 1"])
  expect(childrenOf(spans, "shard 1 of 1")).toEqual(["a", "b"])
})
