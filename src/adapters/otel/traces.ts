/**
 * Spans to a collector, by OpenTelemetry's own exporter. The package is the user's: it is loaded where spans are
 * sent, from the project or from beside this program, and everything of `OTEL_*` but for whether to send is
 * its business.
 */
import module from "node:module"
import type { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto"
import { messageOf } from "../../core/problems/result.ts"
import { VERSION } from "../../core/version.ts"
import type { Span, SpanBatch } from "../../formats/span.ts"
import type { Traces } from "../../ports/traces.ts"

const EXPORTER = "@opentelemetry/exporter-trace-otlp-proto"

type ReadableSpan = Parameters<OTLPTraceExporter["export"]>[0][number]
type Resource = ReadableSpan["resource"]

/** What is used of `@opentelemetry/resources`. */
interface Resources {
  readonly envDetector: object
  defaultResource(): Resource
  resourceFromAttributes(attributes: ReadableSpan["attributes"]): Resource
  detectResources(how: { readonly detectors: readonly object[] }): Resource
}

/** Spans of one request: some hundred kilobytes. */
const CHUNK = 1_000

/** The collector that the environment names; null where it names none, or turns traces off. */
export function otelTraces(
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  beside = import.meta.dirname,
): Traces | null {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: own } = env
  if (!all && !own) return null
  if (env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true") return null
  if (env["OTEL_TRACES_EXPORTER"] === "none") return null
  return {
    send: async (batch, limitMs) => {
      const require = requireFrom([folder, beside])
      if (require === null) return `this needs a package: npm install --save-dev ${EXPORTER}`
      try {
        return await sendBy(require, batch, limitMs)
      } catch (error) {
        return messageOf(error).split("\n", 1)[0] ?? ""
      }
    },
  }
}

type Require = ReturnType<typeof module.createRequire>

/** The first folder from which the exporter is found. */
function requireFrom(folders: readonly string[]): Require | null {
  for (const folder of folders) {
    const require = module.createRequire(`${folder}/package.json`)
    try {
      require.resolve(EXPORTER)
      return require
    } catch {
      // The next one may have it.
    }
  }
  return null
}

async function sendBy(
  require: Require,
  { traceId, spans, resource: about }: SpanBatch,
  limitMs: number,
): Promise<string | null> {
  const { OTLPTraceExporter: Exporter } = require(EXPORTER) as {
    readonly OTLPTraceExporter: typeof OTLPTraceExporter
  }
  // A package that comes with the exporter; the project need not name it.
  const ofExporter = module.createRequire(require.resolve(EXPORTER))
  const ofTransformer = module.createRequire(ofExporter.resolve("@opentelemetry/otlp-transformer"))
  const resources = ofTransformer("@opentelemetry/resources") as Resources
  const observed = { ...about, "service.name": "parallel-smoke", "service.version": VERSION }
  const resource = resources
    .defaultResource()
    .merge(resources.resourceFromAttributes(clean(observed)))
    .merge(resources.detectResources({ detectors: [resources.envDetector] }))
  const exporter = new Exporter({ timeoutMillis: limitMs })
  const readable = spans.map((span) => toReadable(span, { traceId, resource }))
  const sent: Promise<string | null>[] = []
  for (let from = 0; from < readable.length; from += CHUNK) {
    const chunk = readable.slice(from, from + CHUNK)
    sent.push(
      new Promise((resolve) => {
        exporter.export(chunk, ({ code, error }) => {
          resolve(code === 0 ? null : reasonOf(error))
        })
      }),
    )
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly string[]>((resolve) => {
    timer = setTimeout(() => resolve([`no answer within ${limitMs / 1_000} s`]), limitMs)
  })
  const problems = await Promise.race([Promise.all(sent), late])
  clearTimeout(timer)
  return problems.find((problem) => problem !== null) ?? null
}

function reasonOf(error: (Error & { readonly code?: unknown }) | undefined): string {
  const { code } = error ?? {}
  if (typeof code === "number") return `the collector answered ${code}`
  return typeof code === "string" ? code : (error?.message ?? "the collector refused them")
}

/** As the exporter takes spans; the numbers are those of `SpanKind` and `SpanStatusCode` of OpenTelemetry. */
function toReadable(
  { id, parent, name, kind, startAt, endAt, attributes, error }: Span,
  of: { readonly traceId: string; readonly resource: Resource },
): ReadableSpan {
  const { traceId, resource } = of
  const context = (spanId: string) => ({ traceId, spanId, traceFlags: 1 })
  const end = Math.max(startAt, endAt)
  return {
    ...{ name, resource, kind: kind === "server" ? 1 : 0, attributes: clean(attributes) },
    ...{ startTime: toHrTime(startAt), endTime: toHrTime(end), duration: toHrTime(end - startAt) },
    spanContext: () => context(id),
    ...(parent === null ? {} : { parentSpanContext: context(parent) }),
    status: error === null ? { code: 0 } : { code: 2, message: error },
    ...{ links: [], events: [], ended: true, instrumentationScope: { name: "parallel-smoke" } },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  }
}

/** Seconds and nanoseconds. */
function toHrTime(ms: number): [number, number] {
  const nanoseconds = Math.round(ms * 1e6)
  return [Math.floor(nanoseconds / 1e9), nanoseconds % 1e9]
}

/** The exporter's own type does not take lists that nothing may change. */
function clean(attributes: Span["attributes"]): ReadableSpan["attributes"] {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) =>
      typeof value === "object" ? [name, [...value]] : [name, value],
    ),
  )
}
