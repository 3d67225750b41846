/**
 * The mark of a verdict: a form and a color, and a word where there is room. The form alone tells, for
 * readers who do not see the color.
 */
import type { Outcome, Verdict } from "../../src/core/verdict.ts"

/** Forms in a box of 16. */
const FORMS: Readonly<Record<Verdict, string>> = {
  passed: "M3.5 8.5l3 3 6-7",
  failed: "M4.5 4.5l7 7m0-7l-7 7",
  flaky: "M3 9.5c1.6-5 3.4-5 5-1.5s3.4 3.5 5-1.5",
  skipped: "M4 8h8",
  cancelled: "M5 5h6v6h-6z",
  lost: "M6 6.3a2 2 0 1 1 2.8 1.8c-.6.3-.8.7-.8 1.4M8 12v.1",
}

/** The form alone; the word beside it is for screen readers where `word` is false. */
export function VerdictMark({
  verdict,
  word = false,
}: {
  readonly verdict: Verdict | Outcome
  readonly word?: boolean
}) {
  return (
    <span class={`mark ${verdict}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={FORMS[verdict]} />
      </svg>
      <span class={word ? "" : "unseen"}>{verdict}</span>
    </span>
  )
}
