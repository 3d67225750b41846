/**
 * What all expansions of a declaration share of their definition: everything that is not evaluated
 * while planning, with the defaults of the language.
 */
import { defined } from "../../core/defined.ts"
import type { Json, JsonObject } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { CommandSpec, Definition } from "../../formats/plan.ts"
import type { HookSpec, QuarantineSpec } from "../../formats/run-specs.ts"
import { resolveFolder } from "../expressions/working-directory.ts"
import { millisecondsOf } from "../keys/parts.ts"
import { artifactsOf, reportsOf } from "../keys/scenario/artifacts.ts"
import { DEFAULT_SHELL, kindOf, RUN_WORDS } from "../keys/scenario/command.ts"
import { envOf } from "../keys/scenario/environment.ts"
import { expectOf } from "../keys/scenario/expect.ts"
import { commandHook, hooksOf } from "../keys/scenario/hooks.ts"
import { httpOf } from "../keys/scenario/http.ts"
import { limitsOf } from "../keys/scenario/limits.ts"
import { retryOf } from "../keys/scenario/retry.ts"
import { ON_TIMEOUT_MS, signalOf, slowOf, TIMEOUT_MS } from "../keys/scenario/times.ts"
import type { ScenarioKey, ScenarioText } from "../keys/scenario-keys.ts"
import {
  type Declaration,
  eitherOf,
  type Field,
  featuresOf,
  fieldOf,
  layerField,
  layersOf,
  membersOf,
  partsOf,
  textsOf,
} from "../layers/declaration.ts"
import { matcherPath } from "../matchers/problem-matcher.ts"
import { containerOf } from "../resources/containers.ts"
import { writtenValue } from "../text/written.ts"

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
      shell: fieldOf(declaration, "shell")?.value ?? DEFAULT_SHELL,
      env: envOf(membersOf(declaration, "env")),
      workingDirectory,
      timeoutMs,
      ...timesOf(declaration, workingDirectory),
      ...limitsOf(membersOf(declaration, "limits"), diagnostics),
      retry: retryOf(membersOf(declaration, "retry")),
      ...defined({ flaky: fieldOf(declaration, "flaky")?.value }),
      ...(fieldOf(declaration, "exclusive")?.value === true ? { exclusive: true } : {}),
      ...containerFor(declaration, { command, diagnostics }),
      ...shareRunKeys(declaration, { workingDirectory, diagnostics }),
    },
    diagnostics,
  }
}

function timeoutOf(declaration: Declaration, diagnostics: Diagnostic[]): number {
  const found = eitherOf(declaration, { keys: ["timeout", "timeout-minutes"], diagnostics })
  if (found === null) return TIMEOUT_MS
  if (found.key === "timeout") return millisecondsOf(found.field.value) ?? TIMEOUT_MS
  return Math.max(1, Math.round(found.field.value * 60_000))
}

/** What of its times need not be said; only what is said is there, so that digests stay. */
function timesOf(
  declaration: Declaration,
  workingDirectory: string,
): Pick<Definition, "idleTimeoutMs" | "onTimeout" | "timeoutSignal" | "slow"> {
  const signal = fieldOf(declaration, "timeout-signal")?.value
  const dump = fieldOf(declaration, "on-timeout")
  const at = { shell: shellOfHooks(declaration), workingDirectory }
  return defined({
    idleTimeoutMs: millisecondsOf(fieldOf(declaration, "idle-timeout")?.value),
    onTimeout: dump && commandHook(dump.value, { ...at, timeoutMs: ON_TIMEOUT_MS }),
    timeoutSignal: signal === undefined ? undefined : signalOf(signal),
    slow: slowOf(fieldOf(declaration, "slow")?.value),
  })
}

/** A hook is text for the shell of the suite: the scenario itself may be Python. */
function shellOfHooks({ defaults }: Declaration): string {
  return defaults?.text.shell ?? DEFAULT_SHELL
}

