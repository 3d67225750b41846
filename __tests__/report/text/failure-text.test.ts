import { describe, expect, it } from "vitest"
import type { Failure, FailureReason } from "../../../src/core/problems/failure.ts"
import { renderFailure } from "../../../src/report/text/failure-text.ts"

const FILE = { path: "smoke.yml", text: "timout: 5m\n" }

const CASES: { readonly [R in FailureReason]: readonly Extract<Failure, { reason: R }>[] } = {
  "config/invalid": [
    {
      reason: "config/invalid",
      diagnostics: [
        {
          code: "suite/unknown-key",
          severity: "error",
          message: "unknown key `timout`",
          location: { file: FILE, range: { start: 0, end: 6 } },
        },
      ],
    },
  ],
  "config/no-suite": [{ reason: "config/no-suite", searched: ["smoke.yml", ".github/smoke.yml"] }],
  "usage/invalid": [
    { reason: "usage/invalid", message: "--shard 9/8 is out of range" },
    { reason: "usage/invalid", message: "::error::no", hint: "leave one of them out" },
  ],
  "usage/unknown-profile": [
    { reason: "usage/unknown-profile", profile: "quik", known: ["rank", "quick"] },
    { reason: "usage/unknown-profile", profile: "nightly", known: ["rank", "quick"] },
    { reason: "usage/unknown-profile", profile: "\u001b[2J", known: [] },
  ],
  "plan/unreadable": [
    { reason: "plan/unreadable", path: "plan.json", message: "schemaVersion 7 is not known" },
  ],
  "plan/no-such-shard": [
    { reason: "plan/no-such-shard", shard: 9, shards: 8 },
    { reason: "plan/no-such-shard", shard: 2, shards: 1 },
    { reason: "plan/no-such-shard", shard: 1, shards: 0 },
  ],
  "plan/files-changed": [
    {
      reason: "plan/files-changed",
      files: [
        { path: "smoke/login.sh", change: "changed" },
        { path: "smoke/##[error].sh", change: "missing" },
      ],
    },
    {
      reason: "plan/files-changed",
      files: Array.from({ length: 22 }, (_, i) => ({ path: `f${i}.sh`, change: "changed" })),
    },
  ],
  "files/unusable": [
    { reason: "files/unusable", path: "out/results.json", message: "EACCES: permission denied" },
  ],
  "journal/unwritable": [
    { reason: "journal/unwritable", path: "run/journal.ndjson", message: "ENOSPC: no space left" },
  ],
  "queue/gone": [
    { reason: "queue/gone", message: "redis://queue:6379: connect ECONNREFUSED 127.0.0.1:6379" },
  ],
  "queue/over": [{ reason: "queue/over", scenarios: 200 }],
  "output/unwritable": [
    { reason: "output/unwritable", message: "ENOSPC: no space left on device, write" },
  ],
  "capability/absent": [
    {
      reason: "capability/absent",
      capabilities: [
        { name: "staging", evidence: "GET https://staging.example.com/: 503 Service Unavailable" },
        { name: "licence", evidence: "LICENCE is not set" },
      ],
    },
  ],
  "plan/not-found": [
    {
      reason: "plan/not-found",
      because: "absent",
      message: "no plan among the artifacts of attempt 1 and before: did the plan job run?",
    },
    {
      reason: "plan/not-found",
      because: "several",
      message: "the run has several plans (smoke-shop, smoke-bank): give plan-digest",
    },
    {
      reason: "plan/not-found",
      because: "not-listed",
      message: "the artifacts of the run could not be listed: 404",
    },
    {
      reason: "plan/not-found",
      because: "no-service",
      message: "the artifacts of the run could not be listed: https://git.example.com has none",
    },
  ],
  "plan/id-taken": [{ reason: "plan/id-taken", id: "shop", artifact: "smoke-shop-plan-a1" }],
  "artifacts/not-uploaded": [
    { reason: "artifacts/not-uploaded", message: "Failed to FinalizeArtifact: 403" },
    { reason: "artifacts/not-uploaded", because: "quota", message: "the storage is full" },
    { reason: "artifacts/not-uploaded", because: "no-service", message: "there is none here" },
  ],
}

describe("renderFailure", () => {
  it("says what is wrong and how to mend it, for every reason", async () => {
    const text = Object.values<readonly Failure[]>(CASES)
      .flat()
      .map((failure) => `# ${failure.reason}\n${renderFailure(failure)}\n`)
      .join("\n")
    await expect(text).toMatchFileSnapshot("__golden__/failures.txt")
  })

  it("names a mend wherever the text is not a list of diagnostics", () => {
    for (const failure of Object.values<readonly Failure[]>(CASES).flat()) {
      if (failure.reason === "config/invalid" || failure.reason === "usage/invalid") continue
      expect(renderFailure(failure)).toContain("\nhelp: ")
    }
  })
})
