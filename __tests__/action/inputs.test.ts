import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type ActionInputs, readInputs, secretsOf } from "../../src/action/inputs.ts"
import { INPUTS } from "../../src/settings/input.ts"

type Texts = Readonly<Record<string, string>>

/** Inputs as the runner hands them over: upper case, hyphens kept. */
function environment(inputs: Texts): Record<string, string> {
  const all = INPUTS.map(({ name, default: standard }) => [name, standard])
  const given = { ...Object.fromEntries(all), "github-token": "", "job-id": "", ...inputs }
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, String(value)]),
  )
}

function read(inputs: Texts): ActionInputs {
  const result = readInputs(environment(inputs))
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

function problemOf(inputs: Texts): string {
  const result = readInputs(environment(inputs))
  return !result.ok && result.error.reason === "usage/invalid" ? result.error.message : "none"
}

describe("readInputs", () => {
  it("reads what is accepted of skips and runners", () => {
    expect(
      read({
        "on-missing": "fail",
        "max-skipped": "12.5%",
        "allow-runners": "self-hosted, gpu*",
        curve: "true",
        prices: "prices.json",
        probed: "gpu=found/gpu.json\nlinux = linux.json",
      }),
    ).toMatchObject({
      onMissing: "fail",
      maxSkipped: { percent: 12.5 },
      allowRunners: ["self-hosted", "gpu*"],
      curve: true,
      prices: "prices.json",
      probed: [
        { key: "gpu", value: "found/gpu.json" },
        { key: "linux", value: "linux.json" },
      ],
    })
    expect(problemOf({ "max-skipped": "101%", probed: "gpu" })).toBe(
      'input probed: "gpu" is invalid, it expects class=file; input max-skipped: "101%" is invalid, it expects a number of scenarios, or a part of all such as 10%',
    )
  })

  it("has a meaning for inputs that are all at their standard", () => {
    const none = {
      campaignReset: [],
      command: "all",
      include: [],
      issue: false,
      shards: "auto",
      strategy: "balanced",
      order: "auto",
      share: "queue",
      workers: "auto",
      seed: 1,
      untilFailure: false,
      failRate: 0,
      undecided: "mark",
      filter: [],
      exclude: [],
      tags: [],
      features: [],
      component: [],
      meta: [],
      matrix: [],
      where: [],
      last: [],
      noDeps: false,
      profiles: [],
      maxScenarios: 300_000,
      history: "off",
      timings: [],
      failOn: [],
      ifEmpty: "fail",
      onMissing: "skip",
      curve: false,
      probed: [],
      allowRunners: [],
      inheritEnv: "all",
      passEnv: [],
      secretValues: [],
      retentionDays: 5,
      comment: "always",
      uploadReport: true,
      annotations: true,
    }
    expect(read({})).toEqual(none)
  })

  it("takes blanks for nothing", () => {
    expect(read({ scenarios: " \n ", suite: " " })).toEqual(read({}))
  })

  it("means the same when the runner hands over nothing at all", () => {
    expect(readInputs({})).toEqual(readInputs(environment({})))
  })

  it.each<readonly [Texts, Partial<ActionInputs>]>([
    [{ command: "plan" }, { command: "plan" }],
    [
      { command: "run", shard: " 7 " },
      { command: "run", shardNumber: 7 },
    ],
    [{ suite: " ci/smoke.yml\n" }, { suite: "ci/smoke.yml" }],
    [{ include: "a/*.sh\n\n  !a/lib/**  \n" }, { include: ["a/*.sh", "!a/lib/**"] }],
    [{ scenarios: "a: x\nb:\n  run: y\n" }, { scenarios: "a: x\nb:\n  run: y\n" }],
    [
      { shards: "256", workers: "3" },
      { shards: 256, workers: 3 },
    ],
    [{ "target-duration": "1h30m" }, { targetMs: 5_400_000 }],
    [{ retry: "0" }, { retry: 0 }],
    [{ retry: "2" }, { retry: 2 }],
    [
      { filter: "a:*\nb", exclude: "c d" },
      { filter: ["a:*", "b"], exclude: ["c d"] },
    ],
    [{ tags: "quick, slow\nnightly" }, { tags: ["quick", "slow", "nightly"] }],
    [{ "fail-fast": "true" }, { failFast: 1 }],
    [{ "fail-fast": "false" }, { failFast: null }],
    [{ "fail-fast": "12" }, { failFast: 12 }],
    [{ "fail-on": "flaky,skipped" }, { failOn: ["flaky", "skipped"] }],
    [{ "if-empty": "pass" }, { ifEmpty: "pass" }],
    [{ env: "A=1\n B=x=y \nC=\n" }, { env: { A: "1", B: "x=y", C: "" } }],
    [{ vars: "A=1\nB=x y" }, { vars: { A: "1", B: "x y" } }],
    [{ "working-directory": "web/shop" }, { workingDirectory: "web/shop" }],
    [
      { junit: "true", "upload-report": "false" },
      { junit: "true", uploadReport: false },
    ],
    [{ "inherit-env": "minimal" }, { inheritEnv: "minimal" }],
    [{ "inherit-env": "A, B_C" }, { inheritEnv: ["A", "B_C"] }],
    [{ redact: "one, two\n\n  three \n" }, { secretValues: ["one, two", "three"] }],
    [{ "inherit-env": "A\nB_C" }, { inheritEnv: ["A", "B_C"] }],
    [{ "time-budget": "30m" }, { budgetMs: 1_800_000 }],
    [{ "global-timeout": "1h" }, { timeoutMs: 3_600_000 }],
    [{ "pass-env": "ACTIONS_X INPUT_Y" }, { passEnv: ["ACTIONS_X", "INPUT_Y"] }],
    [
      { junit: "out/j.xml", "retention-days": "90", seed: "0" },
      { junit: "out/j.xml", retentionDays: 90, seed: 0 },
    ],
    [
      { component: "cart view\nlogin", meta: "team=a b\nx=y=z", matrix: "size=small" },
      {
        component: ["cart view", "login"],
        meta: [
          { key: "team", value: "a b" },
          { key: "x", value: "y=z" },
        ],
        matrix: [{ key: "size", value: "small" }],
      },
    ],
    [{ last: "failed, new" }, { last: ["failed", "new"] }],
    [{ "changed-since": "origin/main" }, { changedSince: "origin/main" }],
    [{ "no-deps": "true" }, { noDeps: true }],
    [{ cleanup: "./drop.sh --all" }, { cleanup: "./drop.sh --all" }],
    [{ "no-deps": "false" }, { noDeps: false }],
    [{ "plan-digest": "sha256:ab" }, { planDigest: "sha256:ab" }],
    [{ "github-token": "t" }, { token: "t" }],
    [{ "job-id": "48" }, { jobId: "48" }],
  ])("%j", (inputs, expected) => {
    expect(read(inputs)).toMatchObject(expected)
  })

  it.each<readonly [Texts, RegExp]>([
    [{ command: "Plan" }, /^input command.*all, plan, run, aggregate, publish$/u],
    [{ command: "run" }, /^command run needs shard: give it as \$\{\{ matrix\.shard \}\}$/u],
    [{ command: "run", shard: "0" }, /^input shard.*from 1 to 256$/u],
    [{ shards: "257" }, /^input shards.*from 1 to 256 or auto$/u],
    [{ workers: "many" }, /^input workers.*or auto, or a part of the machine such as 80%$/u],
    [{ "target-duration": "5" }, /^input target-duration.*5s or 5m\?$/u],
    [{ retry: "-1" }, /^input retry/u],
    [{ seed: "4294967296" }, /^input seed/u],
    [{ "fail-on": "flaky lost" }, /^input fail-on.*flaky, skipped$/u],
    [{ "fail-fast": "yes" }, /^input fail-fast/u],
    [{ meta: "a=b\nteam" }, /^input meta: "team" is invalid, it expects key=value$/u],
    [{ "inherit-env": "bad name" }, /^input inherit-env: "bad name" is invalid, it expects all/u],
    [
      { id: "My Shop" },
      /^input id: "My Shop" is invalid, it expects up to 60 lower-case letters, digits and hyphens/u,
    ],
    [{ matrix: "size" }, /^input matrix: "size" is invalid, it expects name=value$/u],
    [{ last: "failed lost" }, /^input last: "lost".*passed, failed, flaky, new$/u],
    [{ "no-deps": "yes" }, /^input no-deps.*true, false$/u],
    [{ "if-empty": "maybe" }, /^input if-empty.*fail, pass$/u],
    [{ "retention-days": "0" }, /^input retention-days/u],
    [{ suite: "a", include: "b" }, /^give either suite, or include and scenarios, not both$/u],
    [{ suite: "a", scenarios: "b: c" }, /^give either suite/u],
  ])("%j is refused", (inputs, message) => {
    expect(problemOf(inputs)).toMatch(message)
  })

  it.each([
    [{}, "off"],
    [{ command: "plan" }, "cache"],
    [{ command: "aggregate", history: "auto" }, "cache"],
    [{ history: "cache" }, "cache"],
    [{ command: "plan", history: "off" }, "off"],
    [{ command: "plan", history: "kept/history.json" }, "kept/history.json"],
  ] as const)("%j keeps the history in %s", (inputs, history) => {
    expect(read(inputs).history).toBe(history)
  })

  it("tells every problem at once", () => {
    const message = problemOf({ command: "x", shards: "y", seed: "z" })
    for (const name of ["command", "shards", "seed"]) expect(message).toContain(`input ${name}`)
  })

  it("gives scenarios plain values and secret ones, of which only these are secret", () => {
    const inputs = read({ vars: "STAGE=staging\nREGION=us", env: "REGION=eu\nTOKEN=abcdef" })
    expect(inputs.env).toEqual({ STAGE: "staging", REGION: "eu", TOKEN: "abcdef" })
    expect(secretsOf(inputs)).toEqual(["eu", "abcdef"])
    expect(read({ vars: "STAGE=staging" }).env).toEqual({ STAGE: "staging" })
    expect(secretsOf(read({ vars: "STAGE=staging" }))).toEqual([])
    expect(read({})).not.toHaveProperty("env")
  })

  it("never repeats a line of env", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z ]{10,28}[a-z]$/u), (secret) => {
        const message = problemOf({ env: `OK=1\n${secret}` })
        expect(message === "none" || !message.includes(secret.trim())).toBe(true)
      }),
    )
    expect(problemOf({ env: "OK=1\n1BAD=x\nno" })).toBe(
      "input env: line 2 is not NAME=value; line 3 is not NAME=value",
    )
  })
})
