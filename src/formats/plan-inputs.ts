/**
 * `plan-inputs.json`: what the plan beside it was made from, so that a resumed run need not make it
 * again. Advice for the same version of the program and nobody else.
 */
import * as s from "../core/schema/make.ts"

/** The whole of `plan-inputs.json`. */
export const PlanInputsSchema = s.object({
  schemaVersion: s.literal(1),
  /** Digest of what planning was told. */
  told: s.text(),
  /** Digest of the plan's file. */
  plan: s.text(),
  /** Digests of the files that were read; null where there was none. */
  contents: s.record(s.text().nullable()),
  /** Questions about folders and names: what was asked, of what, and the digest of the answer. */
  questions: s.list(s.tuple([s.text(), s.list(s.anything()), s.text()])),
})

export type PlanInputs = s.Infer<typeof PlanInputsSchema>
