/** Spans by OpenTelemetry's own exporter to a collector on this machine. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest"
import { otelTraces } from "../../../src/adapters/otel/traces.ts"
import type { Span, SpanBatch } from "../../../src/formats/span.ts"
import { startTraceCollector } from "../../__rig__/trace-collector.ts"

const ROOT = join(import.meta.dirname, "../../..")
const LONG = 60_000

const span = (id: string, given: Partial<Span> = {}): Span => ({
  ...{ id, parent: null, name: `span ${id}`, kind: "internal", startAt: 1_000.25, endAt: 2_500 },
  ...{ attributes: {}, error: null, ...given },
})

const batch = (...spans: Span[]): SpanBatch => ({
  ...{
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spans,
    resource: { "cicd.pipeline.name": "s" },
  },
})

const A = "00000000000000aa"
const B = "00000000000000bb"

afterEach(() => {
  vi.unstubAllEnvs()
})

async function collector(answer?: Parameters<typeof startTraceCollector>[0]) {
  const started = await startTraceCollector(answer)
  onTestFinished(() => started.close())
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", started.origin)
  const traces = otelTraces(process.env, ROOT)
  if (traces === null) throw new Error("a collector is named")
  return { ...started, traces }
}

describe("a collector", () => {
  it("gets spans with their ids, times, attributes and errors", async () => {
    const { spans, headers, traces } = await collector()
    vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", "api-key=k1")
    const attributes = { text: "a", whole: 3, part: 0.5, yes: true, list: ["x", "y"] }
    const child = span(B, { parent: A, attributes, error: "exit code 3" })
    expect(await traces.send(batch(span(A, { kind: "server" }), child), LONG)).toBeNull()
    const traceId = "0af7651916cd43dd8448eb211c80319c"
    expect(spans).toMatchObject([
      { traceId, id: A, parent: "", name: `span ${A}`, kind: 2, status: { code: 0, message: "" } },
      { traceId, id: B, parent: A, kind: 1, attributes, startMs: 1_000, endMs: 2_500 },
    ])
    expect(spans[1]?.status).toEqual({ code: 2, message: "exit code 3" })
    expect(headers).toMatchObject([
      { path: "/v1/traces", "content-type": "application/x-protobuf", "api-key": "k1" },
    ])
  })

  it("is told of what sends by the environment, else that it is this program", async () => {
    const { spans, traces } = await collector()
    await traces.send(batch(span(A)), LONG)
    vi.stubEnv("OTEL_SERVICE_NAME", "shop")
    vi.stubEnv("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=staging")
    await traces.send(batch(span(B)), LONG)
    expect(spans.map(({ resource }) => resource)).toMatchObject([
      { "service.name": "parallel-smoke", "cicd.pipeline.name": "s" },
      { "service.name": "shop", "deployment.environment.name": "staging" },
    ])
  })

  it("gets any number of spans", async () => {
    const { spans, headers, traces } = await collector()
    const many = Array.from({ length: 2_500 }, (_, i) => span(i.toString(16).padStart(16, "f")))
    expect(await traces.send(batch(...many), LONG)).toBeNull()
    expect(spans).toHaveLength(2_500)
    expect(headers).toHaveLength(3)
  })
})

describe("a collector that takes nothing", () => {
  it("is named with what it answers", async () => {
    const { traces } = await collector((response) => {
      response.writeHead(500).end("<secret>")
    })
    expect(await traces.send(batch(span(A)), LONG)).toBe("the collector answered 500")
  })

  it("is not waited for longer than the limit", async () => {
    const { traces } = await collector(() => {})
    expect(await traces.send(batch(span(A)), 300)).toMatch(
      /^(no answer within 0\.3 s|.*timed out)$/iu,
    )
  })

  it("may be gone", async () => {
    const { traces, close } = await collector()
    await close()
    expect(await traces.send(batch(span(A)), 300)).toMatch(/ECONNREFUSED|no answer/u)
  })
})

describe("without", () => {
  it.each([
    ["an endpoint", {}],
    [
      "a wish for traces",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://x", OTEL_TRACES_EXPORTER: "none" },
    ],
    ["the SDK", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://x", OTEL_SDK_DISABLED: "true" }],
  ])("%s nothing is sent", (_, env) => {
    expect(otelTraces(env, ROOT)).toBeNull()
  })

  it("the package it says how to get it", async () => {
    const empty = mkdtempSync(join(tmpdir(), "smoke-no-otel-"))
    const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://127.0.0.1:1" }
    expect(await otelTraces(env, empty, empty)?.send(batch(span(A)), LONG)).toBe(
      "this needs a package: npm install --save-dev @opentelemetry/exporter-trace-otlp-proto",
    )
  })
})
