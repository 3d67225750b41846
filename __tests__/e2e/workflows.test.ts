/**
 * The workflow files: those of this repository, and the one that `create --workflow` writes.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import { parse } from "yaml"
import { ACTION_REFERENCE } from "../../src/app/create/create-workflow.ts"
import { REUSABLE_WORKFLOW } from "../__rig__/act/consumer.ts"
import { ACTIONLINT, describeLayer, ZIZMOR } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))

/** What a program says, and its exit code. */
function told(program: string, args: readonly string[], cwd: string) {
  const done = spawnSync(program, args, { cwd, encoding: "utf8" })
  return { code: done.status, text: `${done.stdout}${done.stderr}` }
}

async function created(...kind: readonly string[]): Promise<Project> {
  const project = new Project({ "smoke.yml": "scenarios: { cart: echo ok }\n" })
  execFileSync("git", ["init", "--quiet"], { cwd: project.root })
  const ended = await project.run(["create", "--workflow", ...kind])
  expect(ended.exitCode, ended.stderr).toBe(0)
  return project
}

describeLayer(ACTIONLINT, (program) => {
  it("finds nothing in this repository", () => {
    expect(told(program, [], ROOT)).toEqual({ code: 0, text: "" })
  })

  it("finds nothing in what create writes, and would find a wrong output", async () => {
    const project = await created()
    expect(told(program, [], project.root)).toEqual({ code: 0, text: "" })
    const path = ".github/workflows/smoke.yml"
    project.write(path, project.read(path).replace("outputs.shard-count !=", "outputs.shards !="))
    expect(told(program, [], project.root).text).toContain('"shards" is not defined')
  })

  it("finds nothing in a soak that create writes", async () => {
    const project = await created("soak")
    expect(told(program, [], project.root)).toEqual({ code: 0, text: "" })
  })
})

/** Workflows that a page shows; a page leaves out what it is not about. */
function shown(page: string): readonly string[] {
  const blocks = [
    ...readFileSync(join(ROOT, page), "utf8").matchAll(/^```yaml\n([\s\S]*?)^```$/gmu),
  ]
  return blocks
    .map(([, text = ""]) => text)
    .filter((text) => /^(jobs|concurrency):| +- uses:/mu.test(text))
    .map((text) => {
      const jobs = "jobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n"
      const whole = /^jobs:/mu.test(text)
        ? text
        : text.startsWith("concurrency")
          ? `${text}${jobs}      - run: "true"\n`
          : jobs + text
      return /^on:/mu.test(whole) ? whole : `on: push\n${whole}`
    })
}

describeLayer(ACTIONLINT, (program) => {
  it.each([
    { page: "README.md", count: 2 },
    { page: "docs/github-actions.md", count: 15 },
  ])("finds nothing in the $count workflows of $page", ({ page, count }) => {
    const workflows = shown(page)
    expect(workflows).toHaveLength(count)
    for (const text of workflows) {
      const done = spawnSync(program, ["-"], { input: text, encoding: "utf8" })
      expect(done.stdout, text).toBe("")
      expect(done.status).toBe(0)
    }
  })
})

describeLayer(ZIZMOR, (program) => {
  const offline = ["--offline", "--quiet", "--no-progress"]

  it("finds nothing in this repository", () => {
    const { code, text } = told(program, [...offline, "."], ROOT)
    expect(code, text).toBe(0)
  })

  it.each(["smoke", "soak"])("finds nothing but unpinned actions in %s of create", async (kind) => {
    const project = await created(kind)
    const rules = "rules: { unpinned-uses: { config: { policies: { '*': ref-pin } } } }\n"
    project.write("zizmor.yml", rules)
    const { code, text } = told(program, [...offline, "--config", "zizmor.yml", "."], project.root)
    expect(code, text).toBe(0)
  })
})

