import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import {
  aggregate,
  type Cleanup,
  plan,
  type RunEvent,
  type RunOptions,
  run,
} from "../../src/index.ts"

function suite(text: string): string {
  const cwd = mkdtempSync(join(tmpdir(), "smoke-library-"))
  writeFileSync(join(cwd, "smoke.yml"), text)
  return cwd
}

async function good(options: RunOptions) {
  const ran = await run(options)
  if (!ran.ok) throw new Error(JSON.stringify(ran.error))
  return ran.value
}

describe("options", () => {
  it.each([
    [
      { workers: -3 },
      "workers is -3, but expects a whole number from 1 to 1024 or auto, or a part",
    ],
    [{ workers: 0 }, "workers is 0, but"],
    [{ workers: "x" }, 'workers is "x", but'],
    [{ workers: "4" }, 'workers is "4", but'],
    [{ workers: 1.5 }, "workers is 1.5, but"],
    [{ maxAttempts: 0 }, "maxAttempts is 0, but expects a whole number from 1 to 100"],
    [{ id: "My Shop" }, 'id is "My Shop", but expects up to 60 lower-case letters'],
    [
      { order: "any" },
      'order is "any", but expects one of auto, longest, suite, failed-first, shuffle',
    ],
    [{ seed: "x" }, 'seed is "x", but expects a whole number'],
    [{ rampMs: Number.NaN }, "rampMs is NaN, but expects milliseconds"],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, "timeoutMs is Infinity, but"],
    [{ shards: 0 }, "shards is 0, but"],
    [{ maxScenarios: 0 }, "maxScenarios is 0, but expects a whole number from 1 to 1000000"],
    [{ profiles: "quick" }, 'profiles is "quick", but expects a list of texts'],
    [{ kinds: { ask: 1 } }, "kinds is such an object, but expects functions by name"],
    [{ signal: {} }, "signal is such an object, but expects an AbortSignal"],
    [{ on: 1 }, "on is 1, but expects a function"],
    [{ env: { A: 1 } }, "env is such an object, but"],
    [{ failOn: ["lost"] }, "failOn is such a list, but"],
    [{ inheritEnv: ["A B="] }, "inheritEnv is such a list, but"],
    [{ worker: 2 }, "there is no option worker; workers?"],
    [
      { seed: -1, failFast: 0 },
      "seed is -1, but expects a whole number from 0 to 4294967295\nfail",
    ],
  ])("of %j are a failure as a value", async (options, message) => {
    const cwd = suite('scenarios: { a: "true" }')
    const ran = await run({ cwd, ...options } as RunOptions)
    expect(ran).toMatchObject({ ok: false, error: { reason: "usage/invalid" } })
    expect(!ran.ok && "message" in ran.error && ran.error.message).toContain(message)
    expect(existsSync(join(cwd, ".parallel-smoke"))).toBe(false)
  })

  it("are checked by plan and aggregate, too", async () => {
    expect(await plan({ seed: 0.5 })).toMatchObject({
      ok: false,
      error: { reason: "usage/invalid" },
    })
    const planned = await plan({ cwd: suite('scenarios: { a: "true" }') })
    if (!planned.ok) throw new Error("no plan")
    const named = await plan({ cwd: suite('scenarios: { a: "true" }'), id: "shop-eu" })
    expect(named).toMatchObject({ ok: true, value: { id: "shop-eu" } })
    const merged = await aggregate({ plan: planned.value, folders: "out" as never })
    expect(merged).toMatchObject({ ok: false, error: { reason: "usage/invalid" } })
  })

  it("that are undefined were not said; a part of the machine is as good as a number", async () => {
    const cwd = suite('scenarios: { a: "true" }')
    const { results } = await good({ cwd, workers: "50%", ...({ seed: undefined } as object) })
    expect(results.summary.passed).toBe(1)
  })

  it("repeatCommand and what the scenario inherited stand in the line that repeats it; order is kept", async () => {
    const cwd = suite("scenarios: { b: 'true', a: exit 3 }")
    const options = { repeatCommand: "make smoke", inheritEnv: ["PATH"], env: { TOKEN: "x" } }
    const { results } = await good({ cwd, ...options, order: "suite" })
    expect(results.scenarios.find(({ id }) => id === "a")?.reproduce).toBe(
      'TOKEN="${TOKEN:?}" make smoke run smoke.yml --inherit-env PATH --filter a',
    )
    const planned = await plan({ cwd, order: "suite" })
    expect(planned.ok && planned.value.shards[0]?.scenarios).toEqual(["b", "a"])
  })

  it("inheritEnv leaves a part of the environment", async () => {
    process.env["LIBRARY_COLOR"] = "blue"
    process.env["LIBRARY_SHAPE"] = "round"
    const cwd = suite(`scenarios: { a: '[ "$LIBRARY_COLOR$LIBRARY_SHAPE" = blue ]' }`)
    expect((await good({ cwd })).results.summary.failed).toBe(1)
    const { results } = await good({ cwd, inheritEnv: ["LIBRARY_COLOR"] })
    expect(results.summary.passed).toBe(1)
  })

  it("callbacks that throw are not called again, and the report has what they threw", async () => {
    const cwd = suite('scenarios: { a: "for i in 1 2 3; do echo $i; sleep 0.3; done", b: "true" }')
    let calls = 0
    const { results, thrown } = await good({
      cwd,
      on: () => {
        calls += 1
        throw new Error("no")
      },
      tail: ["a"],
      onOutput: () => {
        throw new Error("nor this")
      },
    })
    expect(results.summary).toMatchObject({ passed: 2, exitCode: 0 })
    expect(calls).toBe(1)
    expect(thrown).toEqual([
      { callback: "on", error: new Error("no") },
      { callback: "onOutput", error: new Error("nor this") },
    ])
  })
})

