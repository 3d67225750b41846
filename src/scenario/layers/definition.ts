/**
 * What all expansions of a declaration share of their definition: everything that is not evaluated
 * while planning, with the defaults of the language.
 */

import type { Json } from "../../core/json/json.ts"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import type { Definition, RetrySpec } from "../../formats/plan.ts"
import { resolveFolder } from "../expressions/working-directory.ts"
import { limitsOf } from "../keys/limits.ts"
import { parseRetryCause, type RetryCause } from "../keys/retry-on.ts"
import { shareRunKeys } from "../keys/run-keys.ts"
import type { ScenarioText } from "../keys/schema.ts"
import { commandOf } from "./command.ts"
import {
  type Declaration,
  eitherOf,
  featuresOf,
  fieldOf,
  layersOf,
  textsOf,
  writtenText,
  writtenValue,
} from "./declaration.ts"

/** Values where a suite says nothing. */
const DEFAULTS = {
  shell: "bash",
  timeoutMs: 600_000,
  retry: { maxAttempts: 1, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: true },
} as const satisfies { shell: string; timeoutMs: number; retry: RetrySpec }

/** The part of a definition that does not depend on the expansion; of `meta` the numbers are as written. */
export type SharedDefinition = Omit<
  Definition,
  "slug" | "name" | "tags" | "matrix" | "numbers" | "groups" | "if"
>

/** Builds the shared part; null when there is nothing to run, which is reported. */
export function shareDefinition(declaration: Declaration): {
  readonly shared: SharedDefinition | null
  readonly diagnostics: readonly Diagnostic[]
} {
  const diagnostics: Diagnostic[] = []
  const command = commandOf(declaration, diagnostics)
  const timeoutMs = timeoutOf(declaration, diagnostics)
  const workingDirectory = workingDirectoryOf(declaration, diagnostics)
  if (command === null) return { shared: null, diagnostics }
  return {
    shared: {
      file: declaration.file,
      line: declaration.line,
      features: featuresOf(declaration),
      meta: metaOf(declaration),
      command,
      args: textsOf(fieldOf(declaration, "args")).map(({ text }) => text),
      shell: fieldOf(declaration, "shell")?.value ?? DEFAULTS.shell,
      env: envOf(declaration),
      workingDirectory,
      timeoutMs,
      ...idleOf(declaration),
      ...limitsOf(declaration, diagnostics),
      retry: retryOf(declaration),
      ...(fieldOf(declaration, "exclusive")?.value === true ? { exclusive: true } : {}),
      ...shareRunKeys(declaration, { workingDirectory, diagnostics }),
    },
    diagnostics,
  }
}

function timeoutOf(declaration: Declaration, diagnostics: Diagnostic[]): number {
  const found = eitherOf(declaration, { keys: ["timeout", "timeout-minutes"], diagnostics })
  if (found === null) return DEFAULTS.timeoutMs
  if (found.key === "timeout") return millisecondsOf(found.field.value) ?? DEFAULTS.timeoutMs
  return Math.max(1, Math.round(found.field.value * 60_000))
}

function idleOf(declaration: Declaration): Pick<Definition, "idleTimeoutMs"> {
  const idleTimeoutMs = millisecondsOf(fieldOf(declaration, "idle-timeout")?.value)
  return idleTimeoutMs === undefined ? {} : { idleTimeoutMs }
}

function retryOf(declaration: Declaration): RetrySpec {
  const text: NonNullable<ScenarioText["retry"]> = {}
  for (const layer of layersOf(declaration)) Object.assign(text, layer.text.retry)
  return {
    maxAttempts: text["max-attempts"] ?? DEFAULTS.retry.maxAttempts,
    delayMs: millisecondsOf(text.delay) ?? DEFAULTS.retry.delayMs,
    factor: text.factor ?? DEFAULTS.retry.factor,
    maxDelayMs: millisecondsOf(text["max-delay"]) ?? DEFAULTS.retry.maxDelayMs,
    jitter: text.jitter ?? DEFAULTS.retry.jitter,
    ...(text.on === undefined ? {} : { on: causesOf(text.on) }),
  }
}

/** What cannot be read was reported with the file. */
function causesOf(on: string | readonly (string | number | boolean)[]): RetryCause[] {
  return [on].flat().flatMap((text) => {
    const cause = parseRetryCause(String(text))
    return cause.ok ? [cause.value] : []
  })
}

function envOf(declaration: Declaration): Record<string, string> {
  const env: Record<string, string> = {}
  for (const layer of layersOf(declaration)) {
    for (const [name, value] of Object.entries(layer.text.env ?? {})) {
      env[name] = writtenText(layer.document, [...layer.path, "env", name], value)
    }
  }
  return env
}

function metaOf(declaration: Declaration): Record<string, Json> {
  const meta: Record<string, Json> = {}
  for (const layer of layersOf(declaration)) {
    if (layer === declaration.own) Object.assign(meta, declaration.extra)
    Object.assign(
      meta,
      writtenValue(layer.document, [...layer.path, "meta"], layer.text.meta ?? {}),
    )
  }
  return meta
}

function workingDirectoryOf(declaration: Declaration, diagnostics: Diagnostic[]): string {
  const { folder } = declaration
  const field = fieldOf(declaration, "working-directory")
  if (field === undefined) return folder
  const location = () => field.document.locate(field.path)
  return resolveFolder(field.value, { folder, location, diagnostics })
}

function millisecondsOf(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined
  const parsed = parseDurationMs(String(value))
  return parsed.ok ? parsed.value : undefined
}
