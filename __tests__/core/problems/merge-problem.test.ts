import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { EXIT_CODES } from "../../../src/core/problems/exit-code.ts"
import {
  exitNameOfProblem,
  type MergeProblem,
  type MergeProblemCode,
  shardOfProblem,
} from "../../../src/core/problems/merge-problem.ts"
import { foldEvents } from "../../../src/events/fold.ts"
import { toResults } from "../../../src/report/results/results.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"

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
  "fixture-leaks": 3,
  "queue-gone": 3,
  "capability-absent": 3,
  "missing-refused": null,
  "too-many-skipped": null,
  "too-few-scenarios": null,
  "campaign-unread": null,
  "verdict-unproven": 3,
}

describe("exitNameOfProblem", () => {
  const FAILED = ["hook-failed", "fixture-leaks", "missing-refused", "too-many-skipped"]

  it.each(Object.keys(SHARD) as MergeProblemCode[])("of %s is the exit code of its run", (code) => {
    const name = FAILED.includes(code) ? "failed" : "incomplete"
    expect(exitNameOfProblem({ code })).toBe(name)
    const plan = buildPlan({ shards: [["a"]] })
    const state = foldEvents(buildShard(plan).start().passed("a").finish().events)
    const facts = { path: "x", paths: ["x"], ids: ["a"], name: "n", id: "a", of: null, key: null }
    const drift = { perHour: 3, low: 2, high: 4 }
    const problem = { code, shard: 1, drift, memoryPerHour: 1, ...facts }
    const { summary } = toResults({
      plan,
      state,
      problems: [problem as unknown as MergeProblem],
      policy: { ifEmpty: "fail", failOn: [] },
    })
    expect(summary.exitCode).toBe(EXIT_CODES[name])
    const page = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8")
    const [row = ""] = page.split("\n").filter((line) => line.startsWith(`| \`${code}\` |`))
    expect(row.endsWith(` | ${summary.exitCode} |`), row).toBe(true)
  })
})

describe("shardOfProblem", () => {
  it.each(Object.entries(SHARD))("of %s is %j", (code, shard) => {
    expect(shardOfProblem({ code, shard: 3 } as MergeProblem)).toBe(shard)
  })
})
