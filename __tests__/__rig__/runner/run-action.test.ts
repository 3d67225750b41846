/**
 * The stand-in for the runner, with tiny actions written for each case.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type RunActionOptions, runAction } from "./run-action.ts"

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-action-"))
})

afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Writes an action whose main and post are these texts, and runs it. */
function run(
  main: string,
  options?: Partial<RunActionOptions> & { readonly post?: string; readonly extra?: string },
) {
  const { post, extra, ...rest } = options ?? {}
  const imports = `import { appendFileSync as append } from "node:fs"
import { spawn } from "node:child_process"
const env = process.env
const file = (name, text) => append(env["GITHUB_" + name], text)
const say = (text) => process.stdout.write(text + "\\n")
`
  writeFileSync(join(folder, "main.mjs"), imports + main)
  writeFileSync(join(folder, "post.mjs"), imports + (post ?? ""))
  writeFileSync(
    join(folder, "action.yml"),
    `name: sample
inputs:
  max-shards: { default: 4 }
  suite: { description: none }
  github-token: { default: "\${{ github.token }}" }
runs:
  using: node24
  main: main.mjs
${post === undefined ? "" : "  post: post.mjs\n"}${extra ?? ""}`,
  )
  return runAction({ metadata: join(folder, "action.yml"), folder, ...rest })
}

describe("environment", () => {
  it("gives inputs with their defaults, hyphens kept, and nothing of ours", async () => {
    process.env["OURS"] = "x"
    const { log, annotations } = await run(
      `for (const n of Object.keys(env).sort()) if (/^INPUT|OURS|ATTEMPT|^GITHUB_REPOSITORY$/.test(n)) say(n + "=" + env[n])`,
      { inputs: { suite: "a b", other: "1" }, attempt: 3, token: "t0ken", env: { EXTRA: "1" } },
    )
    delete process.env["OURS"]
    expect(log).toEqual([
      "GITHUB_REPOSITORY=acme/shop",
      "GITHUB_RUN_ATTEMPT=3",
      "INPUT_GITHUB-TOKEN=***",
      "INPUT_MAX-SHARDS=4",
      "INPUT_OTHER=1",
      "INPUT_SUITE=a b",
    ])
    expect(annotations).toMatchObject([{ level: "warning", message: "unexpected input 'other'" }])
  })

  it("starts in the workspace", async () => {
    const { log } = await run("say(process.cwd())", { workspace: folder })
    expect(log).toEqual([folder])
  })
})

describe("command files", () => {
  it("are read at the end of the step; later lines win", async () => {
    const result = await run(
      `file("OUTPUT", "a=1\\nb<<EOF\\nx=1\\n\\ny\\nEOF\\n\\na=2\\nempty=\\n")
file("ENV", "FOO=bar\\n"); file("PATH", "/x\\n/y\\n"); file("STEP_SUMMARY", "# hi\\n")`,
    )
    expect(result).toMatchObject({
      conclusion: "success",
      outputs: { a: "2", b: "x=1\n\ny", empty: "" },
      exported: { FOO: "bar" },
      paths: ["/x", "/y"],
      summary: "# hi\n",
      annotations: [],
    })
  })

  it.each([
    ["a line without a sign", "oops", "'oops' has no valid format"],
    ["a heredoc that never ends", "b<<EOF\\nx", "the delimiter 'EOF' was not found"],
    ["a missing name", "=1", "a name is missing in '=1'"],
  ])("%s fails the step and loses what follows", async (_, text, message) => {
    const result = await run(`file("OUTPUT", "a=1\\n${text}\\nc=3\\n")`)
    expect(result).toMatchObject({
      conclusion: "failure",
      exitCode: 0,
      outputs: { a: "1" },
      annotations: [{ level: "error", message: `GITHUB_OUTPUT: ${message}` }],
    })
    expect(result.outputs["c"]).toBeUndefined()
  })

  it.each([
    [1024 * 1024, 1024 * 1024, 0],
    [1024 * 1024 + 1, 0, 1],
  ])("a summary of %i bytes keeps %i", async (bytes, kept, errors) => {
    const result = await run(`file("STEP_SUMMARY", "x".repeat(${bytes}))`)
    expect(result.summary.length).toBe(kept)
    expect(result.annotations).toHaveLength(errors)
    expect(result.conclusion).toBe("success")
  })

  it("does not let NODE_OPTIONS through", async () => {
    const result = await run(`file("ENV", "NODE_OPTIONS=--inspect\\nA=1\\n")`)
    expect(result.exported).toEqual({ A: "1" })
    expect(result.annotations).toHaveLength(1)
  })
})

