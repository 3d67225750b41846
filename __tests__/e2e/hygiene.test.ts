import { describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"
import { parseCommand } from "../__rig__/runner/workflow-commands.ts"

describe("a hostile child changes nothing but its own log", () => {
  const HOSTILE = [
    "::error::x",
    "  ::error file=a::x",
    "##[set-output name=matrix]evil",
    "text ##[set-output name=matrix]evil",
    "::set-output name=matrix::evil",
    "::stop-commands::token",
    "::add-mask::e",
    "\\r::error::x",
    "\\x1b[2J::error::x",
  ]

  it.each([
    ["passes", 0],
    ["fails", 1],
  ])("when it %s", async (_, code) => {
    const print = HOSTILE.map((line) => `printf '%b\\n' '${line}'; printf '%b\\n' '${line}' >&2`)
    const project = new Project({
      "smoke.yml": "include: [hostile.sh]\nscenarios: { good: echo good }",
      "hostile.sh": `#!/bin/bash\n${print.join("\n")}\nexit ${code}\n`,
    })
    const ended = await project.run(["run", "--out", "out"], { GITHUB_ACTIONS: "true" })
    expect(ended.exitCode).toBe(code)
    const commands = `${ended.stdout}\n${ended.stderr}`
      .split(/\r\n|\r|\n/u)
      .filter((line) => parseCommand(line, null) !== null || parseCommand(line, "token") !== null)
    expect(commands).toEqual([])
    expect(ended.stderr).not.toContain("\u001b[2J")
    expect(project.read("out/logs/hostile.1.log")).toContain("::stop-commands::token")
  })

  it("when it prints 50 MB in one line", async () => {
    const project = new Project({
      "smoke.yml":
        "scenarios: { big: \"head -c 50000000 /dev/zero | tr '\\\\0' x; exit 1\", good: echo good }",
    })
    const ended = await project.run(["run", "--out", "out"])
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr.length).toBeLessThan(20_000)
    expect(project.read("out/logs/big.1.log").length).toBe(50_000_000)
    expect(project.read("out/journal.ndjson").length).toBeLessThan(20_000)
    expect(project.results("out/results.json").summary).toMatchObject({ passed: 1, failed: 1 })
  })

  it("when it writes bytes that are no text", async () => {
    const project = new Project({
      "smoke.yml": String.raw`scenarios: { binary: "printf '\\xff\\xfe\\x00\\xc3'; exit 1" }`,
    })
    const ended = await project.run(["run", "--out", "out", "--junit", "junit.xml"])
    expect(ended.exitCode).toBe(1)
    expect(project.read("junit.xml")).toMatch(/^<\?xml/u)
  })
})

