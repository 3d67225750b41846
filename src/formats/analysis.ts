/**
 * What `analyze` says of a suite: how its scenarios wait for each other.
 */
import { z } from "zod"
import { once } from "../core/once.ts"

/** What `analyze --json` prints. */
export const AnalysisSchema = once(() =>
  z.object({
    /** Name of the suite. */
    name: z.string(),
    /** How many scenarios were looked at. */
    scenarios: z.int().min(0),
    /** Ids by level: those of a level need nothing but scenarios of levels before it. */
    levels: z.array(z.array(z.string())),
    /** The chain of needs that takes the longest, by estimates. */
    criticalPath: z.object({ ids: z.array(z.string()), seconds: z.number().min(0) }),
    /** The chain of needs with the most scenarios. */
    longestChain: z.array(z.string()),
    /** The most scenarios of which none waits for another. */
    maxParallelism: z.int().min(0),
    /** False where the suite is too large to search: it is then what the largest levels come to. */
    parallelismExact: z.boolean(),
    /** Parts that have nothing to do with each other. */
    components: z.int().min(0),
  }),
)

/** An analysis as read. */
export type Analysis = z.infer<ReturnType<typeof AnalysisSchema>>
