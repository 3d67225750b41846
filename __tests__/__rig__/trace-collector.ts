/**
 * A collector of traces on this machine, which decodes what it is sent. The messages are the part of OpenTelemetry's
 * protocol that spans take (opentelemetry/proto/trace/v1/trace.proto).
 */
import type { ServerResponse } from "node:http"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { parse, type Type } from "protobufjs"

const PROTOCOL = `
syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { repeated Span spans = 2; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
  Status status = 15;
}
message Status { string message = 2; int32 code = 3; }
message KeyValue { string key = 1; Value value = 2; }
message Value {
  oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; List array_value = 5; }
}
message List { repeated Value values = 1; }
`

/** A span that has arrived. */
export interface ArrivedSpan {
  readonly traceId: string
  readonly id: string
  /** Empty for a first one. */
  readonly parent: string
  readonly name: string
  /** 1 is internal, 2 is server. */
  readonly kind: number
  readonly startMs: number
  readonly endMs: number
  readonly attributes: Readonly<Record<string, unknown>>
  /** 0 is unset, 2 is an error. */
  readonly status: { readonly code: number; readonly message: string }
  readonly resource: Readonly<Record<string, unknown>>
}

/** The collector. */
export interface TraceCollector {
  readonly origin: string
  readonly spans: readonly ArrivedSpan[]
  /** Headers of the requests, and the bytes of all bodies. */
  readonly headers: readonly Readonly<Record<string, unknown>>[]
  readonly bytes: () => string
  close(): Promise<void>
}

/** Starts it on a free port; `answer` ends a response, or leaves it open. */
export async function startTraceCollector(
  answer: (response: ServerResponse) => void = (response) => {
    response.writeHead(200, { "content-type": "application/x-protobuf" }).end()
  },
): Promise<TraceCollector> {
  const type = parse(PROTOCOL).root.lookupType("Request")
  const spans: ArrivedSpan[] = []
  const headers: Readonly<Record<string, unknown>>[] = []
  const bodies: Buffer[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on("data", (piece: Buffer) => pieces.push(piece))
    request.on("end", () => {
      const body = Buffer.concat(pieces)
      headers.push({ ...request.headers, path: request.url })
      bodies.push(body)
      spans.push(...decoded(type, body))
      answer(response)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans, headers, bytes: () => Buffer.concat(bodies).toString("latin1") },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what the protocol says is not in types
type Decoded = any

function decoded(type: Type, body: Buffer): ArrivedSpan[] {
  const request: Decoded = type.toObject(type.decode(body), {
    defaults: true,
    longs: String,
    oneofs: true,
  })
  return request.resourceSpans.flatMap((group: Decoded) =>
    group.scopeSpans.flatMap((scope: Decoded) =>
      scope.spans.map((span: Decoded) => ({
        traceId: hex(span.traceId),
        id: hex(span.spanId),
        parent: hex(span.parentSpanId),
        ...{ name: span.name, kind: span.kind },
        startMs: Number(BigInt(span.startTimeUnixNano) / 1_000_000n),
        endMs: Number(BigInt(span.endTimeUnixNano) / 1_000_000n),
        attributes: recordOf(span.attributes),
        status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
        resource: recordOf(group.resource.attributes),
      })),
    ),
  )
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex")

function recordOf(pairs: readonly Decoded[]): Record<string, unknown> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, toPlain(value)]))
}

function toPlain(value: Decoded): unknown {
  const { value: kind } = value
  if (kind === "arrayValue") return value.arrayValue.values.map(toPlain)
  return kind === "intValue" ? Number(value.intValue) : value[kind]
}
