import { describe, expect, it } from "vitest"
import {
  type MergeProblem,
  type MergeProblemCode,
  shardOfProblem,
} from "../../src/core/merge-problem.ts"

/** A new code does not compile before it stands here. */
const SHARD: Readonly<Record<MergeProblemCode, number | null>> = {
  "shard-missing": 3,
  "journal-unfinished": 3,
  "journal-torn": 3,
  "journal-foreign": 3,
  "folder-foreign": null,
  "folder-unreadable": null,
  "folder-duplicate": 3,
  "verdict-count": 3,
  "verdict-unplanned": 3,
  "verdict-misplaced": 3,
  "hook-failed": 3,
  "capability-absent": 3,
  "missing-refused": null,
  "too-many-skipped": null,
  "verdict-unproven": 3,
}

describe("shardOfProblem", () => {
  it.each(Object.entries(SHARD))("of %s is %j", (code, shard) => {
    expect(shardOfProblem({ code, shard: 3 } as MergeProblem)).toBe(shard)
  })
})
