/** Who sends which spans, and what a collector may cost. */
import { createHash } from "node:crypto"
import { expect, it } from "vitest"
import { sendSpans, spanIdsOf } from "../../../src/app/traces/run-spans.ts"
import type { SpanBatch } from "../../../src/formats/span.ts"
import { badDay } from "../../__rig__/sample-runs.ts"

function rig(problem: string | null = null) {
  const sent: { readonly batch: SpanBatch; readonly limitMs: number }[] = []
  const lines: string[] = []
  const traces = {
    send: (batch: SpanBatch, limitMs: number) => {
      sent.push({ batch, limitMs })
      return Promise.resolve(problem)
    },
  }
  const sha256 = (text: string | Iterable<string | Uint8Array>) =>
    createHash("sha256").update(String(text)).digest("hex")
  return {
    sent,
    lines,
    say: (line: string) => lines.push(line),
    ports: { traces, env: {}, sha256 },
  }
}

const namesOf = ({ sent }: ReturnType<typeof rig>) =>
  sent.flatMap(({ batch }) => batch.spans.map(({ name }) => name))

it("sends the run's span with those of shards that were cut", async () => {
  const run = badDay()
  const at = rig()
  await sendSpans(run, { plan: run.plan, spans: [], whole: true, say: at.say }, at.ports)
  expect(namesOf(at)).toEqual([
    ...["RUN storefront", "shard 2 of 3", "cart", "attempt 1", "later", "attempt 1"],
  ])
  expect(at.lines).toEqual([])
})

it("waits 2 s for a collector, and says in one line that it got nothing", async () => {
  const run = badDay()
  const at = rig("ECONNREFUSED")
  await sendSpans(run, { plan: run.plan, spans: [], whole: true, say: at.say }, at.ports)
  expect(at.sent.map(({ limitMs }) => limitMs)).toEqual([2_000])
  expect(at.lines).toEqual(["the trace of this run was not sent: ECONNREFUSED"])
})

it("sends nothing for a part of a run that has no spans, and nothing without a collector", async () => {
  const run = badDay()
  const at = rig()
  const of = { plan: run.plan, spans: [], say: at.say }
  await sendSpans(run, { ...of, whole: false }, at.ports)
  await sendSpans(run, { ...of, whole: true }, { ...at.ports, traces: null })
  expect(at.sent).toEqual([])
})

it("tells jobs with one step each apart, which share a run's id and a plan", () => {
  const { plan } = badDay()
  const { ports } = rig()
  const of = { plan, runId: "1", attempt: 1 }
  const ids = (command: string, job: string) => spanIdsOf({ ...of, command, job }, ports)?.run
  expect(ids("all", "11")).not.toBe(ids("all", "12"))
  expect(ids("run", "11")).toBe(ids("run", "12"))
})
