import { describe, expect, it } from "vitest"
import {
  type MergeProblem,
  type MergeProblemCode,
  shardOfProblem,
} from "../../../src/core/problems/merge-problem.ts"
import { renderProblem } from "../../../src/report/lines/problem-text.ts"

const ALL: { readonly [C in MergeProblemCode]: Extract<MergeProblem, { code: C }> } = {
  "shard-missing": { code: "shard-missing", shard: 2 },
  "journal-unfinished": { code: "journal-unfinished", shard: 2 },
  "journal-torn": { code: "journal-torn", shard: 2, detail: "line 7 is cut off or not JSON" },
  "journal-foreign": {
    code: "journal-foreign",
    shard: 2,
    expected: "sha256:aa",
    found: "sha256:bb",
  },
  "folder-foreign": {
    code: "folder-foreign",
    path: "old/2",
    expected: "sha256:aa",
    found: "sha256:bb",
  },
  "folder-unreadable": { code: "folder-unreadable", path: "junk", detail: "no manifest.json" },
  "folder-duplicate": { code: "folder-duplicate", shard: 2, attempt: 1, paths: ["a/2", "b/2"] },
  "verdict-count": { code: "verdict-count", shard: 2, declared: 1, found: 3 },
  "verdict-unplanned": { code: "verdict-unplanned", shard: 2, id: "x" },
  "verdict-misplaced": { code: "verdict-misplaced", shard: 2, planned: 1, id: "login" },
  "queue-gone": {
    code: "queue-gone",
    shard: 2,
    detail: "redis://queue:6379: connect ECONNREFUSED 127.0.0.1:6379",
  },
  "hook-failed": { code: "hook-failed", shard: 2, name: "Stop it", detail: "exit code 1" },
  "fixture-leaks": {
    ...{ code: "fixture-leaks", shard: 2, name: "vms", key: "eu", instance: 3, file: "smoke.yml" },
    ...{ line: 7, memoryPerHour: 256 * 1024 },
    drift: { perHour: 500 * 1024, low: 420 * 1024, high: 580 * 1024 },
  },
  "capability-absent": {
    code: "capability-absent",
    shard: 2,
    name: "staging",
    detail: "GET https://staging.example.com/: 503 Service Unavailable",
  },
  "missing-refused": { code: "missing-refused", ids: ["a", "b", "c", "d", "e", "f", "g"] },
  "too-many-skipped": { code: "too-many-skipped", skipped: 7, total: 20, allowed: "10%" },
  "too-few-scenarios": {
    code: "too-few-scenarios",
    found: 12,
    required: 38,
    of: { percent: 95, ref: "refs/heads/main", had: 40 },
  },
  "campaign-unread": {
    code: "campaign-unread",
    name: "nightly",
    detail: "some of its entries cannot be right",
  },
  "verdict-unproven": { code: "verdict-unproven", shard: 2, id: "login" },
}

describe("renderProblem", () => {
  it("has a sentence for every problem", async () => {
    const lines = Object.values<MergeProblem>(ALL).map(
      (problem) =>
        `${problem.code} (shard ${shardOfProblem(problem)})\n  ${renderProblem(problem, 3)}\n`,
    )
    await expect(lines.join("")).toMatchFileSnapshot("__golden__/problems.txt")
  })
})
