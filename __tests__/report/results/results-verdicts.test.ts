import { describe, expect, it } from "vitest"
import type { Results } from "../../../src/formats/results.ts"
import { renderVerdictSentence } from "../../../src/report/text/verdict-sentence.ts"
import { buildPlan, buildShard, buildSkip, DIGEST } from "../../__rig__/builders.ts"
import { first, good, judged, PLAN, type Run, resultsOf, second } from "../../__rig__/small-run.ts"

function verdictsOf(results: Results): readonly string[] {
  return results.scenarios.map(({ id, verdict, reason }) => `${id} ${reason ?? verdict}`)
}

describe("verdicts and conclusion", () => {
  it.each<[string, Run, readonly string[], string]>([
    [
      "all passed",
      { plan: PLAN, shards: [first().passed("a").passed("b").finish(), good()] },
      ["a passed", "b passed", "c passed"],
      "success 0",
    ],
    [
      "one failed",
      { plan: PLAN, shards: [first().failed("a").passed("b").finish(), good()] },
      ["a failed", "b passed", "c passed"],
      "failure 1",
    ],
    [
      "flaky is fine",
      { plan: PLAN, shards: [first().flaky("a").passed("b").finish(), good()] },
      ["a flaky", "b passed", "c passed"],
      "success 0",
    ],
    [
      "flaky is not allowed",
      {
        plan: PLAN,
        shards: [first().flaky("a").passed("b").finish(), good()],
        policy: { failOn: ["flaky"] },
      },
      ["a flaky", "b passed", "c passed"],
      "failure 1",
    ],
    [
      "skipped is not allowed",
      {
        plan: PLAN,
        shards: [first().skipped("a", "why").passed("b").finish(), good()],
        policy: { failOn: ["skipped"] },
      },
      ["a condition", "b passed", "c passed"],
      "failure 1",
    ],
    [
      "a shard did not report",
      { plan: PLAN, shards: [first().passed("a").passed("b").finish()] },
      ["a passed", "b passed", "c shard-missing"],
      "incomplete 4",
    ],
    [
      "a missing shard outranks a failure",
      { plan: PLAN, shards: [first().failed("a").passed("b").finish()] },
      ["a failed", "b passed", "c shard-missing"],
      "incomplete 4",
    ],
    [
      "a journal stops during an attempt",
      { plan: PLAN, shards: [first().passed("a").running("b"), good()] },
      ["a passed", "b shard-incomplete", "c passed"],
      "incomplete 4",
    ],
    [
      "a journal stops although all is known",
      { plan: PLAN, shards: [first().passed("a").passed("b"), good()] },
      ["a passed", "b passed", "c passed"],
      "incomplete 4",
    ],
    [
      "an attempt that passed is no verdict",
      { plan: PLAN, shards: [first().passed("a").attempt("b"), good()] },
      ["a passed", "b shard-incomplete", "c passed"],
      "incomplete 4",
    ],
    [
      "a shard finishes without a verdict",
      { plan: PLAN, shards: [first().passed("a").finish(), good()] },
      ["a passed", "b no-verdict", "c passed"],
      "incomplete 4",
    ],
    [
      "the last line counts other verdicts",
      { plan: PLAN, shards: [first().passed("a").passed("b").finish({ verdicts: 3 }), good()] },
      ["a passed", "b passed", "c passed"],
      "incomplete 4",
    ],
    [
      "a verdict that the plan does not know",
      { plan: PLAN, shards: [first().passed("a").passed("b").passed("x").finish(), good()] },
      ["a passed", "b passed", "c passed"],
      "incomplete 4",
    ],
    [
      "a verdict of another shard",
      { plan: PLAN, shards: [first().passed("a").passed("b").passed("c").finish(), good()] },
      ["a passed", "b passed", "c passed"],
      "incomplete 4",
    ],
    [
      "a good verdict without an attempt",
      {
        plan: PLAN,
        shards: [
          first()
            .passed("a")
            .emit({ type: "scenario-finished", id: "b", verdict: "passed", cause: null })
            .finish({ verdicts: 2 }),
          good(),
        ],
      },
      ["a passed", "b passed", "c passed"],
      "incomplete 4",
    ],
    [
      "a journal of another plan",
      {
        plan: PLAN,
        shards: [
          buildShard(PLAN, 1).start({ digest: "sha256:other" }).passed("a").passed("b").finish(),
          good(),
        ],
      },
      ["a passed", "b passed", "c passed"],
      "incomplete 4",
    ],
    [
      "a foreign folder lies among the others",
      {
        plan: PLAN,
        shards: [first().passed("a").passed("b").finish(), good()],
        problems: [
          { code: "folder-foreign", path: "old/shard-2", expected: DIGEST, found: "sha256:old" },
        ],
      },
      ["a passed", "b passed", "c passed"],
      "incomplete 4",
    ],
    [
      "interrupted by a person",
      {
        plan: PLAN,
        shards: [first().passed("a").cancelling().cancelled("b").finish(), good()],
      },
      ["a passed", "b interrupted", "c passed"],
      "cancelled 130",
    ],
    [
      "terminated by the system, something lost",
      {
        plan: PLAN,
        shards: [first().passed("a").cancelling("interrupted", "SIGTERM").running("b"), good()],
      },
      ["a passed", "b shard-incomplete", "c passed"],
      "cancelled 143",
    ],
    [
      "cancelled by the first failure",
      {
        plan: PLAN,
        shards: [
          first().failed("a").cancelling("fail-fast", null).cancelled("b", "fail-fast").finish(),
          good(),
        ],
      },
      ["a failed", "b fail-fast", "c passed"],
      "failure 1",
    ],
    [
      "the budget ended before the first full pass",
      {
        plan: PLAN,
        shards: [first().passed("a").cancelled("b", "budget").finish(), good()],
      },
      ["a passed", "b budget", "c passed"],
      "incomplete 4",
    ],
    [
      "everything was skipped",
      {
        plan: PLAN,
        shards: [
          first().skipped("a", "x").skipped("b", "x").finish(),
          second().skipped("c", "x").finish(),
        ],
      },
      ["a condition", "b condition", "c condition"],
      "empty 3",
    ],
    [
      "everything was skipped, and that is fine",
      {
        plan: PLAN,
        shards: [
          first().skipped("a", "x").skipped("b", "x").finish(),
          second().skipped("c", "x").finish(),
        ],
        policy: { ifEmpty: "pass" },
      },
      ["a condition", "b condition", "c condition"],
      "success 0",
    ],
    ["an empty plan", { plan: buildPlan({ shards: [] }), shards: [] }, [], "empty 3"],
    [
      "an empty plan, and that is fine",
      { plan: buildPlan({ shards: [] }), shards: [], policy: { ifEmpty: "pass" } },
      [],
      "success 0",
    ],
    [
      "nothing reported at all, whatever is accepted",
      { plan: PLAN, shards: [], policy: { ifEmpty: "pass" } },
      ["a shard-missing", "b shard-missing", "c shard-missing"],
      "incomplete 4",
    ],
    [
      "skips of the plan come last and once",
      {
        plan: buildPlan({
          shards: [["a"]],
          skipped: [buildSkip("z", "why"), buildSkip("z", "again")],
        }),
        shards: [first().passed("a").finish()],
      },
      ["a passed", "z condition"],
      "success 0",
    ],
  ])("%s", (_, run, verdicts, conclusion) => {
    const results = resultsOf(run)
    expect(verdictsOf(results)).toEqual(verdicts)
    expect(judged(results)).toBe(conclusion)
  })
})

describe("a hook after the scenarios that fails", () => {
  const hooks = (...stages: readonly ("before" | "after")[]) => {
    const script = first().passed("a").passed("b")
    for (const stage of stages) {
      script.emit({
        type: "hook-finished",
        id: null,
        number: null,
        stage,
        name: "Stop it",
        outcome: "failed",
        durationMs: 5,
        message: "exit code 1",
        log: `logs/shard-${stage}.1.log`,
      })
    }
    return resultsOf({ plan: PLAN, shards: [script.finish(), good()] })
  }

  it("makes the run a failure, not incomplete", () => {
    const results = hooks("after")
    expect(judged(results)).toBe("failure 1")
    expect(results.shards.map(({ status }) => status)).toEqual(["complete", "complete"])
    expect(results.problems).toEqual([
      {
        code: "hook-failed",
        shard: 1,
        message: "a hook after the scenarios of shard 1 failed: Stop it: exit code 1",
      },
    ])
    expect(renderVerdictSentence(results)).toContain("1 problem (hook-failed)")
  })

  it("leaves what a hook before means to the verdicts", () => {
    expect(judged(hooks("before"))).toBe("success 0")
  })
})
