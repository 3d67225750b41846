/**
 * Hooks of a scenario or of a suite as parts of the plan, and the checks of their texts.
 */
import { dirname } from "node:path/posix"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import type { HookSpec } from "../../formats/run-specs.ts"
import { parseCondition } from "../expressions/expression.ts"
import { hasExpression } from "../expressions/template.ts"
import { resolveFolder } from "../expressions/working-directory.ts"
import {
  checkConditionText,
  checkInjectedText,
  checkShellName,
  checkText,
  runtimeContexts,
} from "../layers/check-layer.ts"
import { type Layer, layerField, writtenText } from "../layers/declaration.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import type { ParsedSuite } from "../text/parse-suite.ts"
import type { HooksText } from "./run-schema.ts"

/** Longest time of a hook that says nothing of it. */
const HOOK_TIMEOUT_MS = 600_000

/** Shell of hooks in a suite whose defaults name none. */
export const DEFAULT_SHELL = "bash"

/** Characters of a command that stand for the name of a hook that has none. */
const NAME_CHARACTERS = 60

/** What hooks of a shard may read: there is no scenario and no attempt. */
const SHARD_HOOK_CONTEXTS: readonly string[] = [
  ...["github", "vars", "env", "runner", "run", "shard"],
]

/** A key with hooks and where it stands. */
export interface HooksField {
  readonly value: HooksText
  readonly document: LocatedDocument
  readonly path: Path
}

interface Member {
  readonly text: Exclude<HooksText, readonly unknown[] | string>
  readonly path: Path
  /** True where the whole value is the command. */
  readonly short: boolean
}

/** Hooks with what a suite leaves unsaid filled in. */
export function hooksOf(
  field: HooksField,
  place: {
    /** Shell and folder of hooks that name none. */
    readonly shell: string
    readonly workingDirectory: string
    /** Folder of the suite file, relative to the root. */
    readonly folder: string
    readonly diagnostics: Diagnostic[]
  },
): HookSpec[] {
  const { document } = field
  return membersOf(field).map(({ text, path }): HookSpec => {
    const directory = text["working-directory"]
    const timeout = text.timeout === undefined ? undefined : parseDurationMs(String(text.timeout))
    return {
      name: text.name ?? nameFor(text.run),
      run: text.run,
      if: conditionOf(text.if),
      shell: text.shell ?? place.shell,
      env: Object.fromEntries(
        Object.entries(text.env ?? {}).map(([name, value]) => [
          name,
          writtenText(document, [...path, "env", name], value),
        ]),
      ),
      workingDirectory:
        directory === undefined || directory === ""
          ? place.workingDirectory
          : resolveFolder(directory, {
              folder: place.folder,
              location: () => document.locate([...path, "working-directory"]),
              diagnostics: place.diagnostics,
            }),
      timeoutMs: timeout?.ok ? timeout.value : HOOK_TIMEOUT_MS,
    }
  })
}

/** Every problem of the texts of hooks. */
function checkHooks(field: HooksField, available: readonly string[]): Diagnostic[] {
  const { document } = field
  return membersOf(field).flatMap(({ text, path, short }) => {
    const at = (key: string): Path => (short ? path : [...path, key])
    const texts = [
      { text: text.run, path: at("run") },
      ...(text["working-directory"] === undefined
        ? []
        : [{ text: text["working-directory"], path: at("working-directory") }]),
      ...Object.entries(text.env ?? {}).flatMap(([name, value]) =>
        typeof value === "string" ? [{ text: value, path: [...path, "env", name] }] : [],
      ),
    ]
    return [
      ...texts.flatMap((one) => checkText(one, { document, available })),
      ...checkInjectedText({ text: text.run, path: at("run") }, document),
      ...(text.run.trim() === "" ? [emptyHook(document, at("run"))] : []),
      ...(typeof text.if === "string"
        ? checkConditionText(text.if, { document, path: at("if"), available })
        : []),
      ...(text.shell === undefined
        ? []
        : checkShellName({ value: text.shell, document, path: at("shell") })),
    ]
  })
}

/** Every problem of the hooks in a mapping of scenario keys, and of the condition of artifacts. */
export function checkLayerHooks(layer: Layer): Diagnostic[] {
  const available = runtimeContexts(layer)
  const hooks = (["before", "after"] as const).flatMap((key) => {
    const field = layerField(layer, key)
    return field === undefined ? [] : checkHooks(field, available)
  })
  const artifacts = layerField(layer, "artifacts")
  if (artifacts === undefined || typeof artifacts.value.if !== "string") return hooks
  const { document } = artifacts
  const path = [...artifacts.path, "if"]
  const place = { document, path, available }
  return [...hooks, ...checkConditionText(artifacts.value.if, place)]
}

/** Hooks of a suite, which run once in each shard. */
export function shardHooksOf(
  suite: { readonly parsed: ParsedSuite; readonly path: string },
  diagnostics: Diagnostic[],
): { readonly before: readonly HookSpec[]; readonly after: readonly HookSpec[] } {
  const { document, text } = suite.parsed
  const folder = dirname(suite.path)
  const shell = text.defaults?.shell ?? DEFAULT_SHELL
  const [before = [], after = []] = (["before", "after"] as const).map((key) => {
    const value = text[key]
    if (value === undefined) return []
    const field = { value, document, path: [key] }
    diagnostics.push(...checkHooks(field, SHARD_HOOK_CONTEXTS))
    return hooksOf(field, { shell, workingDirectory: folder, folder, diagnostics })
  })
  return { before, after }
}

function emptyHook(document: LocatedDocument, path: Path): Diagnostic {
  return {
    code: "scenario/no-command",
    severity: "error",
    message: "the hook has nothing to run",
    location: document.locate(path),
    hint: "give it `run` with a command",
  }
}

function membersOf({ value, path }: HooksField): readonly Member[] {
  if (Array.isArray(value)) return value.map((one, i) => memberOf(one, [...path, i]))
  return [memberOf(value as Exclude<HooksText, readonly unknown[]>, path)]
}

function memberOf(value: Exclude<HooksText, readonly unknown[]>, path: Path): Member {
  if (typeof value === "string") return { text: { run: value }, path, short: true }
  return { text: value, path, short: false }
}

/** The condition without its braces; what does not parse was reported. */
export function conditionOf(value: string | boolean | undefined): string | null {
  if (value === undefined || value === true) return null
  if (value === false) return "false"
  const parsed = parseCondition(value)
  return parsed.ok ? parsed.value.text : null
}

/** The first line of a command; an expression in it is shown as it was written. */
function nameFor(run: string): string {
  const [line = ""] = run.trim().split("\n")
  const cut = line.slice(0, NAME_CHARACTERS)
  return cut.length < line.length && !hasExpression(line) ? `${cut}…` : cut
}
