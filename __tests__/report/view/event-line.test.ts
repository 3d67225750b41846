import { describe, expect, it } from "vitest"
import { RunFold } from "../../../src/events/fold.ts"
import { renderEventLine, toLineContext } from "../../../src/report/view/event-line.ts"
import { buildPlan, buildShard, type ShardScript } from "../../__rig__/builders.ts"
import { badDay, goodDay, hostileRun, type SampleRun } from "../../__rig__/sample-runs.ts"

/** The whole running log of a run, shard after shard. */
function logOf({ plan, shards }: Pick<SampleRun, "plan" | "shards">, color = false): string {
  const numbers = plan.shards.map(({ shard }) => shard)
  const context = toLineContext({ plan, shards: numbers, color })
  const fold = new RunFold()
  const lines = shards
    .flatMap(({ events }) => events)
    .flatMap((event) => {
      fold.apply(event)
      return renderEventLine(event, { ...context, state: fold.state }) ?? []
    })
  return `${lines.join("\n")}\n`
}

function lastLine(script: ShardScript): string {
  return (
    logOf({ plan: PLAN, shards: [script] })
      .trimEnd()
      .split("\n")
      .at(-1)
      ?.trim() ?? ""
  )
}

const PLAN = buildPlan({ shards: [["a", "b"]] })

function failedStart(): ShardScript {
  return buildShard(PLAN)
    .start()
    .emit({
      ...{ type: "instance-started", fixture: "db", instance: 1, outcome: "failed" },
      ...{ durationMs: 10, message: "exit code 1", log: "x.log" },
    })
}

describe("renderEventLine", () => {
  it.each([
    ["a bad day", badDay(), false],
    ["a good day in colour", goodDay(), true],
    ["a hostile run", hostileRun(), false],
  ] as const)("shows %s", async (name, run, color) => {
    const file = `__golden__/log-${name.replaceAll(" ", "-")}.txt`
    await expect(logOf(run, color)).toMatchFileSnapshot(file)
  })

  it.each([
    [
      "a re-run",
      buildShard(PLAN).start({ attempt: 2 }),
      "run run-1: attempt 2, 2 scenarios on 2 workers, seed 42",
    ],
    [
      "a retry at once",
      buildShard(PLAN)
        .attempt("a", { cause: "signal", signal: "SIGSEGV", exitCode: null, ms: 90 })
        .emit({ type: "retry-scheduled", id: "a", number: 2, delayMs: 0 }),
      "retry      a  attempt 1 failed (signal SIGSEGV) after 90ms, attempt 2 now",
    ],
    [
      "a fixture whose last start failed, which was told",
      failedStart().emit({ type: "fixture-broken", fixture: "db", message: "exit code 1" }),
      "broken fixture db: what leases it fails",
    ],
    [
      "a fixture that is broken otherwise",
      failedStart().emit({ type: "fixture-broken", fixture: "db", message: "3 were lost" }),
      "broken fixture db: 3 were lost; what leases it fails",
    ],
    [
      "an interruption",
      buildShard(PLAN).cancelling("interrupted", "SIGINT"),
      "interrupted by SIGINT: nothing more starts, running scenarios are ended",
    ],
    [
      "a budget",
      buildShard(PLAN).cancelling("budget", null),
      "budget: the time is over, nothing more starts",
    ],
    ["a note", buildShard(PLAN).emit({ type: "note", level: "info", message: "hello" }), "hello"],
  ])("%s", (_, script, expected) => {
    expect(lastLine(script)).toBe(expected)
  })

  it("counts what never started in one line at the end, and names what had begun", () => {
    const plan = buildPlan({ shards: [["a", "b", "c", "d", "e"]] })
    const script = buildShard(plan)
      .passed("a")
      .cancelling("interrupted", "SIGINT")
      .cancelled("c", "interrupted", "before it started")
      .cancelled("d", "interrupted", "before it started")
      .cancelled("e", "budget", "not started")
      .attempt("b", { ms: 90 })
      .cancelled("b", "interrupted", "while it ran")
      .finish()
    expect(logOf({ plan, shards: [script] })).toMatchInlineSnapshot(`
      "[1/5]  passed     a    1.0s
             interrupted by SIGINT: nothing more starts, running scenarios are ended
      [5/5]  cancelled  b    90ms  interrupted: while it ran
             cancelled  2 scenarios  interrupted: before it started
             cancelled  1 scenario  budget: not started
      "
    `)
  })

  it("has nothing to say of starts, ends of attempts, workers and debug notes", () => {
    const script = buildShard(PLAN)
      .running("a")
      .attempt("b")
      .emit({ type: "note", level: "debug", message: "x" })
      .finish()
    expect(logOf({ plan: PLAN, shards: [script] })).toBe("\n")
  })

  it("counts and pads for the shards that run here only", () => {
    const plan = buildPlan({ shards: [["a"], ["a-long-id", "b"]] })
    expect(toLineContext({ plan, shards: [2], color: false })).toEqual({
      total: 2,
      skippedBefore: 0,
      idWidth: 9,
      color: false,
      accepted: new Map(),
      slow: new Map(),
    })
  })

  it("leaves the number of workers to the line that tells what a cluster bears", () => {
    const made = buildPlan({ shards: [["a"]] })
    const [shard] = made.shards
    const scenario = made.scenarios["a"]
    if (shard === undefined || scenario === undefined) throw new Error("no scenario")
    const how = { kind: "kubernetes", selector: "", reserve: 0.4, pods: null } as const
    const probe = { scope: "runner", required: false, timeoutMs: 1_000, how } as const
    const firstLine = (workers: number | "auto", demand: Record<string, number>) => {
      const plan = {
        ...made,
        probes: { cluster: probe },
        shards: [{ ...shard, workers }],
        scenarios: { a: { ...scenario, demand } },
      }
      return logOf({ plan, shards: [buildShard(plan).start()] }).split("\n")[0]
    }
    expect(firstLine("auto", { "cluster.cpu": 2 })).toMatch(/: 1 scenario, seed \d+$/u)
    expect(firstLine(4, { "cluster.cpu": 2 })).toMatch(/: 1 scenario on \d workers?, seed/u)
    expect(firstLine("auto", { cpu: 2 })).toMatch(/: 1 scenario on \d workers?, seed/u)
  })

  it.each([
    ["2026-03-01", "[1/2]  failed     a    1.0s  (quarantined until 2026-03-01)  exit code 1"],
    ["2026-02-28", "[1/2]  failed     a    1.0s  exit code 1"],
    ["9999-12-31", "[1/2]  failed     a    1.0s  (tolerated)  exit code 1"],
  ])("says how a failure is accepted until %s", (until, line) => {
    const quarantine = { until, owner: null, reason: null }
    const plan = buildPlan({ shards: [[{ id: "a", definition: { quarantine } }, "b"]] })
    const script = buildShard(plan).start().failed("a", { message: "exit code 1" })
    expect(logOf({ plan, shards: [script] }).split("\n")[1]).toBe(line)
  })
})
