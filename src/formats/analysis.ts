/**
 * What `analyze` says of a suite: how its scenarios wait for each other.
 */
import * as s from "../core/schema/make.ts"

/** What `analyze --json` prints. */
export const AnalysisSchema = s.object({
  /** Name of the suite. */
  name: s.text(),
  /** How many scenarios were looked at. */
  scenarios: s.whole().min(0),
  /** Ids by level: those of a level need nothing but scenarios of levels before it. */
  levels: s.list(s.list(s.text())),
  /** The chain of needs that takes the longest, by estimates. */
  criticalPath: s.object({ ids: s.list(s.text()), seconds: s.number().min(0) }),
  /** The chain of needs with the most scenarios. */
  longestChain: s.list(s.text()),
  /** The most scenarios of which none waits for another. */
  maxParallelism: s.whole().min(0),
  /** False where the suite is too large to search: it is then what the largest levels come to. */
  parallelismExact: s.flag(),
  /** Parts that have nothing to do with each other. */
  components: s.whole().min(0),
})

/** An analysis as read. */
export type Analysis = s.Infer<typeof AnalysisSchema>
