/**
 * The comment of a pull request: the summary in a smaller room, what changed since the comment said
 * something else, and a mark that tells later runs what it says. It can be read without the report.
 */
import { isJsonObject, parseForeignJson } from "../../core/json/json.ts"
import type { RunState } from "../../events/state.ts"
import type { Results, ScenarioResult } from "../../formats/results.ts"
import type { RunAddress } from "../summary/links.ts"
import { inlineCode } from "../summary/markdown-text.ts"
import { renderMarkdown } from "../summary/summary.ts"
import type { PastVerdicts } from "../summary/summary-view.ts"

/** The service takes 65,536 characters; a reader of a pull request wants less. */
const MAX_BYTES = 30_000

/** Red scenarios that the mark names; with more, nothing is said of changes. */
const MAX_RED = 100

/** Longer ids are not kept in the mark. */
const MAX_RED_CHARS = 12_000

/** Scenarios that a line about changes names; the rest is counted. */
const MAX_NAMES = 20

/** When a comment is written. */
export type CommentMode = "always" | "changes" | "failures" | "off"

/** What a comment tells the next run, in a part that readers do not see. */
export interface CommentMark {
  /** The commit of the pull request. */
  readonly sha: string
  readonly run: string
  readonly attempt: number
  readonly conclusion: string
  /** Ids of scenarios that are not green; null where they are too many. */
  readonly red: readonly string[] | null
}

/** A run that is commented on. */
export interface CommentedRun {
  readonly id: string
  readonly results: Results
  readonly state: Pick<RunState, "scenarios">
  readonly address: RunAddress | null
  readonly past: PastVerdicts | null
  readonly mark: CommentMark
  /** Until when the report can be read, in milliseconds; null where that is not known. */
  readonly reportUntil: number | null
}

/** What a run would tell the next one. */
export function toMark(
  results: Results,
  of: { readonly sha: string; readonly run: string; readonly attempt: number },
): CommentMark {
  const red = results.scenarios
    .filter(isRed)
    .map(({ id }) => id)
    .toSorted()
  const tooMany = red.length > MAX_RED || red.join("").length > MAX_RED_CHARS
  return { ...of, conclusion: results.summary.conclusion, red: tooMany ? null : red }
}

/** The whole comment. */
export function renderComment(run: CommentedRun, before: CommentMark | null): string {
  const { id, mark, reportUntil } = run
  const notes = [changeText(mark, before), untilText(reportUntil)].filter((note) => note !== "")
  return `${startOf(id)}${encode(mark)} -->\n${renderMarkdown({ ...run, notes, maxBytes: MAX_BYTES })}`
}

/** What a comment of that `id` says; null for any other text. */
export function readMark(id: string, body: string): CommentMark | null {
  const start = startOf(id)
  if (!body.startsWith(start)) return null
  const [code = ""] = body.slice(start.length, start.length + 40_000).split(" ", 1)
  const json = parseForeignJson(Buffer.from(code, "base64url").toString("utf8"))
  const { sha, run, attempt, conclusion, red } =
    json.ok && isJsonObject(json.value) ? json.value : {}
  return {
    ...{ sha: textOf(sha), run: textOf(run), conclusion: textOf(conclusion) },
    attempt: typeof attempt === "number" ? attempt : 0,
    red: Array.isArray(red) ? red.filter((one) => typeof one === "string") : null,
  }
}

/** Whether it is time to write, and if not why; `before` is what the comment says, null without one. */
export function isDue(
  mode: CommentMode,
  told: {
    readonly results: Results
    readonly mark: CommentMark
    readonly before: CommentMark | null
  },
): boolean {
  const { results, mark, before } = told
  const isGreen = results.summary.exitCode === 0
  switch (mode) {
    case "always":
      return true
    case "failures":
      return !isGreen || before !== null
    case "changes":
      return before === null ? isChange(results) : !isSame(mark, before)
    case "off":
      return false
  }
}

/** Whether the run differs from the base branch by more than new scenarios; without it, whether it is red. */
function isChange({ summary, base, scenarios }: Results): boolean {
  if (base === undefined) return summary.exitCode !== 0
  const { regressions, gone, skipped } = base
  if (regressions + gone.count + skipped.count > 0) return true
  if (summary.exitCode === 0) return false
  const isKnown = summary.conclusion === "failure" && summary.failed > 0
  return !isKnown || scenarios.some((one) => isRed(one) && one.base !== "known")
}

function isRed({ verdict, quarantined }: ScenarioResult): boolean {
  return !quarantined && ["failed", "lost"].includes(verdict)
}

function isSame(mark: CommentMark, before: CommentMark): boolean {
  const { red, conclusion } = mark
  if (red === null || before.red === null || conclusion !== before.conclusion) return false
  return JSON.stringify(red) === JSON.stringify(before.red)
}

function changeText(mark: CommentMark, before: CommentMark | null): string {
  if (before === null || before.red === null || mark.red === null) return ""
  if (before.sha === mark.sha && before.run === mark.run && before.attempt === mark.attempt)
    return ""
  const was = new Set(before.red)
  const is = new Set(mark.red)
  const parts = [
    part(
      "newly failing",
      [...is].filter((id) => !was.has(id)),
    ),
    part(
      "no longer failing",
      [...was].filter((id) => !is.has(id)),
    ),
  ].filter((text) => text !== "")
  if (parts.length === 0) return ""
  const since = before.sha === mark.sha ? "the run before" : inlineCode(before.sha.slice(0, 7))
  return `**Since ${since}:** ${parts.join("; ")}`
}

function part(words: string, ids: readonly string[]): string {
  if (ids.length === 0) return ""
  const left = ids.length - MAX_NAMES
  const names = ids.slice(0, MAX_NAMES).map((id) => inlineCode(id))
  return `${words}: ${names.join(", ")}${left > 0 ? ` and ${left} more` : ""}`
}

function untilText(until: number | null): string {
  if (until === null) return ""
  const day = new Date(until).toISOString().slice(0, 10)
  return `The report can be downloaded until ${day}.`
}

/** Nothing else that people write begins so. */
function startOf(id: string): string {
  return `<!-- parallel-smoke ${id} `
}

/** Letters, digits, `-` and `_`: nothing in it can end the part that readers do not see. */
function encode(mark: CommentMark): string {
  return Buffer.from(JSON.stringify(mark)).toString("base64url")
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 100) : ""
}
