/**
 * What all expansions of a declaration share of their definition: everything that is not evaluated
 * while planning, with the defaults of the language.
 */
import { isAbsolute, join, normalize } from "node:path/posix"
import type { Diagnostic } from "../core/diagnostic.ts"
import { parseDurationMs } from "../core/duration.ts"
import type { Json, JsonObject } from "../core/json.ts"
import type { CommandSpec, Definition, RetrySpec } from "../formats/plan.ts"
import { type Declaration, fieldOf, layerField, textsOf, writtenText } from "./declaration.ts"
import { hasExpression } from "./template.ts"

/** Values where a suite says nothing. */
export const DEFAULTS = {
  shell: "bash",
  timeoutMs: 600_000,
  retry: { maxAttempts: 1, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: true },
} as const satisfies { shell: string; timeoutMs: number; retry: RetrySpec }

/** The part of a definition that does not depend on the expansion. */
export type SharedDefinition = Omit<
  Definition,
  "slug" | "name" | "tags" | "matrix" | "groups" | "if"
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
      features: textsOf(fieldOf(declaration, "features")).map(({ text }) => text),
      meta: metaOf(declaration),
      command,
      args: textsOf(fieldOf(declaration, "args")).map(({ text }) => text),
      shell: fieldOf(declaration, "shell")?.value ?? DEFAULTS.shell,
      env: envOf(declaration),
      workingDirectory,
      timeoutMs,
      retry: retryOf(declaration),
    },
    diagnostics,
  }
}

/** Keys that say what runs, in this version or another. */
const COMMAND_KEYS: readonly string[] = ["run", "http", "kind"]

function commandOf(declaration: Declaration, diagnostics: Diagnostic[]): CommandSpec | null {
  const { script, own } = declaration
  if (script !== null) {
    const run = layerField(own, "run")
    if (run === undefined) return { kind: "script", ...script }
    diagnostics.push({
      code: "scenario/no-command",
      severity: "error",
      message: "a script is what runs, and its header names another command",
      location: run.document.locateKey(run.path),
      hint: "remove `run` from the header",
    })
    return null
  }
  const run = fieldOf(declaration, "run")
  if (run !== undefined && run.value.trim() !== "") return { kind: "run", text: run.value }
  // What should have been the command was refused.
  if (COMMAND_KEYS.some((key) => own.keys.includes(key)) && run === undefined) return null
  diagnostics.push({
    code: "scenario/no-command",
    severity: "error",
    message: `the scenario \`${declaration.key}\` has nothing to run`,
    location: run === undefined ? declaration.location : run.document.locate(run.path),
    hint: "give it `run` with a command",
  })
  return null
}

function timeoutOf(declaration: Declaration, diagnostics: Diagnostic[]): number {
  const { own, defaults } = declaration
  for (const layer of defaults === null ? [own] : [own, defaults]) {
    const timeout = layerField(layer, "timeout")
    const minutes = layerField(layer, "timeout-minutes")
    if (timeout !== undefined && minutes !== undefined && layer === own) {
      diagnostics.push({
        code: "suite/value",
        severity: "error",
        message: "`timeout` and `timeout-minutes` are given both",
        location: minutes.document.locateKey(minutes.path),
        related: [
          { message: "the other is here", location: timeout.document.locateKey(timeout.path) },
        ],
        hint: "keep one of them",
      })
    }
    if (timeout !== undefined) return millisecondsOf(timeout.value) ?? DEFAULTS.timeoutMs
    if (minutes !== undefined) return Math.max(1, Math.round(minutes.value * 60_000))
  }
  return DEFAULTS.timeoutMs
}

function retryOf(declaration: Declaration): RetrySpec {
  const own = layerField(declaration.own, "retry")?.value
  const inherited = declaration.defaults?.text.retry
  const text = { ...inherited, ...own }
  return {
    maxAttempts: text["max-attempts"] ?? DEFAULTS.retry.maxAttempts,
    delayMs: millisecondsOf(text.delay) ?? DEFAULTS.retry.delayMs,
    factor: text.factor ?? DEFAULTS.retry.factor,
    maxDelayMs: millisecondsOf(text["max-delay"]) ?? DEFAULTS.retry.maxDelayMs,
    jitter: text.jitter ?? DEFAULTS.retry.jitter,
  }
}

function envOf(declaration: Declaration): Record<string, string> {
  const { own, defaults } = declaration
  const env: Record<string, string> = {}
  for (const layer of defaults === null ? [own] : [defaults, own]) {
    for (const [name, value] of Object.entries(layer.text.env ?? {})) {
      env[name] = writtenText(layer.document, [...layer.path, "env", name], value)
    }
  }
  return env
}

function metaOf(declaration: Declaration): Record<string, Json> {
  const inherited = declaration.defaults?.text.meta as JsonObject | undefined
  const own = declaration.own.text.meta as JsonObject | undefined
  return { ...inherited, ...declaration.extra, ...own }
}

/** Relative to the root; a text with expressions is only put behind the folder. */
function workingDirectoryOf(declaration: Declaration, diagnostics: Diagnostic[]): string {
  const { folder } = declaration
  const field = fieldOf(declaration, "working-directory")
  if (field === undefined || field.value === "") return folder
  if (isAbsolute(field.value)) return field.value
  if (hasExpression(field.value)) {
    return folder === "." ? field.value : `${folder}/${field.value}`
  }
  const path = normalize(join(folder, field.value)).replace(/\/$/u, "")
  if (path === ".." || path.startsWith("../")) {
    diagnostics.push({
      code: "suite/value",
      severity: "error",
      message: "the working directory lies outside the repository",
      location: field.document.locate(field.path),
    })
  }
  return path === "" ? "." : path
}

function millisecondsOf(value: string | number | undefined): number | undefined {
  if (value === undefined) return undefined
  const parsed = parseDurationMs(String(value))
  return parsed.ok ? parsed.value : undefined
}
