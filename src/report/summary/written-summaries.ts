/**
 * What scenarios say of themselves, for the job summary: their tests and their step summaries. These are foreign text: nothing in them becomes
 * a link, a mention, a picture or a heading.
 */
import type { RunState } from "../../events/state.ts"
import type { Results } from "../../formats/results.ts"
import { neutraliseLines } from "../lines/neutralise.ts"
import { utf8Bytes } from "../lines/utf8.ts"
import { testLines } from "../text/tests-text.ts"
import { inlineCode, preformatted } from "./markdown-text.ts"

/** Lines of one summary that are shown. */
const MAX_LINES = 200

/** Reserved for the sentence that mentions the cut. */
const NOTE_BYTES = 120

/** A block for the tests and the last summary of each scenario, in the order of the plan, as long as they fit. */
export function renderSummaries(
  results: Results,
  options: { readonly state: Pick<RunState, "scenarios">; readonly maxBytes: number },
): string {
  const { state, maxBytes } = options
  const written = results.scenarios.flatMap(({ id, attempts: told }) => {
    const attempts = state.scenarios.get(id)?.attempts ?? []
    const summary = attempts.findLast((attempt) => attempt.summary !== undefined)?.summary
    const tests = told.at(-1)?.tests
    return [
      ...(tests === undefined
        ? []
        : [{ id, what: "its tests", lines: testLines(tests, MAX_LINES) }]),
      ...(summary === undefined
        ? []
        : [{ id, what: "its summary", lines: neutraliseLines(summary) }]),
    ]
  })
  if (written.length === 0) return ""
  const title = `\n### Summaries (${written.length})\n`
  let text = title
  let used = utf8Bytes(title) + NOTE_BYTES
  let shown = 0
  for (const one of written) {
    const block = blockOf(one)
    const bytes = utf8Bytes(block)
    if (used + bytes > maxBytes) break
    text += block
    used += bytes
    shown += 1
  }
  const left = written.length - shown
  if (left > 0) text += `\n${left} of ${written.length} are not shown here.\n`
  return utf8Bytes(text) <= maxBytes ? text : ""
}

function blockOf(one: {
  readonly id: string
  readonly what: string
  readonly lines: readonly string[]
}): string {
  const { id, what, lines } = one
  const left = lines.length - MAX_LINES
  const shown = [...lines.slice(0, MAX_LINES), ...(left > 0 ? [`(${left} more lines)`] : [])]
  const heading = `<summary>${inlineCode(id)}: ${what}</summary>`
  return `\n<details>${heading}\n\n${preformatted(shown)}\n\n</details>\n`
}
