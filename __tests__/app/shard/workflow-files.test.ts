import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { githubContext } from "../../../src/app/shard/github-context.ts"
import { estimateAll } from "../../../src/plan/estimate/estimate.ts"
import { analyse } from "../../../src/plan/explain/analysis.ts"
import { renderAnalysis } from "../../../src/report/plan/analysis-text.ts"
import { scenarioOf } from "../../__rig__/suite-folder.ts"
import { PIPELINE, SCRIPTS } from "../pipeline.ts"
import { makePlanningRig, type PlanningRig } from "../planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const read = (text: string) => rig.suiteOf({ "smoke.yml": text, ...SCRIPTS }).suite
const refused = (text: string) => rig.failureOf({ "smoke.yml": text, ...SCRIPTS })

describe("a workflow file", () => {
  it("is read into scenarios", () => {
    const suite = read(PIPELINE)
    expect(suite).toMatchObject({ name: "CI/CD Pipeline", workers: 4 })
    expect(suite.scenarios).toHaveLength(14)
    expect(suite.files).toEqual(["scripts/deploy.py", "scripts/test.sh", "smoke.yml"])
    expect(scenarioOf(suite, "build_frontend")).toMatchObject({
      needs: ["install_deps"],
      definition: {
        name: "Build Frontend",
        line: 27,
        command: { kind: "run", text: "make build-frontend" },
        shell: "bash",
        timeoutMs: 300_000,
        retry: { maxAttempts: 3, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: false },
        env: {
          CI: "true",
          NODE_ENV: "production",
          GO: "1.20",
          PATH: "/usr/local/bin:${{ env.PATH }}",
        },
        tags: ["build", "frontend"],
        limits: { memoryBytes: 2 ** 30, cpuPercent: null, cpuTimeMs: null },
      },
    })
    expect(suite.warnings).toEqual([])
    expect(scenarioOf(suite, "test_unit_backend").definition).toMatchObject({
      command: { kind: "script", path: "scripts/test.sh", shebang: "/usr/bin/env bash" },
      timeoutMs: 600_000,
    })
    expect(scenarioOf(suite, "report").definition).toMatchObject({
      command: { kind: "run", text: "import os\nprint(os.getcwd())\n" },
      shell: "python",
      workingDirectory: "out",
    })
    expect(scenarioOf(suite, "health").definition.command).toMatchObject({ kind: "http" })
  })

  it("in JSON is the same", () => {
    const yaml = read(PIPELINE)
    const json = rig.suiteOf({ "smoke.yml": JSON.stringify(parse(PIPELINE)) }).suite
    const plain = (suite: typeof yaml) =>
      suite.scenarios.map(({ definition: { line: _, ...definition }, ...scenario }) => {
        const env = { ...definition.env, GO: null }
        return { ...scenario, definition: { ...definition, env } }
      })
    expect(plain(json)).toEqual(plain(yaml))
  })

  it("is analysed as a graph of 14 jobs", async () => {
    const { scenarios } = read(PIPELINE)
    const estimates = estimateAll(scenarios)
    const units = scenarios.map(({ id, needs }) => {
      return { id, needs, estimateMs: estimates.get(id)?.ms ?? 0 }
    })
    const text = `${renderAnalysis(analyse("CI/CD Pipeline", units))}\n`
    await expect(text).toMatchFileSnapshot("__golden__/pipeline-analysis.txt")
  })

  it.each([
    ["", "", 3],
    ["global_config: { max_retries: 3 }", "", 4],
    ["global_config: { max_retries: 3 }", "retry_config: { max_attempts: 2 }", 2],
    ["", "retry_config: { initial_delay: 2.5 }", 3],
    ["global_config: { max_retries: 0 }", "", 1],
    ["global_config: { max_retries: 1 }", "retry_config: { initial_delay: 2.5 }", 2],
  ])("with %j and %j tries %i times", (global, job, attempts) => {
    const suite = read(`${global}\njobs:\n  - { id: a, command: "true", ${job} }\n`)
    expect(scenarioOf(suite, "a").definition.retry.maxAttempts).toBe(attempts)
  })

  it.each([
    ["timeout: 300", 300_000],
    ['timeout: "5m"', 300_000],
    ["timeout: 1.5", 1_500],
    ["resource_limits: { max_execution_time: 60 }", 60_000],
    ["timeout: 300, resource_limits: { max_execution_time: 60 }", 60_000],
    ["tags: []", 3_600_000],
  ])("with %s ends after %i ms", (job, timeoutMs) => {
    const text = `global_config: { timeout: 3600 }\njobs:\n  - { id: a, command: "true", ${job} }\n`
    expect(scenarioOf(read(text), "a").definition.timeoutMs).toBe(timeoutMs)
  })

  it("has what the format documents where it says nothing", () => {
    const suite = read('jobs: [{ id: a, command: "true" }, { id: b, command: "true", timeout: 5 }]')
    expect(scenarioOf(suite, "a").definition).toMatchObject({
      timeoutMs: 3_600_000,
      retry: { maxAttempts: 3, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: false },
    })
    expect(scenarioOf(suite, "b").definition.timeoutMs).toBe(5_000)
  })

  it("has jobs of kinds of one's own", () => {
    const { suite } = rig.suiteOf({
      "ci/smoke.yml": `jobs:
  - { id: a, kind: ./kinds/grpc.mjs, with: { service: cart }, environment: { A: b } }
`,
      "ci/kinds/grpc.mjs": "export default () => ({ outcome: 'passed' })",
      "smoke.yml": "include: ci/smoke.yml",
    })
    expect(suite.scenarios[0]?.definition).toMatchObject({
      command: { kind: "module", path: "ci/kinds/grpc.mjs", with: { service: "cart" } },
      env: { A: "b" },
    })
    expect(suite.files).toContain("ci/kinds/grpc.mjs")
    const text = refused(`jobs:
  - { id: a, kind: grpc, command: ./a }
  - { id: b, command: ./b, with: { c: 1 } }
`)
    expect(text).toContain("smoke.yml:2:20 error scenario/kind: there is no kind `grpc`")
    expect(text).toContain(
      "smoke.yml:2:26 error scenario/no-command: a job runs one command, but this one has `kind` and `command`",
    )
    expect(text).toContain(
      "smoke.yml:3:28 error suite/value: `with` belongs to a scenario with a `kind`",
    )
  })

  it("has conditions", () => {
    const suite = read(`
jobs:
  - { id: build, command: make }
  - { id: docs, command: make docs, conditions: { skip_if_failed: [build] } }
  - { id: main, command: ./a, dependencies: [build], conditions: { skip_if_failed: build, only_if_branch: main } }
  - { id: other, command: ./b, conditions: { only_if_branch: [release, "it's"] } }
`)
    expect(scenarioOf(suite, "docs").needs).toEqual(["build"])
    expect(scenarioOf(suite, "main")).toMatchObject({ needs: ["build"], skip: null })
    expect(scenarioOf(suite, "other").skip?.message).toBe(
      "github.ref_name == 'release' || github.ref_name == 'it''s' is false",
    )
  })

  it("limits what a job, else the file, says", () => {
    const { suite } = rig.suiteOf({
      "smoke.yml": `
global_config: { resource_limits: { max_memory_mb: 512, max_cpu_percent: 150.0 } }
jobs:
  - { id: a, command: x, resource_limits: { max_memory_mb: 1024, max_concurrent_jobs: 3 } }
  - { id: b, command: x, resource_limits: { max_cpu_percent: 50.5, max_concurrent_jobs: 8 } }
  - { id: c, job_type: http, command: "https://example.com/" }
  - { id: d, job_type: http, command: "https://example.com/", resource_limits: { max_memory_mb: 1 } }
`,
    })
    const limits = (id: string) => scenarioOf(suite, id).definition.limits
    expect(limits("a")).toMatchObject({ memoryBytes: 1024 * 2 ** 20, cpuPercent: 150 })
    expect(limits("b")).toMatchObject({ memoryBytes: 512 * 2 ** 20, cpuPercent: 50.5 })
    expect(limits("c")).toBeUndefined()
    expect(limits("d")).toBeUndefined()
    expect(suite.workers).toBe(3)
    expect(suite.warnings.map(({ message, severity }) => `${severity} ${message}`)).toEqual([
      "warning a request has no limits for memory and processors",
    ])
  })

  it.each([
    ["4", 4],
    ["$(nproc)", null],
    ["auto", null],
  ])("with max_concurrent_jobs: %s has %s workers", (text, workers) => {
    const suite = read(
      `global_config: { max_concurrent_jobs: ${text} }\njobs: [{ id: a, command: x }]\n`,
    )
    expect(suite.workers).toBe(workers)
  })

  it("says everything that is wrong, with its place", async () => {
    const text = refused(`
name: broken
max_retries: 3
global_config: { max_retry: 1, timeout: soon }
jobs:
  - id: a
    command: ./a
    dependencies: [c, missing]
  - { id: b, command: ./b, dependencies: [a] }
  - { id: c, command: ./c, dependencies: [b] }
  - { id: a, command: ./again }
  - { command: ./nameless }
  - { id: "two words", command: ./x }
  - { id: d, job_type: script, script_path: ./nope.sh }
  - { id: e, job_type: python }
  - { id: f, job_type: docker, command: x }
  - { id: g, command: "", dependancies: [a], retry_config: { max_retries: 2 } }
  - { id: h, command: "\${{ secrets.X }}", conditions: { only_on_branch: main } }
  - not a job
  - { id: i, command: ./i, resource_limits: { max_memory_mb: 0, max_concurrent_jobs: $(($(nproc) * 2)) } }
`)
    await expect(`${text}\n`).toMatchFileSnapshot("__golden__/workflow-refused.txt")
  })

  it("is told from a workflow of GitHub Actions", () => {
    expect(refused("jobs:\n  build: { runs-on: ubuntu-latest }\n")).toContain(
      "a workflow of GitHub Actions is not a suite: write `scenarios` instead",
    )
  })

  it("may be included by a suite", () => {
    const { suite } = rig.suiteOf({
      "smoke.yml": 'include: [ci/flow.yaml]\nscenarios: { a: "true" }',
      "ci/flow.yaml":
        "name: flow\njobs: [{ id: a, command: x }, { id: b, command: y, dependencies: [a] }]",
    })
    expect(suite.scenarios.map(({ id, needs }) => [id, ...needs])).toEqual([
      ["a"],
      ["flow:a"],
      ["flow:b", "flow:a"],
    ])
  })
})

describe("the branch outside of a job", () => {
  it("is asked for when an expression reads it, and once", () => {
    let asked = 0
    const github = githubContext({ GITHUB_ACTOR: "me" }, nodeFiles, () => {
      asked++
      return "refs/heads/feature/x"
    })
    expect(github["actor"]).toBe("me")
    expect(asked).toBe(0)
    expect([github["ref_name"], github["ref"]]).toEqual(["feature/x", "refs/heads/feature/x"])
    expect(asked).toBe(1)
  })

  it("is that of the job where there is one", () => {
    const env = { GITHUB_REF: "refs/heads/main", GITHUB_REF_NAME: "main" }
    const github = githubContext(env, nodeFiles, () => {
      throw new Error("asked")
    })
    expect(github["ref_name"]).toBe("main")
  })
})
