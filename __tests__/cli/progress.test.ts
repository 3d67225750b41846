import { describe, expect, it } from "vitest"
import { startProgress } from "../../src/cli/progress.ts"
import { RunFold } from "../../src/events/fold.ts"
import { buildPlan, buildShard, type ShardScript } from "../__rig__/builders.ts"
import { FakeClock } from "../__rig__/fakes/clock.ts"

const PLAN = buildPlan({ shards: [["a", "b"]] })

/** A log that is no terminal. */
function logging({ plan = PLAN, minimal = false } = {}) {
  const clock = new FakeClock()
  const lines: string[] = []
  const progress = startProgress(
    { plan, shard: 1, ids: null, live: undefined, minimal },
    {
      clock,
      env: {},
      screen: null,
      displayMachine: {
        sample: () => ({
          cpuBusy: null,
          cpuPressure: null,
          memoryPressure: null,
          memoryAvailableBytes: null,
          memoryTotalBytes: null,
        }),
      },
      console: {
        info: (line) => {
          lines.push(line)
        },
        data: () => {},
        unwritten: () => null,
        columns: null,
        color: false,
      },
    },
  )
  const fold = new RunFold()
  const tell = (script: ShardScript) => {
    for (const event of script.events) {
      const now = { ...event, at: clock.now() }
      fold.apply(now)
      progress.onEvent(now, fold.state)
    }
  }
  return { clock, lines, progress, tell }
}

describe("the minimal reporter", () => {
  it("is silent about events and time, but not about warnings and tailed output", async () => {
    const { clock, lines, progress, tell } = logging({ minimal: true })
    tell(buildShard(PLAN).start().passed("a").failed("b"))
    await clock.advance(100_000)
    expect(lines).toEqual([])
    expect(clock.waiting).toBe(0)
    progress.say("warning: something")
    progress.onOutput({ id: "a", skippedBytes: 0, lines: ["piece"] })
    expect(lines).toEqual(["warning: something", expect.stringContaining("piece")])
    progress.close()
  })
})

describe("a log of lines", () => {
  it("gives a sign of life after each half minute in which nothing happens", async () => {
    const { clock, lines, progress, tell } = logging()
    tell(buildShard(PLAN).start().passed("a").running("b"))
    const told = lines.length
    await clock.advance(29_000)
    expect(lines.length).toBe(told)
    await clock.advance(61_000)
    expect(lines.slice(told)).toEqual([
      "still running: b (30s); 1 of 2 done",
      "still running: b (1m00s); 1 of 2 done",
      "still running: b (1m30s); 1 of 2 done",
    ])
    progress.close()
    expect(clock.waiting).toBe(0)
  })

  it("is silent while nothing runs, and while lines come", async () => {
    const { clock, lines, progress, tell } = logging()
    tell(buildShard(PLAN).start())
    await clock.advance(100_000)
    expect(lines.length).toBe(1)
    tell(buildShard(PLAN).running("a"))
    for (let second = 0; second < 60; second += 20) {
      progress.say("something")
      await clock.advance(20_000)
    }
    expect(lines.filter((line) => line.startsWith("still"))).toEqual([])
    progress.close()
  })

  it("says every half minute where a soak stands, however much else it says", async () => {
    const { clock, lines, progress, tell } = logging({
      plan: { ...PLAN, iterations: { soakMs: 600_000 } },
    })
    tell(buildShard(PLAN).start().running("a"))
    for (let second = 0; second < 90; second += 10) {
      await clock.advance(10_000)
      progress.say("something")
    }
    const told = (left: string, ran: string) =>
      `soak: 0 iterations, 0 failed, 0 a minute; slowest: a (${ran}); ${left} left`
    expect(lines.filter((line) => line.startsWith("soak"))).toEqual([
      told("9m30s", "30s"),
      told("9m00s", "1m00s"),
      told("8m30s", "1m30s"),
    ])
    progress.close()
    expect(clock.waiting).toBe(0)
  })
})
