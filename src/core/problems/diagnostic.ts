/**
 * Problems of input files, with their place and a suggested fix. Contains data only;
 * `report/text/diagnostic-text.ts` makes the text.
 */
import { defined } from "../defined.ts"
import type { Location } from "../text/source.ts"

export type Severity = "error" | "warning"

/** Every code with the sentence that `docs/errors.md` shows for it. Codes are never reused. */
export const DIAGNOSTIC_CODES = {
  "file/unreadable": "The file could not be read.",
  "file/not-text": "The file is not UTF-8 text.",
  "file/too-large": "The file is larger than a suite or script header may be.",
  "file/link": "A link leads nowhere, in a circle, or out of the repository.",
  "yaml/syntax": "The text is not valid YAML or JSON.",
  "yaml/alias": "An alias has no anchor, or aliases expand beyond the limit.",
  "suite/unknown-key": "The key is not part of the suite language.",
  "suite/unsupported-key": "The key belongs to the language, but this version ignores it.",
  "suite/type": "The value has the wrong type.",
  "suite/value": "The value is not one of the allowed values.",
  "suite/missing-key": "A required key is missing.",
  "suite/duration": "The value is not a duration with a unit.",
  "suite/date": "The value is not a date.",
  "suite/problem-matcher": "A file of problem matchers cannot be used.",
  "suite/pattern": "The value is not a regular expression.",
  "suite/empty": "The suite names no scenario and includes no file.",
  "suite/profile-name": "A profile has the name of a flag, so it is only used by `--profile`.",
  "suite/too-many-scenarios": "The suite expands to more scenarios than allowed.",
  "suite/version": "This program does not read this version of the suite language.",
  "include/no-match": "An include pattern matches no file.",
  "include/outside": "An include pattern leaves the folder of its suite.",
  "script/front-matter": "The header of a script is not closed or not valid YAML.",
  "script/line-ends": "A script that a shell runs has CR LF line ends.",
  "script/meta-key": "A metadata key looks like a mistyped key.",
  "scenario/bad-id": "An id does not follow the grammar of ids.",
  "scenario/duplicate-id": "Two scenarios have the same id.",
  "scenario/duplicate-name": "Two scenarios have the same name.",
  "scenario/unknown-need": "A scenario needs another one that does not exist.",
  "scenario/too-many-needs": "The scenarios have more needs than a plan can contain.",
  "scenario/too-many-overrides": "There are too many overrides for so many scenarios.",
  "scenario/cycle": "Scenarios need each other in a circle.",
  "suite/duplicate": "Two files declare the same name differently.",
  "scenario/unknown-group": "A scenario names a group that is not declared.",
  "scenario/group-key": "A scenario has no value for the key of its group.",
  "scenario/unknown-runner": "A scenario names a runner class that is not declared.",
  "scenario/runner-clash":
    "Scenarios of one shard name different runner classes, or fit only different ones.",
  "scenario/unknown-fixture": "A scenario names a fixture that is not declared.",
  "scenario/requirement": "A requirement or the name of a capability cannot be read.",
  "scenario/unknown-capability": "A scenario names a capability that is not declared.",
  "scenario/no-command": "A scenario has nothing to run, or several commands.",
  "scenario/kind": "The kind of a scenario is unknown, or its module is missing.",
  "scenario/shell": "The shell is unknown and is not a template with {0}.",
  "matrix/empty": "A matrix expands to nothing.",
  "matrix/command": "A matrix command gave no values, or may not be run.",
  "matrix/too-large": "A matrix is too large for its entries of `include` or `exclude`.",
  "suite/quantity": "The value is not a quantity.",
  "expression/syntax": "An expression does not parse.",
  "expression/evaluation": "An expression has no value while planning.",
  "expression/context": "An expression uses a context that is not available there.",
  "expression/injection": "A value from a file or a matrix is pasted into a shell command.",
} as const

/** The code of a diagnostic. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES

/** One problem: what, where, related places, and a suggested fix. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** A fragment in lower case, without a full stop. */
  readonly message: string
  readonly location: Location
  readonly related?: readonly { readonly message: string; readonly location: Location }[]
  /** The suggested fix, as an instruction. */
  readonly hint?: string
}

type Said = Pick<Diagnostic, "code" | "message"> & {
  readonly hint?: string | undefined
  readonly related?: Diagnostic["related"] | undefined
}

/** An error at a place; an undefined `hint` or `related` is left out. */
export function errorAt(location: Location, said: Said): Diagnostic {
  return defined({ ...said, severity: "error" as const, location })
}

/** A warning at a place, else as `errorAt`. */
export function warningAt(location: Location, said: Said): Diagnostic {
  return { ...errorAt(location, said), severity: "warning" }
}

/** True when at least one diagnostic is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error")
}