describe("create --workflow", () => {
  it("keeps a file that exists, unless it is told to replace it", async () => {
    const project = await created()
    const path = ".github/workflows/smoke.yml"
    const text = project.read(path)
    project.write(path, "name: mine\n")
    const refused = await project.run(["create", "--workflow"])
    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toContain(`${path} exists already`)
    expect(project.read(path)).toBe("name: mine\n")
    expect((await project.run(["create", "--workflow", "--force"])).exitCode).toBe(0)
    expect(project.read(path)).toBe(text)
  })

  it("writes where it is told, under the name and for the branch of the clone", async () => {
    const project = await created()
    project.write(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/trunk\n")
    const { stdout } = await project.run(["create", "--workflow", "--name", "gate", "-o", "-"])
    const { name, on } = parse(stdout)
    expect([name, on.push.branches]).toEqual(["gate", ["trunk"]])
    await project.run(["create", "--workflow", "-o", "ci/gate.yml"])
    expect(parse(project.read("ci/gate.yml")).name).toBe("smoke")
  })
})

describe("the reusable workflow for soaks", () => {
  const workflow = parse(readFileSync(join(ROOT, ".github/workflows/soak.yml"), "utf8"))
  const { on, jobs } = workflow
  const smoke = parse(REUSABLE_WORKFLOW)

  it("takes and gives what the other does, with a duration in the place of soak", () => {
    const { soak: _, ...inputs } = smoke.on.workflow_call.inputs
    const { duration, issue: __, ...others } = on.workflow_call.inputs
    expect(duration).toMatchObject({ type: "string", required: true })
    expect(others).toEqual(inputs)
    expect(jobs.smoke.with).toEqual({
      soak: "${{ inputs.duration }}",
      ...Object.fromEntries(Object.keys(inputs).map((name) => [name, `\${{ inputs.${name} }}`])),
    })
    expect(on.workflow_call.secrets).toEqual(smoke.on.workflow_call.secrets)
    const outputsOf = (workflow: typeof on) => Object.keys(workflow.workflow_call.outputs)
    expect(outputsOf(on)).toEqual(outputsOf(smoke.on))
    expect(jobs.smoke.permissions).toEqual({ contents: "read" })
  })

  it("keeps an issue only where that is asked, in a job that has what the caller grants", () => {
    expect(on.workflow_call.inputs.issue).toMatchObject({ type: "boolean", default: false })
    expect(jobs.issue).toMatchObject({ needs: "smoke", if: "always() && inputs.issue" })
    expect(jobs.issue).not.toHaveProperty("permissions")
    // A workflow that takes all permissions away would leave none to a job that says nothing.
    expect(workflow).not.toHaveProperty("permissions")
    const [step] = jobs.issue.steps
    expect(step).toMatchObject({ uses: "$/publish", with: { issue: true, comment: "off" } })
    expect(Object.keys(jobs)).toEqual(["smoke", "issue"])
  })

  it("gets from its caller, where there are no inputs, what holds on a schedule", async () => {
    const project = await created("soak")
    const caller = parse(project.read(".github/workflows/soak.yml"))
    expect(Object.keys(caller.on)).toEqual(["schedule", "workflow_dispatch"])
    const { uses, with: given } = caller.jobs.soak
    expect(uses).toBe(ACTION_REFERENCE.replace("@", "/.github/workflows/soak.yml@"))
    expect(Object.keys(given)).toEqual(Object.keys(caller.on.workflow_dispatch.inputs))
    for (const [name, value] of Object.entries(given)) {
      expect(on.workflow_call.inputs).toHaveProperty([name])
      expect(value).toMatch(new RegExp(`^\\$\\{\\{ inputs\\.${name} \\|\\| '[^']*' \\}\\}$`, "u"))
    }
  })
})

describe("the reusable workflow", () => {
  const { on, jobs, ...rest } = parse(REUSABLE_WORKFLOW)

  it("leaves cancelling older runs to its caller", () => {
    expect(rest).not.toHaveProperty("concurrency")
    for (const job of Object.values(jobs)) expect(job).not.toHaveProperty("concurrency")
  })

  it("asks for no more than reading the repository", () => {
    expect(rest.permissions).toEqual({})
    const asked = Object.values(jobs).map((job) => (job as { permissions: unknown }).permissions)
    expect(asked).toEqual([{ contents: "read" }, { contents: "read" }, {}])
  })

  it("puts the shards alone into the environment, and checks out with the token that is given", () => {
    expect(jobs.shards.environment).toBe("${{ inputs.environment }}")
    for (const job of ["plan", "verdict"]) expect(jobs[job]).not.toHaveProperty("environment")
    for (const job of ["plan", "shards"]) {
      expect(jobs[job].steps[0].with).toMatchObject({
        token: "${{ secrets.checkout_token || github.token }}",
        "persist-credentials": false,
      })
    }
  })

  it("has the inputs of its three steps, but for those that a workflow of jobs cannot use", () => {
    const own = ["command", "shard", "plan-digest", "probed", "env", "redact"]
    const elsewhere = ["runners-token", "github-token", "html", "ctrf", "job-id"]
    const known = new Set([...Object.keys(on.workflow_call.inputs), ...own, ...elsewhere])
    for (const step of ["plan", "run", "aggregate"]) {
      const { inputs } = parse(readFileSync(join(ROOT, step, "action.yml"), "utf8"))
      expect(Object.keys(inputs).filter((name) => !known.has(name))).toEqual([])
    }
  })

  it("uses every input, and hands over every output", () => {
    for (const input of Object.keys(on.workflow_call.inputs)) {
      expect(REUSABLE_WORKFLOW).toMatch(new RegExp(`\\$\\{\\{.*\\binputs\\.${input}\\b`, "u"))
    }
    for (const [name, { value }] of Object.entries<{ value: string }>(on.workflow_call.outputs)) {
      expect(value).toBe(`\${{ jobs.verdict.outputs.${name} }}`)
      expect(jobs.verdict.outputs).toHaveProperty([name])
    }
  })
})

describe("scripts/workflow-refs.mjs", () => {
  const folder = mkdtempSync(join(tmpdir(), "workflow-refs-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** The function of the script, called in a process of its own. */
  function rewritten(path: string, text: string): string {
    const file = join(folder, "call.mjs")
    writeFileSync(
      file,
      `import { withReferences } from ${JSON.stringify(join(ROOT, "scripts/workflow-refs.mjs"))}
process.stdout.write(withReferences(${JSON.stringify({ path, text, repository: "acme/parallel-smoke", version: "v1.2.3" })}))`,
    )
    return execFileSync(process.execPath, [file], { encoding: "utf8" })
  }

  it("gives the workflow with references the release's own tag and readers the major one", () => {
    const twin = readFileSync(join(ROOT, ".github/workflows/smoke-ghes.yml"), "utf8")
    const text = rewritten(".github/workflows/smoke-ghes.yml", twin)
    for (const action of ["plan", "run", "aggregate"]) {
      expect(text).toContain(`uses: acme/parallel-smoke/${action}@v1.2.3 #`)
    }
    expect(text).toContain("uses: acme/parallel-smoke/.github/workflows/smoke-ghes.yml@v1\n")
    expect(rewritten("README.md", "`OWNER/parallel-smoke@v0`, x/parallel-smoke/run@v1.0.0")).toBe(
      "`acme/parallel-smoke@v1`, acme/parallel-smoke/run@v1",
    )
  })

  it("says what refers to something else", () => {
    const script = join(ROOT, "scripts/workflow-refs.mjs")
    const { code, text } = told(
      process.execPath,
      [script, "--check", "acme/parallel-smoke", "v9.8.7"],
      ROOT,
    )
    expect(code).toBe(1)
    expect(text).toContain("refers to something else: .github/workflows/smoke.yml")
    expect(text).toContain("refers to something else: .github/workflows/smoke-ghes.yml")
    expect(text).toContain("refers to something else: src/app/create/create-workflow.ts")
    expect(told(process.execPath, [script, "acme/other", "v1"], ROOT).code).toBe(2)
  })
})

it("uses the actions of its own commit, and its twin those of one reference", () => {
  const uses = (text: string) =>
    [...text.matchAll(/uses: (\S+)/gu)]
      .map(([, one = ""]) => one)
      .filter((one) => !/^(?:\.|actions\/)/u.test(one))
  expect(uses(REUSABLE_WORKFLOW)).toEqual([
    `${ACTION_REFERENCE.replace("@", "/.github/workflows/smoke.yml@")}`,
    "$/plan",
    "$/run",
    "$/aggregate",
  ])
  const twin = readFileSync(join(ROOT, ".github/workflows/smoke-ghes.yml"), "utf8")
  expect(uses(twin).slice(1)).toEqual(
    ["plan", "run", "aggregate"].map((path) => ACTION_REFERENCE.replace("@", `/${path}@`)),
  )
  const others = (text: string) => text.split("\n").filter((line) => !/^#|uses:/u.test(line))
  expect(others(twin)).toEqual(others(REUSABLE_WORKFLOW))
})

describe(".github/actionlint.yaml", () => {
  const { paths } = parse(readFileSync(join(ROOT, ".github/actionlint.yaml"), "utf8"))
  const patterns = Object.values<{ ignore: string[] }>(paths).flatMap(({ ignore }) => ignore)

  it("passes over two messages, about actions and a workflow of the own commit", () => {
    expect(patterns).toHaveLength(2)
    const call = (uses: string) =>
      `reusable workflow call "${uses}" at "uses" is not following the format "owner/repo"`
    const [, ofCalls = ""] = patterns
    expect(call("$/.github/workflows/smoke.yml")).toMatch(new RegExp(ofCalls, "u"))
    expect(call("acme/.github/workflows/smoke.yml")).not.toMatch(new RegExp(ofCalls, "u"))
    const pattern = new RegExp(patterns[0] ?? "", "u")
    const message = (uses: string) =>
      `specifying action "${uses}" in invalid format because ref is missing`
    expect(message("$/plan")).toMatch(pattern)
    for (const uses of ["acme/plan", "$/other", "$/"]) expect(message(uses)).not.toMatch(pattern)
  })
})
