/**
 * How a run repeats its scenarios, as a plan says it.
 */
import * as s from "../core/schema/make.ts"

/** How a run repeats its scenarios. */
export const IterationsSchema = s.object({
  /** So many iterations of each scenario; absent is without limit. */
  repeat: s.whole().min(1).optional(),
  /** Nothing more starts after the first iteration that fails. */
  untilFailure: s.flag().optional(),
  /** Scenarios are repeated until so many milliseconds are over, from the first start on. */
  soakMs: s.whole().min(1).optional(),
  /** Ids that a soak runs more often: what failed last time, or is flaky. */
  suspects: s.list(s.text()).filled().optional(),
  /** The failure rate that is allowed, from 0 to 1, tested for so many scenarios; absent: any failure fails. */
  rule: s
    .object({
      rate: s.number().min(0).max(1),
      scenarios: s.whole().min(1),
      undecided: s.words(["mark", "fail"]),
    })
    .optional(),
  /** Only the iteration with this number. */
  only: s.whole().min(1).optional(),
})

export type PlannedIterations = s.Infer<typeof IterationsSchema>
