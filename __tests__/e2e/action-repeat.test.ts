/** What annotations of the action say of a failure: a line that repeats it in a clone of the repository. */
import { spawnSync } from "node:child_process"
import { expect, it } from "vitest"
import { COMMAND } from "../__rig__/project.ts"
import type { ResultsService } from "../__rig__/results-service/service.ts"
import { ActionRun, resultsOf, scenarioOf } from "./action-run.ts"

const NOTHING = { environmentOf: () => ({}) } satisfies Pick<ResultsService, "environmentOf">
const USED = { GITHUB_ACTION_REPOSITORY: "acme/parallel-smoke", GITHUB_ACTION_REF: "v1" }
const SERVER = { GITHUB_SERVER_URL: "https://github.example.com" }
const CALL =
  "npx --package=https://github.example.com/acme/parallel-smoke/archive/v1.tar.gz parallel-smoke"

it("has the profile, the variables and paths of the repository, which is in a folder", async () => {
  const run = new ActionRun(NOTHING, {
    "repo/.git/HEAD": "ref: refs/heads/main\n",
    "repo/ci/smoke.yml":
      "profiles: { staging: { env: { STAGE: staging } } }\nscenarios:\n  pay: { run: 'test $STAGE = live' }\n",
  })
  const step = await run.job("all", {
    inputs: { suite: "repo/ci/smoke.yml", profile: "staging", env: "TOKEN=secret-value" },
    env: { ...SERVER, ...USED },
  })
  const line = `TOKEN="\${TOKEN:?}" ${CALL} run ci/smoke.yml --profile staging --filter pay`
  expect(scenarioOf(resultsOf(step), "pay").reproduce).toBe(line)
  expect(step.annotations[0]?.message).toContain(line)
  expect(step.annotations[0]?.properties).toMatchObject({ file: "ci/smoke.yml", line: "3" })
})

it("works for scenarios of an input, wherever it is pasted", async () => {
  const run = new ActionRun(NOTHING, {})
  const scenarios = "cart: echo ok\npay:\n  needs: [cart]\n  run: |\n    echo one\n    exit 3\n"
  const command = `${process.execPath} ${COMMAND}`
  const step = await run.job("all", {
    inputs: { scenarios, "repeat-command": command },
    env: SERVER,
  })
  const line = scenarioOf(resultsOf(step), "pay").reproduce ?? ""
  const done = spawnSync("sh", ["-c", line], { cwd: run.folder, encoding: "utf8" })
  expect(done.stderr).toContain("FAILED: 1 of 2 failed (pay)")
  expect(done.status).toBe(1)
})

it("shows problems of a suite at their lines of the repository", async () => {
  const files = { "repo/.git/HEAD": "ref: refs/heads/main\n", "repo/smoke.yml": "scenarios: 3\n" }
  const step = await new ActionRun(NOTHING, files).job("all", {
    inputs: { suite: "repo/smoke.yml" },
  })
  expect(step.conclusion).toBe("failure")
  expect(step.annotations[0]?.properties).toMatchObject({ file: "smoke.yml", line: "1" })
})
