/**
 * Parts of the summary within a number of bytes: GitHub drops a summary completely that is too large.
 * What does not fit is counted.
 */
import { utf8Bytes } from "../lines/utf8.ts"

/** Reserved for the sentence that mentions a cut. */
const NOTE_BYTES = 120

/** Rows of a section; the rest is counted. */
const MAX_ROWS = 500

/** A heading with rows, or a line that a reader opens to see them. */
export interface Section {
  /** Markdown; without it the rows follow what stands above. */
  readonly title?: string
  /** Stands before the title, as the target of links. */
  readonly anchor?: string
  /** Lines of Markdown, each complete in itself. */
  readonly rows: readonly string[]
  readonly maxRows?: number
  /** Shown only when a reader opens it. */
  readonly folded?: boolean
}

/** As many rows as fit, then the number of the others; empty where there are none. */
export function fitted(section: Section, maxBytes: number): string {
  const { rows, maxRows = MAX_ROWS } = section
  if (rows.length === 0) return ""
  const { start, end } = frameOf(section)
  const room = maxBytes - utf8Bytes(start) - utf8Bytes(end) - NOTE_BYTES
  const shown = countFitting(rows.slice(0, maxRows), room)
  const left = rows.length - shown
  const note = left > 0 ? `\n${left} of ${rows.length} are not shown here.\n` : ""
  const text =
    start +
    rows
      .slice(0, shown)
      .map((row) => `${row}\n`)
      .join("") +
    note +
    end
  return utf8Bytes(text) <= maxBytes ? text : ""
}

/** How many of the texts fit, a line end after each. */
export function countFitting(texts: readonly string[], maxBytes: number): number {
  let used = 0
  for (const [index, text] of texts.entries()) {
    used += utf8Bytes(text) + 1
    if (used > maxBytes) return index
  }
  return texts.length
}

function frameOf({ title, anchor = "", folded = false }: Section) {
  if (title === undefined) return { start: "\n", end: "" }
  if (!folded) return { start: `\n### ${anchor}${title}\n\n`, end: "" }
  return {
    start: `\n<details><summary>${anchor}${title}</summary>\n\n`,
    end: "\n</details>\n",
  }
}
