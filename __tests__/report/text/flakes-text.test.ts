import { describe, expect, it } from "vitest"
import type { Results } from "../../../src/formats/results.ts"
import { renderMarkdown } from "../../../src/report/summary/summary.ts"
import { flakeLines } from "../../../src/report/text/flakes-text.ts"
import { toAnnotations } from "../../../src/report/view/annotations.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { sampleRun } from "../../__rig__/sample-runs.ts"

const PLAN = buildPlan({ shards: [["login", "pay", "home"]], suiteFile: "smoke.yml" })

const FLAKES: NonNullable<Results["flakes"]> = {
  ...{ runs: 48, red: 2, redWithoutRetries: 15 },
  leftOut: { failures: 1, fixture: 1 },
  counts: { new: 1, known: 1, recovered: 1 },
  scenarios: [
    { id: "pay", state: "known", runs: 20, flaky: 3, rate: 0.15, low: 0.052, high: 0.36 },
    { id: "home", state: "recovered", runs: 20, flaky: 2, rate: 0.1, low: 0.028, high: 0.301 },
    { id: "login", state: "new", runs: 20, flaky: 1, rate: 0.05, low: 0.009, high: 0.236 },
  ],
  slower: [{ id: "home", beforeSeconds: 1, seconds: 2.1, runs: 20, chance: 0.000064 }],
}

function run(flakes: Results["flakes"] | null) {
  const shard = buildShard(PLAN).start().flaky("login").passed("pay").passed("home").finish()
  return sampleRun(PLAN, [shard], { flakes })
}

describe("flakes in words", () => {
  it("are complete for a terminal", () => {
    expect(flakeLines(FLAKES)).toEqual([
      "without retries 31 % of the last 48 runs would have been red, with them 4.2 %",
      "pay: known flake: 15 % of 20 runs (95 %: 5.2 to 36 %)",
      "home: recovered flake: 10 % of 20 runs (95 %: 2.8 to 30 %)",
      "login: new flake",
      "home: slower: 1.0s before, 2.1s in the last 5 runs: 2.1 times as long (p = 0.000064)",
      "2 runs left out of the rates: over 80 % of the scenarios failed in 1, a fixture was down in 1",
    ])
  })

  it("are a folded section of the summary, a word at each flaky scenario, and two lines of the log", () => {
    const markdown = renderMarkdown(run(FLAKES))
    expect(markdown).toContain(`
<details><summary>Flakes: 1 new, 1 known, 1 recovered, 1 slower</summary>

- Without retries 31 % of the last 48 runs would have been red, with them 4.2 %
- <code>pay</code>: known flake: 15 % of 20 runs (95 %: 5.2 to 36 %)
`)
    expect(markdown).toMatch(/⚠️ <code>login<\/code>: .* · new flake/u)
    expect(renderEnding({ ...run(FLAKES), color: false })).toContain(`
flakes
  1 new, 1 known, 1 recovered, 1 slower
  without retries 31 % of the last 48 runs would have been red, with them 4.2 %
`)
  })

  it("change no verdict and no annotation", () => {
    const [told, untold] = [run(FLAKES).results, run(null).results]
    expect({ ...told, flakes: undefined }).toEqual(untold)
    expect(toAnnotations(told)).toEqual(toAnnotations(untold))
  })

  it("are nothing where retries hid nothing and nothing is slower", () => {
    const quiet = { ...FLAKES, redWithoutRetries: 2, scenarios: [], slower: [] }
    const counts = { new: 0, known: 0, recovered: 0 }
    expect(renderMarkdown(run({ ...quiet, counts }))).not.toContain("Flakes")
    expect(renderEnding({ ...run({ ...quiet, counts }), color: false })).not.toContain("flakes")
    expect(flakeLines(undefined)).toEqual([])
  })
})