describe("run", () => {
  it("runs a suite, tells every event in order, and keeps what the command keeps", async () => {
    const cwd = suite('scenarios: { a: "true", b: { run: "exit 3", needs: [a] } }')
    const events: RunEvent[] = []
    const report = await good({ cwd, out: "out", on: (event) => events.push(event) })
    expect(report.results.summary).toMatchObject({ passed: 1, failed: 1, exitCode: 1 })
    const journal = readFileSync(join(cwd, "out/journal.ndjson"), "utf8").trimEnd().split("\n")
    expect(journal.map((line) => JSON.parse(line))).toEqual(events)
    const kept = JSON.parse(readFileSync(join(cwd, "out/results.json"), "utf8"))
    expect(kept).toEqual(report.results)
    expect(report.folder).toBe(join(cwd, "out"))
  })

  it("selects, adds to the environment, and runs registered kinds", async () => {
    const cwd = suite(`
scenarios:
  env: { run: '[ "$COLOR" = blue ]', tags: [quick] }
  own: { kind: ask, with: { who: you }, tags: [quick] }
  other: "exit 1"
`)
    const asked: unknown[] = []
    const report = await good({
      cwd,
      select: { tags: ["quick"] },
      env: { COLOR: "blue" },
      kinds: {
        ask: async ({ with: given }) => {
          asked.push(given)
          return { outcome: "passed" }
        },
      },
    })
    expect(report.results.summary).toMatchObject({ total: 2, passed: 2, exitCode: 0 })
    expect(asked).toEqual([{ who: "you" }])
    expect(report.folder.slice(cwd.length)).toMatch(
      /^\/\.parallel-smoke\/runs\/\d{8}-\d{6}-[0-9a-z]+$/u,
    )
    expect(readFileSync(join(cwd, ".parallel-smoke/.gitignore"), "utf8")).toBe("*\n")
  })

  it("keeps secrets out of events and report", async () => {
    const cwd = suite(`scenarios: { a: 'echo "it is $T"; exit 3' }`)
    const events: RunEvent[] = []
    const report = await good({
      ...{ cwd, out: "out", env: { T: "hush-42" }, secrets: ["hush-42"] },
      on: (event) => events.push(event),
    })
    expect(report.results.scenarios[0]?.message).toBe("exit code 3: it is ***")
    expect(JSON.stringify([report.results, events])).not.toContain("hush-42")
    expect(readFileSync(join(cwd, "out/journal.ndjson"), "utf8")).not.toContain("hush-42")
  })

  it("refuses a folder in which another run of this or of any program is under way", async () => {
    const cwd = suite('scenarios: { a: "until [ -e go ]; do sleep 0.05; done" }')
    const first = run({ cwd, out: "out" })
    for await (const { type } of first) {
      if (type !== "attempt-started") continue
      const second = await run({ cwd, out: "out" })
      expect(second).toMatchObject({ ok: false, error: { reason: "usage/invalid" } })
      const resumed = await run({ cwd, resume: "out" })
      expect(resumed).toMatchObject({ ok: false, error: { reason: "usage/invalid" } })
      writeFileSync(join(cwd, "go"), "")
    }
    expect(await first).toMatchObject({ ok: true })
    expect(readFileSync(join(cwd, "out/journal.ndjson"), "utf8")).toContain("run-finished")
  })

  it("is stopped by its signal, also by one that was aborted before", async () => {
    const cwd = suite('scenarios: { a: "sleep 1000", b: { run: "true", needs: [a] } }')
    const stop = new AbortController()
    const on = (event: RunEvent) => {
      if (event.type === "attempt-started") stop.abort()
    }
    for (let round = 0; round < 2; round += 1) {
      const { results } = await good({ cwd, signal: stop.signal, on })
      expect(results.summary).toMatchObject({
        cancelled: 2,
        conclusion: "cancelled",
        exitCode: 130,
      })
    }
  })

  it("is a loop over its events, and the report after it", async () => {
    const cwd = suite('scenarios: { a: "true", b: { run: "exit 3", needs: [a] } }')
    const under = run({ cwd, out: "out" })
    const types: string[] = []
    for await (const event of under) types.push(event.type)
    const ran = await under
    expect(ran).toMatchObject({
      ok: true,
      value: { results: { summary: { passed: 1, failed: 1 } } },
    })
    const journal = readFileSync(join(cwd, "out/journal.ndjson"), "utf8").trimEnd().split("\n")
    expect(types).toEqual(journal.map((line) => JSON.parse(line).type))
    // The run is over: whoever comes late is told everything, from the journal.
    const late: string[] = []
    for await (const event of under) late.push(event.type)
    expect(late).toEqual(types)
  })

  it("has no events where nothing could be run", async () => {
    const under = run({ cwd: suite("scenarios: { a: 1 }") })
    for await (const event of under) throw new Error(event.type)
    expect((await under).ok).toBe(false)
  })

  it("is stopped by leaving the loop, and over when the loop is", async () => {
    const cwd = suite(
      "scenarios: { a: \"trap 'echo ended > ended; exit 1' TERM; touch up; while :; do sleep 0.05; done\" }",
    )
    const under = run({ cwd, out: "out", cleanup: "cp ended seen" })
    for await (const event of under) {
      if (event.type !== "attempt-started") continue
      await expect.poll(() => existsSync(join(cwd, "up")), { timeout: 10_000 }).toBe(true)
      break
    }
    expect(readFileSync(join(cwd, "seen"), "utf8")).toBe("ended\n")
    expect(JSON.parse(readFileSync(join(cwd, "out/results.json"), "utf8")).summary).toMatchObject({
      cancelled: 1,
      conclusion: "cancelled",
    })
    expect(await under).toMatchObject({ value: { results: { summary: { exitCode: 130 } } } })
  })

  it("goes on with what a stopped run had left, also in the same program", async () => {
    const cwd = suite(`
scenarios:
  first: "echo first >> ran"
  second: { run: "echo second >> ran; test -e go || sleep 1000", needs: [first] }
  third: { run: "echo third >> ran", needs: [second] }
`)
    for await (const event of run({ cwd })) {
      if (event.type !== "attempt-started" || event.id !== "second") continue
      await expect.poll(() => readFileSync(join(cwd, "ran"), "utf8")).toContain("second")
      break
    }
    writeFileSync(join(cwd, "go"), "")
    const under = run({ cwd, resume: "last" })
    const started: string[] = []
    for await (const event of under) if (event.type === "attempt-started") started.push(event.id)
    expect(started).toEqual(["second", "third"])
    const { results, folder } = await good({ cwd, resume: "last" })
    expect(results.summary).toMatchObject({ total: 3, passed: 3, exitCode: 0 })
    expect(folder).toContain(results.run.id)
    expect(readFileSync(join(cwd, "ran"), "utf8").split("\n")).toEqual([
      ...["first", "second", "second", "third", ""],
    ])
  })

  it("refuses a run to resume that is under way, or not there, or in another folder", async () => {
    const cwd = suite('scenarios: { a: "sleep 1000" }')
    const refused = async (options: RunOptions) => {
      const ran = await run({ cwd, ...options })
      return ran.ok ? null : ran.error
    }
    const under = run({ cwd, out: "out" })
    for await (const event of under) {
      if (event.type !== "attempt-started") continue
      expect(await refused({ resume: "out" })).toMatchObject({
        message: expect.stringContaining("is still running"),
      })
      break
    }
    expect(await refused({ resume: "other" })).toMatchObject({
      message: "there is no run other to resume",
    })
    expect(await refused({ resume: "out", out: "x" })).toMatchObject({ reason: "usage/invalid" })
  })

  it("cleans up by a function where it was stopped, and says how that went", async () => {
    const cwd = suite('scenarios: { a: "test -e never || sleep 1000" }')
    const told: unknown[] = []
    const ended = async (options: RunOptions) => {
      const hooks: (string | null)[] = []
      const on = (event: RunEvent) => {
        if (event.type === "hook-finished") hooks.push(`${event.outcome} ${event.message}`)
      }
      const { results } = await good({ cwd, on, ...options })
      return { hooks, exitCode: results.summary.exitCode }
    }
    const cleanup: Cleanup = async ({ signal, ...facts }) => {
      told.push({ ...facts, aborted: signal.aborted })
    }
    expect(await ended({ timeoutMs: 1, cleanup, out: "one" })).toEqual({
      hooks: ["passed null"],
      exitCode: 4,
    })
    const runId = expect.stringMatching(/^\d{8}-\d{6}-/u)
    const labels = expect.stringMatching(/^smoke-run-id=\d{8}-/u)
    expect(told).toEqual([{ runId, labels, folder: join(cwd, "one"), aborted: false }])
    const broken = () => {
      throw new Error("no such cluster")
    }
    expect((await ended({ timeoutMs: 1, cleanup: broken })).hooks).toEqual([
      "failed no such cluster",
    ])
    writeFileSync(join(cwd, "smoke.yml"), 'scenarios: { a: "true" }')
    expect(await ended({ cleanup })).toEqual({ hooks: [], exitCode: 0 })
    expect(told).toHaveLength(1)
  })

  it("says what is wrong as a value", async () => {
    const cwd = suite("scenarios: { a: 1 }")
    expect(await run({ cwd })).toMatchObject({ ok: false, error: { reason: "config/invalid" } })
    const several = await plan({ cwd: suite('scenarios: { a: "true", b: "true" }'), shards: 2 })
    if (!several.ok) throw new Error("no plan")
    expect(await run({ plan: several.value })).toMatchObject({
      ok: false,
      error: { reason: "usage/invalid" },
    })
  })
})

