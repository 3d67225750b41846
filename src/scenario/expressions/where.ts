/**
 * `where`: a condition over what a scenario is, for selections, profiles and overrides.
 */
import type { Json } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { toSeconds } from "../../core/quantities/duration.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { Location, Range } from "../../core/text/source.ts"
import type { Definition } from "../../formats/plan.ts"
import {
  type Condition,
  type ExpressionProblem,
  evaluateCondition,
  functionsOf,
  parseCondition,
  usesOf,
} from "./expression.ts"
import { STATUS_FUNCTIONS } from "./expression-syntax.ts"
import { asNumbers } from "./written-numbers.ts"

/** What a `where` may read of a scenario. */
const WHERE_NAMES: readonly string[] = [
  ...["id", "name", "tags", "features", "meta", "matrix", "group", "estimate", "file", "runner"],
]

/** What only a selection may read besides: files of a suite say the same on every machine. */
const SELECTION_NAMES: readonly string[] = [...WHERE_NAMES, "history"]

/** What earlier runs tell of a scenario. */
export interface PastRuns {
  /** Null where nobody knows how long it takes. */
  readonly ms: number | null
  readonly runs: number
  readonly lastVerdict: string | null
  /** False where something of it is left to be done; where nobody says, only a failure is. */
  readonly settled?: boolean
}

/** The parts of a scenario that a `where` reads. */
export interface WhereFacts {
  readonly id: string
  readonly estimateMs: number | null
  readonly runner: string
  readonly definition: Pick<
    Definition,
    "name" | "tags" | "features" | "meta" | "matrix" | "numbers" | "groups" | "file"
  >
}

/** Reads a condition of a file; `locate` gives the place of a part of its text. */
export function readWhere(
  text: string,
  locate: (part: Range) => Location,
): Result<Condition, readonly Diagnostic[]> {
  return readCondition({ text, locate, names: WHERE_NAMES })
}

/** Reads a condition of a selection, which may also ask for what earlier runs tell. */
export function readSelectionWhere(
  text: string,
  locate: (part: Range) => Location,
): Result<Condition, readonly Diagnostic[]> {
  return readCondition({ text, locate, names: SELECTION_NAMES })
}

function readCondition(from: {
  readonly text: string
  readonly locate: (part: Range) => Location
  readonly names: readonly string[]
}): Result<Condition, readonly Diagnostic[]> {
  const { text, locate, names } = from
  const condition = parseCondition(text)
  if (!condition.ok) return err([problemAt(condition.error, locate)])
  const problems: Diagnostic[] = usesOf(condition.value)
    .filter(({ context }) => !names.includes(context))
    .map(({ context, range }) => {
      const message = `selections cannot read \`${context}\``
      const hint = hintFor(context, names)
      return errorAt(locate(range), { code: "expression/context", message, hint })
    })
  const status = [...functionsOf(condition.value)].find((name) => STATUS_FUNCTIONS.includes(name))
  if (status !== undefined) {
    const message = `\`${status}()\` is available only in \`if\``
    problems.push(
      errorAt(locate(condition.value.expression.range), { code: "expression/context", message }),
    )
  }
  return problems.length > 0 ? err(problems) : ok(condition.value)
}

function hintFor(context: string, names: readonly string[]): string {
  if (context === "history") return "only selections know it: use --where"
  return didYouMean(context, names) ?? `use ${names.join(", ")}`
}

/** Whether a condition holds for a scenario. */
export function whereHolds(
  condition: Condition,
  scenario: WhereFacts & { readonly past?: PastRuns | undefined },
): Result<boolean, ExpressionProblem> {
  const history = historyContext(scenario.past)
  return evaluateCondition(condition, { contexts: { ...whereContexts(scenario), history } })
}

function historyContext(past: PastRuns | undefined): Json {
  if (past === undefined) return { runs: 0, lastVerdict: null, seconds: null }
  const { runs, lastVerdict, ms } = past
  return { runs, lastVerdict, seconds: ms === null ? null : toSeconds(ms) }
}

/** A problem of a `where` as a diagnostic. */
export function problemAt(
  problem: ExpressionProblem,
  locate: (part: Range) => Location,
): Diagnostic {
  const { range, ...said } = problem
  return errorAt(locate(range), said)
}

function whereContexts(scenario: WhereFacts): Readonly<Record<string, Json>> {
  const { name, tags, features, groups, file } = scenario.definition
  const { meta, matrix } = asNumbers(scenario.definition)
  return {
    id: scenario.id,
    name,
    tags,
    features,
    meta,
    matrix: matrix ?? {},
    // Whoever asks for a group means all values of its key.
    group: groups.map((name) => name.replace(/\[.*\]$/su, "")),
    estimate: scenario.estimateMs === null ? null : toSeconds(scenario.estimateMs),
    file,
    runner: scenario.runner,
  }
}
