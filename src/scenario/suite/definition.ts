/**
 * What all expansions of a declaration share of their definition: everything that is not evaluated
 * while planning, with the defaults of the language.
 */

import type { Json } from "../../core/json/json.ts"
import { type Diagnostic, warningAt } from "../../core/problems/diagnostic.ts"
import type { Definition } from "../../formats/plan.ts"
import type { HookSpec, QuarantineSpec } from "../../formats/run-specs.ts"
import { resolveFolder } from "../expressions/working-directory.ts"
import { millisecondsOf } from "../keys/parts.ts"
import { artifactsOf } from "../keys/scenario/artifacts.ts"
import { DEFAULT_SHELL } from "../keys/scenario/command.ts"
import { envOf } from "../keys/scenario/environment.ts"
import { expectOf } from "../keys/scenario/expect.ts"
import { hooksOf } from "../keys/scenario/hooks.ts"
import { limitsOf } from "../keys/scenario/limits.ts"
import { retryOf } from "../keys/scenario/retry.ts"
import { TIMEOUT_MS } from "../keys/scenario/times.ts"
import type { ScenarioText } from "../keys/scenario-keys.ts"
import {
  type Declaration,
  eitherOf,
  featuresOf,
  fieldOf,
  layersOf,
  membersOf,
  partsOf,
  textsOf,
} from "../layers/declaration.ts"
import { matcherPath } from "../matchers/problem-matcher.ts"
import { containerOf } from "../resources/containers.ts"
import { writtenValue } from "../text/written.ts"
import { commandOf } from "./command.ts"

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
      ...idleOf(declaration),
      ...limitsOf(membersOf(declaration, "limits"), diagnostics),
      retry: retryOf(membersOf(declaration, "retry")),
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

function idleOf(declaration: Declaration): Pick<Definition, "idleTimeoutMs"> {
  const idleTimeoutMs = millisecondsOf(fieldOf(declaration, "idle-timeout")?.value)
  return idleTimeoutMs === undefined ? {} : { idleTimeoutMs }
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
  "expect" | "before" | "after" | "quarantine" | "artifacts" | "problemMatchers"
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
  warnOfReports(declaration, place.diagnostics)
  const before = hooksFor(declaration, "before", place)
  const after = hooksFor(declaration, "after", place)
  return {
    ...(expect === undefined ? {} : { expect: expectOf(expect, place.diagnostics) }),
    ...(quarantine === undefined ? {} : { quarantine: quarantineOf(quarantine) }),
    ...(artifacts.length === 0 ? {} : { artifacts }),
    ...(problemMatchers.length === 0 ? {} : { problemMatchers }),
    ...(before.length === 0 ? {} : { before }),
    ...(after.length === 0 ? {} : { after }),
  }
}

/** A reader of reports would not see them yet, which a person should not find out by their absence. */
function warnOfReports(declaration: Declaration, diagnostics: Diagnostic[]): void {
  const field = fieldOf(declaration, "reports")
  // Of a request they are refused altogether.
  if (field === undefined || fieldOf(declaration, "http") !== undefined) return
  const message = "this version does not read `reports` yet"
  const hint = "the scenario runs as it would without them; `artifacts` keeps the files"
  diagnostics.push(
    warningAt(field.document.locateKey(field.path), {
      code: "suite/unsupported-key",
      message,
      hint,
    }),
  )
}

function quarantineOf(text: NonNullable<ScenarioText["quarantine"]>): QuarantineSpec {
  return { until: text.until, owner: text.owner ?? null, reason: text.reason ?? null }
}

/** A hook is text for the shell of the suite: the scenario itself may be Python. */
function hooksFor(declaration: Declaration, key: "before" | "after", place: Place): HookSpec[] {
  const field = fieldOf(declaration, key)
  const { folder, defaults } = declaration
  const shell = defaults?.text.shell ?? DEFAULT_SHELL
  return partsOf(field).flatMap((part) => hooksOf(part, { ...place, shell, folder }))
}
