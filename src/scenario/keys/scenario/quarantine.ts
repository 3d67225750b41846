/**
 * Failures that do not fail the run: `quarantine` for a time, `continue-on-error` without an end.
 */
import * as s from "../../../core/schema/make.ts"
import { startOfDay } from "../../../core/verdict.ts"
import { key, refusal } from "../parts.ts"

const Day = s.text().refine((text) => {
  if (startOfDay(text) !== null) return
  const hint = "write a day such as `2027-01-31`"
  return refusal({ code: "suite/date", message: `\`${text}\` is not a date`, hint })
})

const Quarantine = s
  .strictObject(
    {
      until: Day.note({
        json: { type: "string", format: "date" },
        description: "Last day of the quarantine, in UTC",
        examples: ["2027-01-31"],
      }),
      owner: s.text().filled().max(200).describe("Who is responsible", "@team").optional(),
      reason: s.text().filled().max(1_000).describe("Why, or the issue", "issue 42").optional(),
    },
    {
      called: "`quarantine`",
      words: {
        issue: "write it in `reason`",
        team: "the key is `owner`",
        expires: "the key is `until`",
      },
    },
  )
  .note({
    id: "quarantine",
    examples: [{ until: "2027-01-31", owner: "@team" }],
    mistaken: (found) =>
      found === true
        ? "write the last day: `quarantine: { until: 2027-01-31 }`; without an end it is `continue-on-error: true`"
        : undefined,
  })

export const QUARANTINE_KEYS = {
  quarantine: key({
    schema: Quarantine.describe("It runs and is reported, but does not fail the run until a day"),
    evaluated: "itself",
    merge: "replace",
  }),
  "continue-on-error": key({
    schema: s
      .union(s.flag(), s.text())
      .describe(
        "As in Actions: its failure is reported and does not fail the run",
        ...[true, "${{ matrix.experimental }}"],
      ),
    evaluated: "planning",
    merge: "replace",
  }),
} as const
