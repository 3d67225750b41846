/**
 * What scenarios, their names and their output can do to the step that runs them: nothing.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { FIND_ENGINE } from "../__rig__/engine-of-child.ts"
import { type ResultsService, startResultsService } from "../__rig__/results-service/service.ts"
import type { ActionResult } from "../__rig__/runner/run-action.ts"
import { parseCommand } from "../__rig__/runner/workflow-commands.ts"
import { ActionRun, resultsOf, said, scenarioOf, type WholeRun } from "./action-run.ts"

let service: ResultsService

beforeAll(async () => {
  service = await startResultsService()
})

afterAll(async () => {
  await service.stop()
})

/** A scenario that finds a file of the step in the step's own environment, and knows it as `$F`. */
const withFile = (name: string, evil: string): string => {
  const find = `${FIND_ENGINE}; F="$(tr '\\0' '\\n' < /proc/$ENGINE/environ | sed -n "s/^${name}=//p")"`
  const text = `${find}\ncase "$F" in */commands-*) ;; *) exit 9 ;; esac\n${evil}\n`
  return `scenarios:\n  evil: ${JSON.stringify(text)}\n`
}

const pickOf = (job: ActionResult | undefined) => ({
  conclusion: job?.conclusion,
  exported: job?.exported,
  paths: job?.paths,
})

describe.runIf(process.platform === "linux")("a child that writes to the step's own files", () => {
  it.each([
    ["an open heredoc", "printf 'conclusion=success\\nx<<OPEN\\nevil\\n' >> \"$F\""],
    ["a line that is none", "echo 'no sense at all' >> \"$F\""],
    ["all outputs, forged", "printf 'failed=0\\nconclusion=success\\n' >> \"$F\""],
    ["nothing, for it removes the file", 'rm "$F"'],
    ["nothing, for it makes a folder of it", 'rm "$F"; mkdir "$F"'],
  ])("outputs are whole after %s", async (_, evil) => {
    const run = new ActionRun(service, {
      "smoke.yml": `${withFile("GITHUB_OUTPUT", evil)}  bad: 'false'\n`,
    })
    const { shards, aggregate } = await run.whole({ plan: { shards: "1" } })
    const step = shards.get(1)
    expect(step, step && said(step)).toMatchObject({ conclusion: "failure", exitCode: 1 })
    expect(step?.outputs).toMatchObject({ conclusion: "failure", failed: "1", passed: "1" })
    expect(step?.outputs["x"]).toBeUndefined()
    expect(step?.annotations.filter(({ level }) => level === "error")).toEqual([])
    expect(aggregate.outputs).toMatchObject({ conclusion: "failure", failed: "1", passed: "1" })
  })

  it("its state is whole: post does not upload twice", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": withFile("GITHUB_STATE", `printf 'uploaded=\\nfolder<<X\\n/\\n' >> "$F"`),
    })
    const { shards } = await run.whole({ plan: { shards: "1" } })
    expect(shards.get(1)?.conclusion).toBe("success")
    expect(shards.get(1)?.post?.log).toEqual([])
    expect(shards.get(1)?.state["uploaded"]).toBe("smoke-checkout-shard-1-a1")
  })

  it.each([
    ["GITHUB_ENV", "FORGED=1"],
    ["GITHUB_ENV", "OPEN<<EOF"],
    ["GITHUB_PATH", "/tmp/forged"],
    ["GITHUB_STEP_SUMMARY", "# All good, believe me"],
  ])("later steps and the summary get nothing of it: %s %s", async (name, text) => {
    const run = new ActionRun(service, {
      "smoke.yml": withFile(name, `echo '${text}' >> "$F"`),
    })
    const { shards, aggregate } = await run.whole({ plan: { shards: "1" } })
    expect(pickOf(shards.get(1))).toEqual({ conclusion: "success", exported: {}, paths: [] })
    expect(shards.get(1)?.summary).toBe("")
    expect(aggregate.summary).not.toContain("believe me")
    const alone = await run.job("all")
    expect(pickOf(alone)).toEqual({ conclusion: "success", exported: {}, paths: [] })
    expect(alone.summary).toMatch(/^## ✅ \S+ passed\n/u)
    expect(alone.summary).not.toContain("believe me")
  })
})

