/**
 * A run as a check run: what it came to, its summary, and annotations for lines of the repository,
 * in requests of a size that the service takes.
 */

import type { RunState } from "../../events/state.ts"
import type { LineAnnotation } from "../../formats/line-annotation.ts"
import type { Results } from "../../formats/results.ts"
import { cutChars, neutraliseInline } from "../lines/neutralise.ts"
import { verdictWords } from "../summary/headline.ts"
import type { RunAddress } from "../summary/links.ts"
import { renderMarkdown } from "../summary/summary.ts"
import type { PastVerdicts } from "../summary/summary-view.ts"
import { type Annotation, toAnnotations } from "../view/annotations.ts"

/** The service takes 65,535 characters, of which none has less than a byte. */
const MAX_SUMMARY_BYTES = 65_000

/** Annotations of one request (REST, checks). */
const MAX_PER_REQUEST = 50

/** Of each level. Twelve requests or fewer make a check run. */
const MAX_PER_LEVEL = 200

const MAX_TITLE_CHARS = 255

/** A path that can be one of the repository, as far as that can be seen. */
const PATH = /^(?!\/)(?!(?:.*\/)?\.{1,2}(?:\/|$))[^\\\p{C}]{1,1000}$/u

/** What a check run says. */
export interface CheckText {
  /** Never that of the gate, which alone decides. */
  readonly name: string
  readonly conclusion: "success" | "failure" | "neutral" | "cancelled"
  readonly title: string
  readonly summary: string
  /** At most 50 in each part; at least one part. */
  readonly annotations: readonly (readonly LineAnnotation[])[]
}

/** The check run of an `id`. */
export function toCheckText(run: {
  readonly id: string
  readonly results: Results
  readonly state: Pick<RunState, "scenarios">
  readonly address: RunAddress | null
  readonly past: PastVerdicts | null
}): CheckText {
  const { results, id } = run
  const lines = toAnnotations(results, MAX_PER_LEVEL).flatMap(toLine)
  const parts = []
  for (let i = 0; i === 0 || i < lines.length; i += MAX_PER_REQUEST) {
    parts.push(lines.slice(i, i + MAX_PER_REQUEST))
  }
  return {
    name: checkName(id),
    conclusion: conclusionOf(results),
    title: titleOf(results),
    summary: renderMarkdown({ ...run, maxBytes: MAX_SUMMARY_BYTES }),
    annotations: parts,
  }
}

/** `storefront: results`, which no job of ours is called. */
export function checkName(id: string): string {
  return `${id}: results`
}

function conclusionOf({ summary }: Results): CheckText["conclusion"] {
  if (summary.conclusion === "cancelled") return "cancelled"
  if (summary.exitCode !== 0) return "failure"
  return summary.conclusion === "success" ? "success" : "neutral"
}

function titleOf(results: Results): string {
  const { summary, run } = results
  const counts = (["failed", "lost", "flaky", "skipped", "cancelled"] as const)
    .filter((verdict) => summary[verdict] > 0)
    .map((verdict) => `${summary[verdict]} ${verdict}`)
  const title = [
    `${neutraliseInline(run.suite, 100)} ${verdictWords(results)}`,
    ...counts,
    `${summary.passed} of ${summary.total} passed`,
  ].join(" · ")
  return cutChars(neutraliseInline(title), MAX_TITLE_CHARS)
}

/** Nothing where it belongs to no line; the summary has it. */
function toLine({ level, title, message, file, line, column }: Annotation): LineAnnotation[] {
  if (file === null || line === null || !PATH.test(file) || line > 2 ** 31 - 1) return []
  const columns =
    column === undefined || column > 2 ** 31 - 1
      ? {}
      : { start_column: Math.max(1, column), end_column: Math.max(1, column) }
  return [
    {
      ...{ path: file, start_line: Math.max(1, line), end_line: Math.max(1, line), ...columns },
      annotation_level: level === "error" ? "failure" : level,
      ...{ title, message: message === "" ? title : message },
    },
  ]
}
