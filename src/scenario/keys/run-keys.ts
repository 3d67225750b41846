/**
 * What a declaration says of the time around its command, as parts of its definition. Only what is
 * said is there, so that the digest of a plan without these keys stays what it was.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { Definition } from "../../formats/plan.ts"
import type { HookSpec, QuarantineSpec } from "../../formats/run-specs.ts"
import { type Declaration, fieldOf, textsOf } from "../layers/declaration.ts"
import { matcherPath } from "../matchers/problem-matcher.ts"
import { artifactsOf } from "./artifacts.ts"
import { expectOf } from "./expect.ts"
import { DEFAULT_SHELL, hooksOf } from "./hooks.ts"
import type { ScenarioText } from "./schema.ts"

/** Parts of a definition that this file makes. */
export type RunKeys = Pick<
  Definition,
  "expect" | "before" | "after" | "quarantine" | "artifacts" | "problemMatchers"
>

interface Place {
  /** The working directory of the scenario, relative to the root. */
  readonly workingDirectory: string
  readonly diagnostics: Diagnostic[]
}

/** Reads the keys; problems are added to the diagnostics. */
export function shareRunKeys(declaration: Declaration, place: Place): RunKeys {
  const expect = fieldOf(declaration, "expect")
  const quarantine = fieldOf(declaration, "quarantine")?.value
  const artifacts = artifactsOf(fieldOf(declaration, "artifacts"), place.diagnostics)
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

/** A reader of reports would not see them yet, which nobody should find out by their absence. */
function warnOfReports(declaration: Declaration, diagnostics: Diagnostic[]): void {
  const field = fieldOf(declaration, "reports")
  // Of a request they are refused altogether.
  if (field === undefined || fieldOf(declaration, "http") !== undefined) return
  diagnostics.push({
    code: "suite/unsupported-key",
    severity: "warning",
    message: "this version does not read `reports` yet",
    location: field.document.locateKey(field.path),
    hint: "the scenario runs without them; `artifacts` keeps the files",
  })
}

function quarantineOf(text: NonNullable<ScenarioText["quarantine"]>): QuarantineSpec {
  return { until: text.until, owner: text.owner ?? null, reason: text.reason ?? null }
}

/** A hook is text for the shell of the suite: the scenario itself may be Python. */
function hooksFor(declaration: Declaration, key: "before" | "after", place: Place): HookSpec[] {
  const field = fieldOf(declaration, key)
  if (field === undefined) return []
  const { folder, defaults } = declaration
  const shell = defaults?.text.shell ?? DEFAULT_SHELL
  return (field.parts ?? [field]).flatMap((part) => hooksOf(part, { ...place, shell, folder }))
}