describe("the environment of children", () => {
  const SECRETS = {
    ACTIONS_RUNTIME_TOKEN: "hidden-1",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "hidden-2",
    INPUT_TOKEN: "hidden-3",
    "INPUT_GITHUB-TOKEN": "hidden-4",
    STATE_secret: "hidden-5",
    GITHUB_OUTPUT: "/hidden-6",
    GITHUB_ENV: "/hidden-7",
    GITHUB_STATE: "/hidden-8",
  }

  it("holds no token, input or state of the runner, not even through an expression", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  environment: { run: env, env: { LEAK: "[\${{ env.ACTIONS_RUNTIME_TOKEN }}\${{ env.INPUT_TOKEN }}]" } }
  pasted: 'echo "[\${{ env.ACTIONS_RUNTIME_TOKEN }}\${{ toJSON(env) }}]" > pasted.txt'
`,
    })
    const env = { ...SECRETS, RUNNER_TRACKING_ID: "github_abc", KEPT: "kept" }
    expect((await project.run(["run", "--out", "out"], env)).exitCode).toBe(0)
    const seen = project.read("out/logs/environment.1.log")
    expect(seen).toContain("LEAK=[]\n")
    expect(seen).toContain("RUNNER_TRACKING_ID=github_abc\n")
    expect(seen).toContain("KEPT=kept\n")
    expect(seen).not.toMatch(/hidden|^(ACTIONS|INPUT|STATE)_/mu)
    expect(project.read("pasted.txt")).toMatch(/^\[\{/u)
    expect(project.read("pasted.txt")).not.toContain("hidden")
    expect(project.read("out/plan.json")).not.toContain("hidden")
    expect(project.read("out/journal.ndjson")).not.toContain("hidden")
  })

  it("tells an attempt what it is, where it may write and which ports are its own", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  me:
    run: 'env | grep ^SMOKE_ | sort; test -d "$SMOKE_TMP"; test -d "$SMOKE_CACHE_DIR"; echo x >> "$GITHUB_OUTPUT"'
    strategy: { matrix: { pool: [rep2] } }
`,
    })
    expect((await project.run(["run", "--out", "out", "-c", "3", "--seed", "9"])).exitCode).toBe(0)
    const names = project.read("out/logs/me-rep2.1.log")
    for (const line of [
      "SMOKE_ATTEMPT=1",
      "SMOKE_FILE=smoke.yml",
      "SMOKE_MATRIX_POOL=rep2",
      "SMOKE_PORT_COUNT=20",
      "SMOKE_SCENARIO=me:rep2",
      "SMOKE_SEED=9",
      "SMOKE_SHARD=1",
      "SMOKE_SHARDS=1",
      "SMOKE_SLUG=me-rep2",
      "SMOKE_WORKER=1",
      "SMOKE_WORKERS=3",
    ]) {
      expect(names).toContain(`${line}\n`)
    }
    expect(names).toMatch(/^SMOKE_(RUN_ID|PORT_BASE|SLOT|TMP|CACHE_DIR|OUTPUT)=/mu)
  })

  it("is the least that programs need, and what is named, when asked for", async () => {
    const project = new Project({ "smoke.yml": "scenarios: { a: env }" })
    const env = { KEPT: "kept", OTHER: "other" }
    await project.run(["run", "--out", "out", "--inherit-env", "KEPT"], env)
    const names = project.read("out/logs/a.1.log").replaceAll(/=.*$/gmu, "").split("\n")
    const ours = /^(?:SMOKE|GITHUB)_|^(?:PWD|SHLVL|_|)$/u
    expect(names.filter((name) => !ours.test(name)).sort()).toEqual(["HOME", "KEPT", "PATH"])
    for (const wrong of ["A=1", "bad name"]) {
      const refused = await project.run(["run", "--inherit-env", wrong])
      expect(refused.exitCode).toBe(2)
      expect(refused.stderr).toContain("expects all, minimal, or names of variables")
    }
  })

  it("what a scenario asks to be masked is in no event and no report, its own and later ones", async () => {
    const project = new Project({
      "smoke.yml": `scenarios:
  first: "echo ::add-mask::hush-$((40 + 2)); for i in $(seq 3000); do echo $i; done; echo hush-42; exit 3"
  second: { run: "echo hush-42; exit 4", needs: [first], if: always() }
`,
    })
    const ended = await project.run(["run", "--out", "out", "--junit", "junit.xml"])
    expect(ended.exitCode).toBe(1)
    expect(project.results("out/results.json").scenarios.map(({ message }) => message)).toEqual([
      "exit code 3: ***",
      "exit code 4: ***",
    ])
    for (const path of ["out/results.json", "out/journal.ndjson", "junit.xml"]) {
      expect(project.read(path)).not.toContain("hush-42")
    }
    expect(ended.stderr).not.toContain("hush-42")
  })

  it("what hooks ask to be masked is in no event and no report, and nothing else is changed", async () => {
    const project = new Project({
      "smoke.yml": `
before: [{ name: Log in, run: 'echo " ::add-mask::of-shard-$((40 + 2))"; echo "T=of-shard-42" >> $GITHUB_ENV' }]
after: [{ name: Log out, if: always(), run: echo $T; exit 3 }]
scenarios:
  uses: 'echo "uses $T"; exit 1'
  before: { run: "true", before: "echo ::add-mask::of-before-$((40 + 2)); echo of-before-$((40 + 2)); exit 4" }
  after: { run: "echo ::add-mask::of-scenario-$((40 + 2))", after: "echo of-scenario-$((40 + 2)); exit 5" }
  attempt-finished: "echo ::add-mask::attempt-finished; echo attempt-finished; exit 6"
`,
    })
    const ended = await project.run(["run", "--out", "out", "--junit", "out/junit.xml"])
    expect(ended.exitCode).toBe(1)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.map(({ id, message }) => [id, message])).toEqual([
      ["uses", "exit code 1: uses ***"],
      ["before", expect.stringMatching(/^hook .* before: exit code 4: \*\*\*$/u)],
      ["after", expect.stringMatching(/^hook .* after: exit code 5: \*\*\*$/u)],
      ["attempt-finished", "exit code 6: ***"],
    ])
    expect(project.read("out/journal.ndjson")).toContain("exit code 3: ***")
    for (const text of [ended.stderr, ...READ.map((path) => project.read(`out/${path}`))]) {
      expect(text).not.toMatch(/of-(?:shard|before|scenario)-42/u)
    }
  })

  it("what --redact names is in no event and no report, in whatever form", async () => {
    const project = new Project({
      "smoke.yml": `scenarios:
  shows: 'echo "$TOKEN"; printf "user:$TOKEN" | base64; exit 3'
`,
    })
    const args = ["run", "--out", "out", "--junit", "out/junit.xml", "--redact", "TOKEN"]
    const ended = await project.run([...args, "--redact", "TYPO"], { TOKEN: "hush/42+<hush>" })
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr).toContain("warning: --redact TYPO: this variable is not set")
    for (const text of [ended.stderr, ...READ.map((path) => project.read(`out/${path}`))]) {
      expect(text).not.toMatch(/hush|dXNlcjpodXNo/u)
      expect(text).toContain("dXNlcjp***")
    }
  })

  it("what is masked only later is taken out of what was said before", async () => {
    const project = new Project({
      "smoke.yml": `scenarios:
  first: 'echo "a=later-42" >> $SMOKE_OUTPUT; echo "later-42" >> $GITHUB_STEP_SUMMARY; echo later-42; exit 3'
  second: { run: "echo ::add-mask::later-$((40 + 2))", needs: [first], if: always() }
`,
    })
    const out = ["run", "--out", "out", "--junit", "out/junit.xml", "--summary", "out/summary.md"]
    const ended = await project.run(out)
    expect(ended.exitCode).toBe(1)
    expect(ended.stderr.slice(ended.stderr.indexOf("later-42") + 8)).not.toContain("later-42")
    const lines = project.read("out/journal.ndjson").trim().split("\n")
    const events = lines.map((line) => JSON.parse(line))
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1))
    expect(
      events.find(({ type, id }) => type === "attempt-finished" && id === "first"),
    ).toMatchObject({ message: "exit code 3: ***", tail: "***", summary: "***\n", outputs: null })
    for (const path of [...READ, "summary.md"]) {
      expect(project.read(`out/${path}`)).not.toContain("later-42")
    }
    const resumed = await project.run(["run", "--resume", "out"])
    expect(resumed.exitCode).toBe(1)
  })
})

/** What people and later jobs read of a run. */
const READ = ["results.json", "journal.ndjson", "junit.xml"]
