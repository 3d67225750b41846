/**
 * The action without a command: everything in this one step, on a host that has no artifact service.
 */
import { describe, expect, it } from "vitest"
import type { ResultsService } from "../__rig__/results-service/service.ts"
import type { ActionResult } from "../__rig__/runner/run-action.ts"
import { ActionRun, type JobOptions, resultsOf, said, verdictsOf } from "./action-run.ts"

/** A host that offers nothing: no variable of the service is set, nothing may be asked. */
const NOTHING = { environmentOf: () => ({}) } satisfies Pick<ResultsService, "environmentOf">
const GITEA = {
  GITHUB_SERVER_URL: "https://gitea.example.com",
  GITHUB_API_URL: "http://127.0.0.1:9",
}

async function alone(
  files: Readonly<Record<string, string>>,
  options: JobOptions = {},
): Promise<{ readonly run: ActionRun; readonly step: ActionResult }> {
  const run = new ActionRun(NOTHING, files)
  const step = await run.job("all", { ...options, env: { ...GITEA, ...options.env } })
  expect(step.post).toMatchObject({ conclusion: "success", log: [], annotations: [] })
  expect(step.survivors).toEqual([])
  return { run, step }
}

describe("on a host without an artifact service", () => {
  it("says in a later attempt that it knows nothing of the earlier ones", async () => {
    const files = { "smoke.yml": 'scenarios: { a: "true" }' }
    const words = "this step does not know what failed in earlier attempts of this run"
    const { step } = await alone(files, { attempt: 2 })
    expect(step).toMatchObject({ conclusion: "success" })
    expect(said(step)).toContain(words)
    expect(said((await alone(files)).step)).not.toContain(words)
  })

  it("runs, reports and judges a suite", async () => {
    const { step, run } = await alone(
      {
        "smoke.yml": `
name: shop
scenarios:
  good: echo fine
  bad: echo "no till"; exit 3
  flaky: { run: 'test $SMOKE_ATTEMPT = 2', retry: { max-attempts: 2 } }
  left: exit 77
`,
      },
      { inputs: { junit: "junit.xml", html: "report.html" } },
    )
    expect(step).toMatchObject({ conclusion: "failure", exitCode: 1 })
    expect(step.outputs).toMatchObject({
      conclusion: "failure",
      total: "4",
      passed: "1",
      failed: "1",
      flaky: "1",
      skipped: "1",
      "plan-digest": expect.stringMatching(/^sha256:/u),
    })
    expect(step.annotations.map(({ level, properties }) => [level, properties["title"]])).toEqual([
      ["error", "shop: bad failed"],
      ["warning", "shop: flaky flaky"],
      ["notice", "shop: 1 scenario skipped, self"],
    ])
    expect(step.annotations[0]?.properties).toMatchObject({ file: "smoke.yml", line: "5" })
    expect(step.summary).toMatch(/^## ❌ shop failed\n/u)
    expect(step.summary).toContain("#### ❌ bad\n")
    expect(step.log.at(-1)).toMatch(/^FAILED: 1 of 4 failed/u)
    expect(run.read("junit.xml")).toContain('name="bad"')
    expect(run.read("report.html")).toContain('data-kind="logs"')
  })

  it("annotates where a report, a matcher or a tool's own words say, and a broken fixture once", async () => {
    const junit = `<testsuite><testcase name="pays" file="test/pay.js" line="4"><failure message="no"/></testcase></testsuite>`
    const files = {
      "smoke.yml": `
name: shop
fixtures:
  db: { start: "false", start-retries: 0 }
scenarios:
  reported: { run: "cp all.xml out.xml; echo src/a.c:1:2: error: x; exit 1", reports: { junit: out.xml }, problem-matcher: [gcc] }
  matched: { run: "echo ci/tool.sh: line 9: y; echo 'src/a.c:1:2: error: x'; exit 1", problem-matcher: [gcc] }
  shell: bash ci/tool.sh
  nowhere: echo /etc/passwd:1; exit 1
  one: { run: "true", fixtures: [db] }
  two: { run: "true", fixtures: [db] }
`,
      ...{ "all.xml": junit, "test/pay.js": "", "src/a.c": "" },
      "ci/tool.sh": "echo begin\nno-such-command\n",
    }
    const { step } = await alone(files)
    const places = step.annotations.map(({ level, properties }) => {
      const { title, file = "-", line = "-" } = properties
      return `${level} ${title} at ${file}:${line}`
    })
    expect(places.toSorted()).toEqual([
      "error shop: fixture db failed at -:-",
      "error shop: matched failed at src/a.c:1",
      "error shop: nowhere failed at smoke.yml:9",
      "error shop: reported at src/a.c:1",
      "error shop: reported failed at test/pay.js:4",
      "error shop: shell failed at ci/tool.sh:2",
    ])
    const off = await alone(files, { inputs: { annotations: "false" } })
    expect(off.step.annotations).toEqual([])
    expect(off.step.summary).toContain("#### ❌ shell")
  })

  it("is green with a green suite, and fails on what it is told to", async () => {
    const files = {
      "smoke.yml":
        "scenarios: { a: 'true', b: { run: 'test $SMOKE_ATTEMPT = 2', retry: { max-attempts: 2 } } }",
    }
    const { step } = await alone(files)
    expect(step).toMatchObject({ conclusion: "success", outputs: { flaky: "1" } })
    const strict = await alone(files, { inputs: { "fail-on": "flaky,skipped" } })
    expect(strict.step).toMatchObject({ conclusion: "failure", exitCode: 1 })
  })

  it("the inputs of planning reach the plan", async () => {
    const { step } = await alone(
      {
        "smoke.yml": `
scenarios:
  a: { run: 'test "$SMOKE_WORKERS/$SMOKE_SEED/$SMOKE_ATTEMPT" = 3/9/2', tags: [quick] }
  "b": { run: 'true', tags: [quick] }
  c: 'true'
`,
      },
      { inputs: { tags: "quick", exclude: "b", workers: "3", seed: "9", retry: "1" } },
    )
    expect(verdictsOf(step)).toBe("a flaky")
  })

  it("plan, run and aggregate say what is missing", async () => {
    const run = new ActionRun(NOTHING, { "smoke.yml": "scenarios: { a: 'true' }" })
    for (const job of [
      await run.plan({ env: GITEA }),
      await run.shard(1, { env: GITEA }),
      await run.aggregate({ env: GITEA }),
    ]) {
      expect(job).toMatchObject({ conclusion: "failure", exitCode: 4 })
      expect(said(job)).toMatch(/gitea\.example\.com has no artifact service of version 4/u)
    }
  })
})

describe("without a suite file", () => {
  it("include names scripts", async () => {
    const { step } = await alone(
      { "smoke/a.sh": "echo a\n", "smoke/b.sh": "exit 1\n", "smoke/c.txt": "" },
      { inputs: { include: "smoke/*.sh\n!smoke/b.sh" } },
    )
    expect(step, said(step)).toMatchObject({ conclusion: "success", outputs: { total: "1" } })
    expect(resultsOf(step).run.suite).toBe("shop")
  })

  it("scenarios hold them inline, and both go together", async () => {
    const { step } = await alone(
      { "smoke/a.sh": "echo a\n" },
      { inputs: { include: "smoke/*.sh", scenarios: "one: 'true'\ntwo:\n  run: |\n    false\n" } },
    )
    expect(verdictsOf(step)).toBe("a passed, one passed, two failed")
  })

  it("a shard elsewhere can run the inline plan", async () => {
    const { startResultsService } = await import("../__rig__/results-service/service.ts")
    const service = await startResultsService()
    const run = new ActionRun(service, { "smoke/a.sh": "echo a\n" })
    const { aggregate } = await run.whole({
      plan: { include: "smoke/*.sh", scenarios: "one: 'true'", shards: "2" },
    })
    expect(verdictsOf(aggregate)).toBe("a passed, one passed")
    await service.stop()
  })

  it.each([
    [{ include: "x", suite: "y" }, "give either suite, or include and scenarios, not both"],
    [{ command: "rum" }, "input command"],
    [{ workers: "0", seed: "x", "fail-on": "lost" }, "input seed"],
    [{ command: "run" }, "command run needs shard"],
  ])("%j is refused in words", async (inputs, words) => {
    const { step } = await alone({}, { inputs })
    expect(step).toMatchObject({ conclusion: "failure", exitCode: 2 })
    expect(step.outputs).toEqual({ conclusion: "incomplete" })
    expect(step.annotations).toMatchObject([
      { level: "error", message: expect.stringContaining(words) },
    ])
    expect(step.log.filter((line) => line.includes(words))).toHaveLength(2)
  })
})

describe("nothing selected", () => {
  it.each([
    ["fail", "failure", 3, "empty"],
    ["pass", "success", 0, "success"],
  ])("if-empty: %s", async (ifEmpty, conclusion, exitCode, word) => {
    const { step } = await alone(
      { "smoke.yml": "scenarios: { a: 'true' }" },
      { inputs: { filter: "no-such-thing", "if-empty": ifEmpty } },
    )
    expect(step).toMatchObject({ conclusion, exitCode, outputs: { conclusion: word, total: "0" } })
    expect(said(step)).toContain('"no-such-thing" matches no scenario')
  })
})

describe("errors of a suite", () => {
  it("are annotations on their own lines, all in one pass", async () => {
    const { step } = await alone(
      {
        "ci/smoke.yml": "scenarios:\n  a:\n    rum: echo\n  b: { run: 'true', timeout: 5 }\n",
        "README.md": "",
      },
      { inputs: { suite: "ci/smoke.yml" } },
    )
    expect(step).toMatchObject({ conclusion: "failure", exitCode: 2, summary: "" })
    const places = step.annotations.map(({ level, properties }) =>
      [level, properties["file"], properties["line"]].join(" "),
    )
    expect(places).toContain("error ci/smoke.yml 3")
    expect(places).toContain("error ci/smoke.yml 4")
    expect(step.log.join("\n")).toContain("ci/smoke.yml:3:5")
  })

  it("a suite that is not there is one annotation", async () => {
    const { step } = await alone({})
    expect(step).toMatchObject({
      exitCode: 2,
      annotations: [
        { level: "error", message: expect.stringContaining("no suite file was found") },
      ],
    })
  })
})
