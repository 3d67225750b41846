import { inflateRawSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { pack } from "../../../src/adapters/node/files/pack.ts"
import { attemptsOf } from "../../../src/events/state.ts"
import { pagePieces } from "../../../src/report/page/page.ts"
import {
  BLOCKS_MARK,
  logKey,
  type PageIndex,
  type PageLog,
  type PagePast,
  type PageRun,
  type PageScenario,
  restored,
  type Short,
} from "../../../src/report/page/page-data.ts"
import type { PageInput } from "../../../src/report/page/page-input.ts"
import { PAGE_TEMPLATE } from "../../../src/report/page/template.ts"
import { toShortResults } from "../../../src/report/results/results.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { pastRuns } from "../../__rig__/past-runs.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

const BLOCK = /<script type="application\/x-parallel-smoke" data-kind="(\w+)">([^<]*)<\/script>/gu

/** What a page holds, read as a browser does. */
function readPage(html: string) {
  const blocks = [...html.matchAll(BLOCK)].map(([, kind, text = ""]) => ({
    kind,
    value: JSON.parse(inflateRawSync(Buffer.from(text, "base64")).toString()),
  }))
  const of = (kind: string) => blocks.filter((block) => block.kind === kind)
  const [run] = of("run")
  const [index] = of("index")
  const lists: Short<PageScenario>[][] = of("scenarios").map(({ value }) => value)
  const logs: PageLog[][] = of("logs").map(({ value }) => value)
  return {
    run: run?.value as PageRun,
    scenarios: lists.flat().map(restored),
    index: index?.value as PageIndex,
    logs,
  }
}

function inputOf(run: SampleRun, rest: Partial<PageInput> = {}): PageInput {
  const { plan, state } = run
  const policy = { ifEmpty: "fail", failOn: [] } as const
  const short = toShortResults({ plan, state, problems: [], policy })
  const template = `<body>${BLOCKS_MARK}</body>`
  return {
    ...{ ...short, plan, state, version: "1", template, pack, past: null },
    ...{ readLog: () => null, fixtureLogs: () => [], readFile: () => null },
    ...rest,
  }
}

const write = (input: PageInput): string => [...pagePieces(input)].join("")

describe("pagePieces", () => {
  it.each([
    ["a bad day", badDay()],
    ["a good day", goodDay()],
    ["a hostile run", hostileRun()],
  ])("holds everything that the results say: %s", (_, run) => {
    const input = inputOf(run)
    const page = readPage(write(input))
    const { scenarios: _scenarios, ...rest } = input.results
    expect(page.run.results).toEqual(JSON.parse(JSON.stringify(rest)))
    const whole = [...input.every()].map(({ startedAt: _, attempts, ...scenario }) => ({
      ...scenario,
      needs: run.plan.scenarios[scenario.id]?.needs ?? [],
      attempts: attempts.map(({ startedAt, ...attempt }, index) => ({
        ...attempt,
        startedMs: Date.parse(startedAt) - page.run.base,
        worker: attemptsOf(run.state.scenarios.get(scenario.id))[index]?.worker ?? null,
      })),
    }))
    expect(page.scenarios).toEqual(JSON.parse(JSON.stringify(whole)))
  })

  it("writes nothing of a run as HTML", () => {
    const html = write(inputOf(hostileRun()))
    expect(html.replace(BLOCK, "").replaceAll("\n", "")).toBe("<body></body>")
  })

  it("holds the logs of all attempts, worst first, and the journal's excerpt where a log is missing", () => {
    const asked: string[] = []
    const input = inputOf(badDay(), {
      readLog: ({ shard, runAttempt, log }) => {
        asked.push(`${shard}/${runAttempt}/${log}`)
        return log.includes("s2") ? { parts: [`of ${log}`], bytes: 7 } : null
      },
    })
    const page = readPage(write(input))
    const keysOf = (id: string) =>
      page.scenarios
        .filter((scenario) => scenario.id === id)
        .flatMap((scenario) => scenario.attempts.map((attempt) => logKey(scenario, attempt)))
    const order = ["checkout:eu", "db", "login", "later", "home", "cart"]
    expect(asked).toEqual(order.flatMap(keysOf))
    const logsOf = (id: string) =>
      keysOf(id).map((key) => {
        const [block = -1, place = -1] = page.index.logs[key] ?? []
        return page.logs[block]?.[place]
      })
    expect(logsOf("login").map((log) => log?.parts)).toEqual([
      ["of logs/s2.1.log"],
      ["of logs/s2.2.log"],
    ])
    expect(logsOf("checkout:eu")[0]).toEqual({ parts: ["first try\nboom\n"], bytes: null })
    expect(keysOf("home")[0]).not.toBe("")
    expect(Object.keys(page.index.logs)).not.toContain(keysOf("home")[0])
  })

  it("stays below its size: logs of passed scenarios go first, and what is left out is counted", () => {
    const ids = Array.from({ length: 60 }, (_, i) => `s${i}`)
    const plan = buildPlan({ shards: [ids] })
    const script = ids.reduce(
      (shard, id, i) => (i % 2 === 0 ? shard.passed(id) : shard.failed(id, {})),
      buildShard(plan).start(),
    )
    const log = "x".repeat(600_000)
    const html = write(
      inputOf(sampleRun(plan, [script.finish()]), {
        readLog: () => ({ parts: [log], bytes: log.length }),
        // As little as a log that does not compress.
        pack: (text) => Buffer.from(text.length > 500_000 ? text : pack(text)).toString("base64"),
      }),
    )
    expect(html.length).toBeLessThanOrEqual(20_000_000)
    expect(html.length).toBeGreaterThan(15_000_000)
    const last = html.slice(html.lastIndexOf('data-kind="index">') + 18).split("<")[0] ?? ""
    const packed = Buffer.from(last, "base64").toString()
    const index: PageIndex = JSON.parse(inflateRawSync(Buffer.from(packed, "base64")).toString())
    const held = Object.keys(index.logs)
    expect(held.length + index.left.failed + index.left.others).toBe(60)
    expect(held.every((key) => Number(/s(\d+)/u.exec(key)?.[1]) % 2 === 1)).toBe(true)
    expect(index.left.others).toBe(30)
  })
})

describe("kept files and logs of shards in the page", () => {
  const withFiles = (artifacts: readonly string[]) => {
    const plan = buildPlan({ shards: [["a", "b"]] })
    const shard = buildShard(plan).start().passed("a").failed("b", { artifacts })
    return sampleRun(plan, [shard.finish()])
  }

  it("are images of a size that fits, and never more than the page has room for", () => {
    const names = ["a.png", "large.JPG", "b.svg", "c.txt", ...Array(12).keys()].map(String)
    const paths = names.map((name) => `artifacts/b.1/${/\D/u.test(name) ? name : `${name}.webp`}`)
    const asked: [string, number][] = []
    const html = write(
      inputOf(withFiles(paths), {
        readFile: ({ path }, maxBytes) => {
          asked.push([path, maxBytes])
          return path.includes("large") ? null : "A".repeat(900_000)
        },
      }),
    )
    const { index } = readPage(html)
    expect(asked.map(([path]) => path).filter((path) => /svg|txt/u.test(path))).toEqual([])
    expect(asked.every(([, maxBytes]) => maxBytes === 1 << 20)).toBe(true)
    // Six million characters are seven of them; the rest and the large one are counted.
    expect(Object.keys(index.files)).toHaveLength(7)
    expect(index.left.files).toBe(14 - 7)
    expect(Object.keys(index.files)[0]).toMatch(/^1\/1\/artifacts\/b\.1\/a\.png$/u)
  })

  it("are the logs of hooks and fixtures, with a bound", () => {
    const many = Array.from({ length: 400 }, (_, i) => `logs/fixtures/db.${i}.log`)
    const input = inputOf(withFiles([]), {
      fixtureLogs: ({ shard, runAttempt }) => (shard === 1 && runAttempt === 1 ? many : []),
      readLog: ({ log }) => ({ parts: [log], bytes: log.length }),
    })
    const { index, logs } = readPage(write(input))
    expect(index.shardLogs).toHaveLength(300)
    expect(index.left.others).toBe(100)
    const [block = -1, place = -1] = index.logs["1/1/logs/fixtures/db.0.log"] ?? []
    expect(logs[block]?.[place]?.parts).toEqual(["logs/fixtures/db.0.log"])
    expect(index.shardLogs[0]).toMatchObject({ shard: 1, what: "Fixture db.0", outcome: null })
  })
})

describe("earlier runs in the page", () => {
  const readPast = (html: string): PagePast[] =>
    [...html.matchAll(BLOCK)]
      .filter(([, kind]) => kind === "past")
      .map(([, , text = ""]) => JSON.parse(inflateRawSync(Buffer.from(text, "base64")).toString()))

  it("are the last ten of each scenario, those of failed ones first", () => {
    const past = pastRuns({ home: ["passed"], db: [...Array(9).fill("passed"), "failed", "flaky"] })
    const html = write(inputOf(badDay(), { past }))
    const [block, ...others] = readPast(html)
    expect(others).toEqual([])
    expect(Object.keys(block?.scenarios ?? {})).toEqual(["db", "home"])
    const told = block?.scenarios["db"]?.map(([job, verdict, seconds]) => ({
      ...{ verdict, seconds },
      ...block.jobs[job],
    }))
    const kept = past("db").slice(-10)
    expect(told).toEqual(
      kept.map(({ verdict, seconds, job: { at, commit, ref } }) => ({
        ...{ verdict, seconds, at, commit, ref },
      })),
    )
    expect(readPage(html).index.pastLeft).toBe(0)
    expect(readPage(write(inputOf(badDay()))).index.pastLeft).toBeNull()
  })

  it("have a bound, and the page says of how many scenarios they are left out", () => {
    const ids = Array.from({ length: 5_000 }, (_, i) => `s${i}`)
    const plan = buildPlan({ shards: [ids] })
    const script = ids.reduce(
      (shard, id, i) => (i === 4_321 ? shard.failed(id, {}) : shard.passed(id)),
      buildShard(plan).start(),
    )
    const past = pastRuns(Object.fromEntries(ids.map((id) => [id, ["passed"]])))
    const html = write(
      inputOf(sampleRun(plan, [script.finish()]), {
        past,
        // As large as runs of a thousand different jobs are together with others.
        pack: (text) => (text.includes('"jobs"') ? "A".repeat(1_600_000) : pack(text)),
      }),
    )
    expect([...html.matchAll(/data-kind="past"/gu)]).toHaveLength(2)
    expect(readPage(html.replace(/<script[^>]*"past">A*<\/script>/gu, "")).index.pastLeft).toBe(
      3_000,
    )
  })
})

describe("the template", () => {
  it("has one place for data, and one script and one style sheet that its policy names", () => {
    expect(PAGE_TEMPLATE.split(BLOCKS_MARK)).toHaveLength(2)
    expect(PAGE_TEMPLATE.match(/<script/gu)).toHaveLength(1)
    expect(PAGE_TEMPLATE.match(/<style/gu)).toHaveLength(1)
    expect(PAGE_TEMPLATE).toContain("default-src 'none'; script-src 'sha256-")
    expect(PAGE_TEMPLATE).not.toContain("unsafe")
  })

  it("is small", () => {
    expect(PAGE_TEMPLATE.length).toBeLessThan(200_000)
  })
})