describe("aggregate", () => {
  it("merges shards of a plan, and misses those that are not there", async () => {
    const cwd = suite('scenarios: { a: "true", b: "true" }')
    const planned = await plan({ cwd, shards: 2 })
    if (!planned.ok) throw new Error("no plan")
    await good({ cwd, plan: planned.value, shard: 1, out: "shards/1" })
    const half = await aggregate({ cwd, plan: planned.value, folders: ["shards"] })
    expect(half).toMatchObject({ value: { results: { summary: { passed: 1, lost: 1 } } } })
    await good({ cwd, plan: planned.value, shard: 2, out: "shards/2" })
    const all = await aggregate({ cwd, plan: planned.value, folders: ["shards"] })
    expect(all).toMatchObject({ value: { results: { summary: { passed: 2, exitCode: 0 } } } })
  })
})

describe("iterations", () => {
  const BAD = `scenarios: { good: "true", bad: '[ "$SMOKE_ITERATION" != 2 ]' }`

  it("repeat runs each scenario so often, and a failure rate judges them", async () => {
    const cwd = suite(BAD)
    const options = { cwd, repeat: 20, failRate: 0.9, workers: 4 } as const
    const { results } = await good(options)
    const counts = results.scenarios.map(({ id, verdict, rate, iterations: one }) => {
      return [id, verdict, rate, one?.failed]
    })
    expect(counts).toEqual([
      ["good", "passed", "decided", 0],
      ["bad", "passed", "decided", expect.any(Number)],
    ])
    const strict = await good({ ...options, repeat: 2, failRate: 0.01, undecided: "fail" })
    expect(strict.results.scenarios.map(({ verdict }) => verdict)).toEqual(["failed", "failed"])
  })

  it("untilFailure ends with the first failure", async () => {
    const { results } = await good({ cwd: suite(BAD), untilFailure: true, workers: 1 })
    expect(results.summary).toMatchObject({ conclusion: "failure", exitCode: 1 })
    expect(results.scenarios.find(({ id }) => id === "bad")?.iterations?.runs).toBe(2)
  })

  it("soakMs repeats until the time is over", async () => {
    const cwd = suite('scenarios: { a: "sleep 0.05" }')
    const { results } = await good({ cwd, soakMs: 2_000, workers: 2 })
    expect(results.summary.durationSeconds).toBeGreaterThanOrEqual(2)
    expect(results.scenarios[0]?.iterations?.passed).toBeGreaterThanOrEqual(2)
  }, 60_000)

  it("a rate without them is refused", async () => {
    expect(await run({ cwd: suite(BAD), failRate: 0.01 })).toMatchObject({
      ok: false,
      error: { message: "fail-rate has no effect without soak, repeat or until-failure" },
    })
  })
})
