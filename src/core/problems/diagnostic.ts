/**
 * Problems of input files, with the place to look at and the mend.
 * Holds data only; `report/text/diagnostic-text.ts` makes the text.
 */
import type { Location } from "../text/source.ts"

export type Severity = "error" | "warning"

/** Every code with the sentence that `docs/errors.md` shows for it. Codes are never reused. */
export const DIAGNOSTIC_CODES = {
  "file/unreadable": "The file could not be read.",
  "file/not-text": "The file is not UTF-8 text.",
  "file/too-large": "The file is larger than a suite or script header may be.",
  "file/link": "A link leads nowhere, in a circle, or out of what may be read.",
  "yaml/syntax": "The text is not valid YAML or JSON.",
  "yaml/alias": "An alias has no anchor, or aliases expand beyond the limit.",
  "suite/unknown-key": "The key is not part of the suite language.",
  "suite/unsupported-key": "The key belongs to the language but this version does not act on it.",
  "suite/type": "The value has the wrong type.",
  "suite/value": "The value is not one of those allowed.",
  "suite/missing-key": "A required key is missing.",
  "suite/duration": "The value is not a duration with a unit.",
  "suite/date": "The value is not a date.",
  "suite/problem-matcher": "A file of problem matchers cannot be used.",
  "suite/pattern": "The value is not a regular expression.",
  "suite/empty": "The suite names no scenario and includes no file.",
  "suite/profile-name": "A profile has the name of a flag, so it is only used by `--profile`.",
  "suite/too-many-scenarios": "The suite expands to more scenarios than it may have.",
  "suite/version": "The suite's version is not one this program reads.",
  "include/no-match": "An include pattern matches no file.",
  "include/outside": "An include pattern leaves the folder of its suite.",
  "script/front-matter": "The header of a script is not closed or not valid YAML.",
  "script/line-ends": "A script that a shell runs has CR LF line ends.",
  "script/meta-key": "A metadata key looks like a mistyped key.",
  "scenario/bad-id": "An id breaks the grammar of ids.",
  "scenario/duplicate-id": "Two scenarios have the same id.",
  "scenario/duplicate-name": "Two scenarios have the same name.",
  "scenario/unknown-need": "A scenario needs one that does not exist.",
  "scenario/too-many-needs": "Scenarios need each other more often than a plan can hold.",
  "scenario/too-many-overrides": "Overrides times scenarios are more than can be looked at.",
  "scenario/cycle": "Scenarios need each other in a circle.",
  "suite/duplicate": "Two files declare the same name differently.",
  "scenario/unknown-group": "A group is named that is not declared.",
  "scenario/group-key": "A scenario has no value for the key of its group.",
  "scenario/unknown-runner": "A scenario names a runner class that is not declared.",
  "scenario/runner-clash":
    "Scenarios of one shard name different runner classes, or fit only different ones.",
  "scenario/unknown-fixture": "A scenario names a fixture that is not declared.",
  "scenario/requirement": "A requirement or the name of a capability cannot be read.",
  "scenario/unknown-capability": "A capability is named that nothing declares.",
  "scenario/no-command": "A scenario has nothing to run, or several things.",
  "scenario/kind": "The kind of a scenario is unknown, or its module is not there.",
  "scenario/shell": "The shell is unknown and is no template with {0}.",
  "matrix/empty": "A matrix expands to nothing.",
  "matrix/command": "A command for values of a matrix gave none, or may not be run.",
  "matrix/too-large": "A matrix is too large for its entries of `include` or `exclude`.",
  "suite/quantity": "The value is not a quantity.",
  "expression/syntax": "An expression does not parse.",
  "expression/evaluation": "An expression has no value while planning.",
  "expression/context": "An expression uses a context that is not available there.",
  "expression/injection": "A value that a file or matrix controls is pasted into a shell.",
} as const

/** The code of a diagnostic. */
export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES

/** One problem: what, where, what else belongs to it, and how to mend it. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** A fragment in lower case, without a full stop. */
  readonly message: string
  readonly location: Location
  readonly related?: readonly { readonly message: string; readonly location: Location }[]
  /** The mend, as an instruction. */
  readonly hint?: string
}

/** True when at least one diagnostic is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error")
}
