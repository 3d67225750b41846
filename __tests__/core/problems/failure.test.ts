import { describe, expect, it } from "vitest"
import { exitCodeFor } from "../../../src/core/problems/exit-code.ts"
import { exitNameOf, type Failure, type FailureReason } from "../../../src/core/problems/failure.ts"

/** A new reason does not compile before it stands here. */
const CODES: Readonly<Record<FailureReason, number>> = {
  "config/invalid": 2,
  "config/no-suite": 2,
  "usage/invalid": 2,
  "usage/unknown-profile": 2,
  "plan/unreadable": 2,
  "plan/no-such-shard": 2,
  "plan/files-changed": 2,
  "files/unusable": 2,
  "journal/unwritable": 4,
  "queue/gone": 4,
  "queue/over": 3,
  "output/unwritable": 4,
  "capability/absent": 4,
  "plan/not-found": 4,
  "plan/id-taken": 2,
  "artifacts/not-uploaded": 4,
}

describe("exitNameOf", () => {
  it.each(Object.entries(CODES))("gives %s the exit code %i", (reason, code) => {
    expect(exitCodeFor([exitNameOf({ reason } as Failure)])).toBe(code)
  })

  it("throws for a reason that is none", () => {
    const broken = { reason: "plan/forgotten" } as unknown as Failure
    expect(() => exitNameOf(broken)).toThrow("plan/forgotten")
  })
})
