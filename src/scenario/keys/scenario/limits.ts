/**
 * `limits`: what one attempt may use.
 */
import { type Diagnostic, errorAt } from "../../../core/problems/diagnostic.ts"
import { parseQuantity } from "../../../core/quantities/quantity.ts"
import * as s from "../../../core/schema/make.ts"
import type { Definition, LimitsSpec } from "../../../formats/plan.ts"
import type { LocatedDocument, Path } from "../../text/document.ts"
import type { Placed } from "../../text/written.ts"
import { bytes, duration, key, millisecondsOf } from "../parts.ts"

/** Size of the log of an attempt where a suite says nothing of it. */
export const DEFAULT_OUTPUT_BYTES = 100 * 1024 * 1024

const Limits = s
  .strictObject(
    {
      memory: bytes("1Gi", "512Mi").describe(
        "Memory of all processes of an attempt together; an attempt above it is ended",
      ),
      cpu: s
        .union(s.number(), s.text())
        .describe("Processors: a number, or a percentage of one", "200%", 1.5),
      "cpu-time": duration({ positive: true }).describe(
        "Processor time of all processes of an attempt together",
      ),
      output: bytes("10Mi").describe("Size of the log of an attempt; an attempt above it is ended"),
    },
    {
      called: "`limits`",
      words: {
        mem: "the key is `memory`",
        ram: "the key is `memory`",
        cpus: "the key is `cpu`",
        timeout: "`timeout` is a key of the scenario",
        time: "use `timeout` of the scenario for the duration, `cpu-time` for processor time",
        disk: "this cannot be limited; `output` limits what it prints",
        log: "the key is `output`",
      },
    },
  )
  .partial()
  .note({ id: "limits", examples: [{ memory: "1Gi", cpu: "200%", output: "10Mi" }] })

export const LIMIT_KEYS = {
  limits: key({
    schema: Limits.describe("What one attempt may use"),
    evaluated: "itself",
    merge: "members",
    words: { resources: "what it takes is `demand`, what it may use `limits`" },
  }),
} as const

/** The limits, merged key by key; absent where the suite says nothing. */
export function limitsOf(
  parts: readonly Placed<s.Infer<typeof Limits>>[],
  diagnostics: Diagnostic[],
): Pick<Definition, "limits"> {
  const text: s.Infer<typeof Limits> = Object.assign({}, ...parts.map(({ value }) => value))
  let cpuPercent: number | null = null
  for (const { value, document, path } of parts) {
    if (value.cpu === undefined) continue
    cpuPercent = percentOf(value.cpu, { document, path: [...path, "cpu"], diagnostics })
  }
  if (Object.keys(text).length === 0) return {}
  const limits: LimitsSpec = {
    memoryBytes: bytesOf(text.memory),
    cpuPercent,
    cpuTimeMs: millisecondsOf(text["cpu-time"]) ?? null,
    outputBytes: bytesOf(text.output) ?? DEFAULT_OUTPUT_BYTES,
  }
  return { limits }
}

/** Less than a byte is one; what is no quantity was reported with the file. */
function bytesOf(value: string | number | undefined): number | null {
  if (value === undefined) return null
  const parsed = parseQuantity(String(value))
  return parsed.ok ? Math.max(1, Math.round(parsed.value)) : null
}

/** Percent of one processor: `150%`, or a number of processors. */
function percentOf(
  value: string | number,
  at: {
    readonly document: LocatedDocument
    readonly path: Path
    readonly diagnostics: Diagnostic[]
  },
): number | null {
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/u.exec(String(value)) ?? []
  const cores = percent === undefined ? parseQuantity(String(value)) : null
  const found = percent === undefined ? (cores?.ok ? cores.value * 100 : null) : Number(percent)
  if (found !== null && found > 0) return found
  const message =
    found === 0 ? "a scenario needs a processor to run" : `\`${value}\` is not a limit for cpu`
  const hint =
    "write a percentage of one processor, such as `150%`, or a number of processors, such as 1.5"
  at.diagnostics.push(
    errorAt(at.document.locate(at.path), { code: "suite/quantity", message, hint }),
  )
  return null
}