describe("workflow commands", () => {
  it("are found at the start of a line, in the old form anywhere, on both streams", async () => {
    const result = await run(`
say("::error file=a%2Cb.sh,line=3,title=T%3A 1::bad%0Athing")
say("  ::warning::indented")
say("text ::error::not at the start")
say("text ##[error]anywhere")
say("##[notice file=x;line=2]old")
process.stderr.write("::notice::stderr\\n")
say("::unknown::x")
say("::set-output name=o::v")
`)
    expect(result.annotations.toSorted((a, b) => (a.message < b.message ? -1 : 1))).toEqual([
      { level: "error", message: "anywhere", properties: {} },
      {
        level: "error",
        message: "bad\nthing",
        properties: { file: "a,b.sh", line: "3", title: "T: 1" },
      },
      { level: "warning", message: "indented", properties: {} },
      { level: "notice", message: "old", properties: { file: "x", line: "2" } },
      { level: "notice", message: "stderr", properties: {} },
    ])
    expect(result.outputs).toEqual({ o: "v" })
  })

  it("keeps ten annotations of a level in a step and cuts long messages", async () => {
    const result = await run(`
for (let i = 0; i < 12; i++) say("::error::e" + i)
for (let i = 0; i < 11; i++) say("::warning::w" + i)
say("::notice::" + "n".repeat(5000))`)
    const levels = (level: string) => result.annotations.filter((one) => one.level === level)
    expect([levels("error").length, levels("warning").length]).toEqual([10, 10])
    expect(result.droppedAnnotations).toBe(3)
    expect(levels("notice")[0]?.message.length).toBe(4096)
  })

  it("are inert between stop-commands and its token", async () => {
    const result = await run(`
say("::stop-commands::tok3n"); say("::error::no"); say("##[error]no"); say("::add-mask::e")
say("::tok3n::"); say("::error::yes")
say("::stop-commands::error")`)
    expect(result.annotations.map((one) => one.message)).toEqual([
      "yes",
      "'error' cannot be a token for stop-commands",
    ])
  })

  it("masks log, annotations and summary, and tells which outputs would be lost", async () => {
    const result = await run(`
say("::add-mask::s3cret%0Atwo"); say("a s3cret b two"); say("::error::s3cret")
file("STEP_SUMMARY", "s3cret"); file("OUTPUT", "kept=x\\nlost=has s3cret\\n")`)
    expect(result.log).toEqual(["::add-mask::***", "a *** b ***", "::error::***"])
    expect(result.annotations[0]?.message).toBe("***")
    expect(result.summary).toBe("***")
    expect(result.hiddenOutputs).toEqual(["lost"])
  })
})

describe("post", () => {
  it("gets the state and what main exported, with files of its own", async () => {
    const { post, conclusion } = await run(
      `file("STATE", "folder=/x\\n"); say("::save-state name=old::1"); file("ENV", "FOO=bar\\n")
file("OUTPUT", "a=1\\n"); process.exit(3)`,
      {
        post: `say([env.STATE_folder, env.STATE_old, env.FOO, env["INPUT_MAX-SHARDS"]].join())
file("OUTPUT", "b=1\\n")`,
      },
    )
    expect(conclusion).toBe("failure")
    expect(post).toMatchObject({ log: ["/x,1,bar,4"], outputs: { b: "1" }, conclusion: "success" })
  })

  it.each([
    ["success()", 0, true],
    ["success()", 1, false],
    ["failure()", 1, true],
    ["!cancelled()", 1, true],
  ])("with post-if %s after exit %i: %s", async (condition, exit, runs) => {
    const extra = `  post-if: "${condition}"\n`
    const { post } = await run(`process.exit(${exit})`, { post: "", extra })
    expect(post !== null).toBe(runs)
  })
})

describe("cancellation", () => {
  const cancelled = (main: string, patience?: RunActionOptions["patience"]) => {
    const ready = Promise.withResolvers<void>()
    return run(`${main}\nsay("ready"); setInterval(() => {}, 1000)`, {
      post: `say("post ran")`,
      cancelAfter: ready.promise,
      onLine: (line) => {
        if (line === "ready") ready.resolve()
      },
      ...(patience === undefined ? {} : { patience }),
    })
  }

  it("interrupts first, and post runs", async () => {
    const result = await cancelled(`process.on("SIGINT", () => { say("int"); process.exit(130) })`)
    expect(result).toMatchObject({
      conclusion: "cancelled",
      exitCode: 130,
      signals: ["SIGINT"],
      log: ["ready", "int"],
      post: { log: ["post ran"] },
    })
  })

  it("terminates, then kills, what does not listen", async () => {
    const result = await cancelled(
      `process.on("SIGINT", () => say("int")); process.on("SIGTERM", () => say("term"))`,
      { interruptMs: 100, terminateMs: 100 },
    )
    expect(result).toMatchObject({
      exitCode: 137,
      signals: ["SIGINT", "SIGTERM", "SIGKILL"],
      log: ["ready", "int", "term"],
      post: { conclusion: "success" },
    })
  })

  it("leaves children alone until the job ends, and tells who outlived it", async () => {
    const result = await cancelled(
      `const child = spawn("sleep", ["1000"], { stdio: "ignore" }); say(String(child.pid))`,
    )
    const [pid] = result.log
    expect(result.exitCode).toBe(130)
    expect(result.survivors).toEqual([{ pid: Number(pid), command: "sleep 1000" }])
  })

  it("does not wait for ever for output that a child holds open", async () => {
    const result = await run(
      `spawn("sleep", ["1000"], { stdio: "inherit", detached: true }).unref(); process.exit(0)`,
      { patience: { outputMs: 50 } },
    )
    expect(result).toMatchObject({ exitCode: 0, outputAbandoned: true, survivors: { length: 1 } })
  })
})
