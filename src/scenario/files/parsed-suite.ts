/**
 * What is read of a suite file, be it in the suite language or a list of jobs.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import type { Location } from "../../core/text/source.ts"
import type { SuiteText } from "../keys/suite.ts"
import type { LocatedDocument } from "../text/document.ts"

/** A suite file that was read; what is wrong with it is left out of its values. */
export interface ParsedSuite {
  readonly document: LocatedDocument
  readonly text: SuiteText
  /** True when nothing can be said of what the file declares. */
  readonly broken: boolean
  readonly diagnostics: readonly Diagnostic[]
  /** Script files of jobs, by the key of the scenario; a workflow file alone has some. */
  readonly scripts?: ReadonlyMap<string, JobScript>
  /** Scenarios at the same time, where a workflow file says it. */
  readonly workers?: number | null
}

/** The script file of a job. */
export interface JobScript {
  /** Relative to the folder of the file, else to the working directory. */
  readonly path: string
  readonly workingDirectory: string | null
  readonly location: Location
}

/** A pattern of a list, with the steps to it. */
export interface IncludePattern {
  readonly pattern: string
  readonly path: readonly (string | number)[]
}