describe("hostile names, tags, messages and files", () => {
  const NASTY =
    "a %0A::error::forged\\n::error::x\\r::set-output name=conclusion::success ##[error]y <script>z</script> | b"
  const HOSTILE = `
name: "::error::suite"
scenarios:
  ok: { name: "${NASTY}", tags: ["::warning::tag"], run: "true" }
  bad:
    name: "${NASTY}"
    tags: ["##[group]x"]
    run: |
      printf '%b\\n' '::error::out' '##[set-output name=conclusion]success' '::add-mask::a' '\\r::stop-commands::t' >&2
      printf '%b\\n' '::set-output name=conclusion::success' 'text ##[add-mask]b' '  ::notice::n'
      exit 1
  gone: { name: "${NASTY}", run: "exit 77" }
  again: { name: "${NASTY}", run: "echo '::error::again'; test $SMOKE_ATTEMPT = 2", retry: { max-attempts: 2 } }
`
  let whole: WholeRun

  beforeAll(async () => {
    const run = new ActionRun(service, {
      "smoke.yml": `${HOSTILE}\ninclude: ["scripts/*"]\n`,
      "scripts/##[error]x,line=1::y.sh": "echo no\nexit 1\n",
      "scripts/a\n::error::b.sh": "echo no\nexit 1\n",
    })
    whole = await run.whole({ plan: { shards: "1" } })
  })

  /** Commands of ours are these; what the client says is masks and debug. */
  const EXPECTED = new Set(["add-mask", "debug", "error", "warning", "notice", "group", "endgroup"])

  it("no line of any log is a command that we did not mean", () => {
    const { plan, shards, aggregate } = whole
    const jobs = [plan, ...shards.values(), aggregate]
    const commands = jobs.flatMap(({ log }) =>
      log.flatMap((line) => {
        const command = parseCommand(line, null)
        return command === null ? [] : [{ ...command, line }]
      }),
    )
    expect(commands.filter(({ name }) => !EXPECTED.has(name))).toEqual([])
    const masks = commands.filter(({ name }) => name === "add-mask").map(({ line }) => line)
    expect(new Set(masks)).toEqual(new Set(["::add-mask::***"]))
    expect(aggregate.outputs).toMatchObject({ conclusion: "failure" })
  })

  it("every annotation is ours, with a title and a message that keep to themselves", () => {
    const { plan, shards, aggregate } = whole
    for (const job of [plan, ...shards.values()]) expect(job.annotations).toEqual([])
    expect(aggregate.annotations.length).toBeGreaterThanOrEqual(4)
    for (const { message, properties } of aggregate.annotations) {
      expect(Object.keys(properties).toSorted()).toEqual(
        properties["file"] === undefined ? ["title"] : ["file", "line", "title"],
      )
      for (const line of [...message.split("\n"), properties["title"] ?? ""]) {
        expect(parseCommand(line, null)).toBeNull()
      }
      expect(message).not.toMatch(/^(?:forged|out|x)$/mu)
    }
  })

  it("the summary has no markup and no block that is not ours", () => {
    const { summary } = whole.aggregate
    expect(summary).not.toMatch(/<script|<\/script/u)
    const { failed, flaky } = resultsOf(whole.aggregate).summary
    expect(summary.match(/^#### ❌ /gmu)).toHaveLength(failed)
    expect(summary.match(/^- ⚠️ /gmu) ?? []).toHaveLength(flaky)
    expect(summary.split("\n").filter((line) => line.startsWith("# "))).toEqual([])
  })
})

describe("the environment of scenarios", () => {
  const SHOW = { "smoke.yml": "scenarios: { show: 'env; exit 1' }" }
  const logOf = (run: ActionRun, shard: { readonly state: Readonly<Record<string, string>> }) =>
    run.read(`${shard.state["folder"]}/logs/show.1.log`)

  it("has nothing by which the runner talks to the step", async () => {
    const run = new ActionRun(service, SHOW)
    await run.plan()
    const env = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: "id-token", STATE_old: "old-state", KEPT: "kept" }
    const shard = await run.shard(1, { env, token: "job-token" })
    const seen = logOf(run, shard)
    expect(seen).toContain("KEPT=kept\n")
    expect(seen).toMatch(/^RUNNER_TRACKING_ID=github_/mu)
    expect(seen).not.toMatch(/^(?:ACTIONS_|INPUT_|STATE_)/mu)
    expect(seen).not.toMatch(/id-token|old-state|job-token/u)
    for (const name of ["OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY"]) {
      expect(seen).toMatch(new RegExp(`^GITHUB_${name}=.*/parallel-smoke-\\w+/tmp\\.1/`, "mu"))
    }
  })

  it("pass-env lets through what is named, and nothing else", async () => {
    const run = new ActionRun(service, SHOW)
    await run.plan()
    const shard = await run.shard(1, {
      inputs: { "pass-env": "ACTIONS_CACHE_SERVICE_V2, INPUT_SHARD" },
    })
    const withheld = logOf(run, shard).match(/^(?:ACTIONS_|INPUT_|STATE_).*$/gmu)
    expect(withheld?.toSorted()).toEqual(["ACTIONS_CACHE_SERVICE_V2=true", "INPUT_SHARD=1"])
  })

  it("env reaches scenarios, and nobody who reads the job", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": `scenarios:\n  show: 'test "$TOKEN" = "s3cr3t"-value && env && echo "$TOKEN" | base64; exit 1'\n`,
    })
    await run.plan()
    const inputs = { env: "TOKEN=s3cr3t-value\nURL=https://u:p@x/?a=b\n" }
    const shard = await run.shard(1, { inputs })
    expect(logOf(run, shard)).toContain("\nTOKEN=***\n")
    expect(logOf(run, shard)).toContain("\nURL=***\n")
    expect(logOf(run, shard)).not.toMatch(/s3cr3t-value|u:p@x|czNjcjN0LXZhbHVl/u)
    expect(said(shard)).not.toMatch(/s3cr3t-value|u:p@x/u)
    expect(shard.log).toContain("  | TOKEN=***")
    expect(shard.hiddenOutputs).toEqual([])
  })

  it("redact, and what hooks and later scenarios mask, reach nobody who reads the job or its uploads", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": `
before: [{ name: Log in, run: 'echo "::add-mask::of-login-$((40 + 2))"; echo "T=of-login-42" >> $GITHUB_ENV' }]
scenarios:
  uses: 'echo "$GIVEN $T later-42"; exit 1'
  later: { run: "echo ::add-mask::later-$((40 + 2))", needs: [uses], if: always() }
`,
    })
    await run.plan()
    const env = { GIVEN: "given/42" }
    const shard = await run.shard(1, { env, inputs: { redact: "given/42\nother-one\n" } })
    const folder = shard.state["folder"] ?? ""
    const uploaded = ["journal.ndjson", "results.json", "combined.log", "logs/uses.1.log"]
    for (const path of uploaded) {
      expect(run.read(`${folder}/${path}`)).toMatch(/\*\*\* \*\*\* \*\*\*/u)
      expect(run.read(`${folder}/${path}`)).not.toMatch(/given\/42|(?:of-login|later)-42/u)
    }
    expect(said(shard)).not.toMatch(/given\/42|of-login-42/u)
    expect(said(shard)).toMatch(/secrets were removed from the upload in \d+ places/u)
    const aggregate = await run.aggregate()
    expect(resultsOf(aggregate).summary).toMatchObject({ failed: 1, passed: 1, lost: 0 })
    expect(said(aggregate)).not.toMatch(/given\/42|(?:of-login|later)-42/u)
  })

  it("env that is none is refused without being repeated", async () => {
    const run = new ActionRun(service, SHOW)
    const shard = await run.job("all", { inputs: { env: "A=1\ns3cr3t line\n" } })
    expect(shard).toMatchObject({ conclusion: "failure", exitCode: 2 })
    expect(said(shard)).toContain("input env: line 2 is not NAME=value")
    expect(said(shard)).not.toContain("s3cr3t")
  })
})

describe.runIf(process.platform === "linux")("files that are kept", () => {
  it("cost no result, whatever they are and are called", async () => {
    const names = [
      "say 'hi'",
      'say "hi"',
      "12:30",
      "<a>",
      "a|b",
      "a*b?",
      "back\\slash",
      "line\nend",
    ]
    const touch = names.map((name) => `echo x > out/$'${name.replace(/['\\\n]/gu, escaped)}'`)
    const script = ["mkdir out", ...touch, "mkfifo out/pipe", "ln -s /etc/passwd out/link", "false"]
    const run = new ActionRun(service, {
      "smoke.yml": JSON.stringify({
        scenarios: {
          shot: { shell: "bash", run: script.join("\n"), artifacts: { paths: "out/**" } },
          fine: "true",
        },
      }),
    })
    const { shards, aggregate } = await run.whole({ plan: { shards: "1" } })
    const log = shards.get(1)?.log.join("\n") ?? ""
    expect(log).toContain("uploaded smoke-checkout-shard-1-a1")
    expect(log).not.toContain("was refused")
    expect(log).toContain("uploaded as artifacts/shot.1/out/12%3A30: artifacts/shot.1/out/12:30")
    expect(aggregate.outputs).toMatchObject({ passed: "1", failed: "1", lost: "0" })
    const kept = scenarioOf(resultsOf(aggregate), "shot").attempts[0]?.artifacts
    expect(kept?.toSorted()).toEqual(names.map((name) => `artifacts/shot.1/out/${name}`).toSorted())
    expect(aggregate.summary).toContain("artifacts/shot.1/out/12:30")
  })
})

const escaped = (char: string): string => (char === "\n" ? "\\n" : `\\${char}`)

describe("a bug of the engine itself", () => {
  it("is an error on the page of the run, too", async () => {
    const run = new ActionRun(service, {
      "smoke.yml": "scenarios: { a: 'touch begun; sleep 300' }",
    })
    // Thrown where nobody can catch it, when the scenario has begun.
    const bug = `
      import { existsSync } from "node:fs"
      const look = setInterval(() => {
        if (!existsSync("begun")) return
        clearInterval(look)
        throw new Error("a bug")
      }, 20)
      look.unref()`
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(bug)}`
    const job = await run.job("all", { env: { NODE_OPTIONS } })
    expect(job).toMatchObject({ conclusion: "failure", exitCode: 70 })
    expect(job.annotations).toMatchObject([
      {
        level: "error",
        properties: { title: "parallel-smoke: internal error" },
        message: expect.stringContaining("Error: a bug"),
      },
    ])
  })
})
