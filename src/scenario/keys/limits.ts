/**
 * What one attempt may use, as part of a definition.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import { parseQuantity } from "../../core/quantities/quantity.ts"
import type { Definition, LimitsSpec } from "../../formats/plan.ts"
import { type Declaration, layersOf } from "../layers/declaration.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import type { ScenarioText } from "./schema.ts"

/** Size of the log of an attempt where a suite says nothing of it. */
export const DEFAULT_OUTPUT_BYTES = 100 * 1024 * 1024

/** The limits, merged key by key; absent where the suite says nothing. */
export function limitsOf(
  declaration: Declaration,
  diagnostics: Diagnostic[],
): Pick<Definition, "limits"> {
  const text: NonNullable<ScenarioText["limits"]> = {}
  let cpuPercent: number | null = null
  for (const { text: keys, document, path } of layersOf(declaration)) {
    Object.assign(text, keys.limits)
    if (keys.limits?.cpu === undefined) continue
    const at = { document, path: [...path, "limits", "cpu"], diagnostics }
    cpuPercent = percentOf(keys.limits.cpu, at)
  }
  if (Object.keys(text).length === 0) return {}
  const time = text["cpu-time"]
  const cpuTime = time === undefined ? undefined : parseDurationMs(String(time))
  const limits: LimitsSpec = {
    memoryBytes: bytesOf(text.memory),
    cpuPercent,
    cpuTimeMs: cpuTime?.ok ? cpuTime.value : null,
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
  at.diagnostics.push({
    code: "suite/quantity",
    severity: "error",
    message:
      found === 0 ? "a scenario needs a processor to run" : `\`${value}\` is not a limit for cpu`,
    location: at.document.locate(at.path),
    hint: "write a percentage of one processor, such as `150%`, or a number of processors, such as 1.5",
  })
  return null
}
