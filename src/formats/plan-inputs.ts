/**
 * `plan-inputs.json`: what the plan beside it was made from, so that a resumed run need not make it
 * again. Advice for the same version of the program and nobody else.
 */
import { z } from "zod"
import { once } from "../core/once.ts"

/** The whole of `plan-inputs.json`. */
export const PlanInputsSchema = once(() =>
  z.object({
    schemaVersion: z.literal(1),
    /** Digest of what planning was told. */
    told: z.string(),
    /** Digest of the plan's file. */
    plan: z.string(),
    /** Digests of the files that were read; null where there was none. */
    contents: z.record(z.string(), z.string().nullable()),
    /** Questions about folders and names: what was asked, of what, and the digest of the answer. */
    questions: z.array(z.tuple([z.string(), z.array(z.unknown()), z.string()])),
  }),
)

export type PlanInputs = z.infer<ReturnType<typeof PlanInputsSchema>>