/** Only commands run in one, whatever `defaults` say. */
function containerFor(
  declaration: Declaration,
  at: { readonly command: Definition["command"]; readonly diagnostics: Diagnostic[] },
): Pick<Definition, "container"> {
  const field = fieldOf(declaration, "container")
  if (field === undefined || field.value === false) return {}
  if (at.command.kind !== "run" && at.command.kind !== "script") return {}
  const { document, path, value } = field
  const { folder } = declaration
  return { container: containerOf(value, { ...at, document, path, folder }) }
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

/** Parts of a definition that this file makes. */
type RunKeys = Pick<
  Definition,
  "expect" | "before" | "after" | "quarantine" | "artifacts" | "reports" | "problemMatchers"
>

interface Place {
  /** The working directory of the scenario, relative to the root. */
  readonly workingDirectory: string
  readonly diagnostics: Diagnostic[]
}

/** What is said of the time around the command; only what is said is there, so that digests stay. */
function shareRunKeys(declaration: Declaration, place: Place): RunKeys {
  const expect = fieldOf(declaration, "expect")
  const quarantine = fieldOf(declaration, "quarantine")?.value
  const artifacts = artifactsOf(partsOf(fieldOf(declaration, "artifacts")), place.diagnostics)
  const problemMatchers = textsOf(fieldOf(declaration, "problem-matcher")).map(({ text }) =>
    matcherPath(declaration.folder, text),
  )
  const reports = fieldOf(declaration, "reports")
  const read = reports === undefined ? null : reportsOf(reports, place.diagnostics)
  const before = hooksFor(declaration, "before", place)
  const after = hooksFor(declaration, "after", place)
  return {
    ...(expect === undefined ? {} : { expect: expectOf(expect, place.diagnostics) }),
    ...(quarantine === undefined ? {} : { quarantine: quarantineOf(quarantine) }),
    ...(artifacts.length === 0 ? {} : { artifacts }),
    ...(read === null ? {} : { reports: read }),
    ...(problemMatchers.length === 0 ? {} : { problemMatchers }),
    ...(before.length === 0 ? {} : { before }),
    ...(after.length === 0 ? {} : { after }),
  }
}

function quarantineOf(text: NonNullable<ScenarioText["quarantine"]>): QuarantineSpec {
  return { until: text.until, owner: text.owner ?? null, reason: text.reason ?? null }
}

function hooksFor(declaration: Declaration, key: "before" | "after", place: Place): HookSpec[] {
  const field = fieldOf(declaration, key)
  const { folder } = declaration
  const shell = shellOfHooks(declaration)
  return partsOf(field).flatMap((part) => hooksOf(part, { ...place, shell, folder }))
}

// What a declaration runs: exactly one thing.

/** Keys that say what runs. */
const COMMAND_KEYS = ["run", "http", "kind"] as const satisfies readonly ScenarioKey[]

/** Whatever else people write for a command is refused where it stands. */
const COMMAND_WORDS: readonly string[] = [...COMMAND_KEYS, ...RUN_WORDS]

/** Keys that a request has no use for, and that a kind has none for. */
const HTTP_USELESS = [
  ...(["args", "shell", "working-directory", "expect", "problem-matcher"] as const),
  ...(["idle-timeout", "on-timeout", "timeout-signal"] as const),
  ...(["limits", "reports", "container"] as const),
]
const KIND_USELESS = ["shell", "expect", "container"] as const satisfies readonly ScenarioKey[]

/** The command; null when there is none, or none that can be used, which is reported. */
function commandOf(declaration: Declaration, diagnostics: Diagnostic[]): CommandSpec | null {
  const { script, own } = declaration
  const named = COMMAND_KEYS.flatMap((key) => layerField<ScenarioKey>(own, key) ?? [])
  const [first, second] = named
  if (script !== null) {
    if (first === undefined) return { kind: "script", ...script }
    const message = "the script itself runs, but its header names another command"
    const hint = `remove \`${keyOf(first)}\` from the header`
    diagnostics.push(
      errorAt(first.document.locateKey(first.path), { code: "scenario/no-command", message, hint }),
    )
    return null
  }
  if (first !== undefined && second !== undefined) {
    const message = `a scenario runs one command, but this one has \`${keyOf(first)}\` and \`${keyOf(second)}\``
    const hint = "make it two scenarios"
    const related = [
      { message: "the other is here", location: first.document.locateKey(first.path) },
    ]
    diagnostics.push(
      errorAt(second.document.locateKey(second.path), {
        code: "scenario/no-command",
        message,
        hint,
        related,
      }),
    )
    return null
  }
  if (fieldOf(declaration, "kind") === undefined) refuseWith(declaration, diagnostics)
  const kind = layerField(own, "kind")
  if (kind !== undefined) {
    diagnostics.push(...withoutEffect(declaration, KIND_USELESS))
    return kindAt(kind, declaration)
  }
  const http = layerField(own, "http")
  if (http !== undefined) {
    diagnostics.push(...withoutEffect(declaration, HTTP_USELESS))
    return httpOf(http, diagnostics)
  }
  const run = fieldOf(declaration, "run")
  if (run !== undefined && run.value.trim() !== "") return { kind: "run", text: run.value }
  // What should have been the command was refused.
  if (run === undefined && own.keys.some((key) => COMMAND_WORDS.includes(key))) return null
  const inherited = fieldOf(declaration, "http")
  if (run === undefined && inherited !== undefined) return httpOf(inherited, diagnostics)
  const inheritedKind = fieldOf(declaration, "kind")
  if (run === undefined && inheritedKind !== undefined) return kindAt(inheritedKind, declaration)
  const message = `the scenario \`${declaration.key}\` has nothing to run`
  const location = run === undefined ? declaration.location : run.document.locate(run.path)
  const hint = "give it `run` with a command, or `http` with a URL"
  diagnostics.push(errorAt(location, { code: "scenario/no-command", message, hint }))
  return null
}

function kindAt(field: Field<"kind">, declaration: Declaration): CommandSpec {
  const given = (fieldOf(declaration, "with")?.value ?? {}) as JsonObject
  return kindOf(field.value, { given, folder: declaration.folder })
}

/** `with` is what a kind gets; a command would not see it. */
function refuseWith({ own }: Declaration, diagnostics: Diagnostic[]): void {
  const field = layerField(own, "with")
  if (field === undefined) return
  const message = "`with` belongs to a scenario with a `kind`"
  const hint = "give a command its values in `env` or `args`"
  diagnostics.push(
    errorAt(field.document.locateKey(field.path), { code: "suite/value", message, hint }),
  )
}

/** What a request or a kind has no use for, where the scenario itself says it. */
function withoutEffect({ own }: Declaration, keys: readonly ScenarioKey[]): Diagnostic[] {
  const what = keys === KIND_USELESS ? "a scenario with a kind" : "a request"
  return keys.flatMap((key) => {
    const field = layerField<ScenarioKey>(own, key)
    if (field === undefined) return []
    const message = `\`${key}\` has no effect on ${what}`
    const hint =
      key === "expect" && keys === HTTP_USELESS
        ? "write it under `http`: `http: { url, expect }`"
        : "remove it"
    return errorAt(field.document.locateKey(field.path), { code: "suite/value", message, hint })
  })
}

function keyOf(field: Field<ScenarioKey>): string {
  return String(field.path.at(-1) ?? "run")
}
