/**
 * The summaries that the docs show: of a red and of a green run of one suite.
 */
import type { Base } from "../../src/core/base.ts"
import type { Results } from "../../src/formats/results.ts"
import type { RunAddress } from "../../src/report/summary/links.ts"
import { renderMarkdown } from "../../src/report/summary/summary.ts"
import { START } from "./build-shard.ts"
import { buildPlan, buildShard, buildSkip } from "./builders.ts"
import { pastRuns } from "./past-runs.ts"
import { type SampleRun, sampleRun } from "./sample-runs.ts"

const ADDRESS: RunAddress = {
  server: "https://github.com",
  repository: "acme/storefront",
  runId: "18204711",
  attempt: 1,
  commit: "4be2a6c1d0f5e3978a6b2c4d8e1f0a3b5c7d9e2f",
  report: "https://github.com/acme/storefront/actions/runs/18204711#artifacts",
}

const PAST = pastRuns({
  checkout: ["passed", "passed", "failed", "passed", "passed", "passed"],
  "search:fuzzy": Array(8).fill("passed"),
  login: ["passed", "flaky", "passed", "passed", "flaky", "passed"],
})

const PLAN = buildPlan({
  suiteFile: "smoke.yml",
  shards: [
    [
      { id: "checkout", name: "Checkout with a voucher", line: 12 },
      { id: "home", name: "Home page", line: 4 },
      { id: "login", name: "Login works", line: 21 },
      { id: "cart", name: "Cart keeps its items", line: 28 },
    ],
    [
      { id: "search:exact", name: "Search finds the product", line: 36 },
      { id: "search:fuzzy", name: "Search forgives typing errors", line: 36 },
      { id: "account", name: "Account shows orders", line: 52 },
    ],
  ],
  skipped: [
    buildSkip("gpu-preview", "nvidia-smi is not there", "missing-capability"),
    buildSkip("mail", "github.ref == 'refs/heads/main' is false"),
  ],
  predictedSeconds: 34,
  lowerBoundSeconds: 31,
  more: { seed: 1 },
})

const LATEST = new Set([...Object.keys(PLAN.scenarios), "wishlist"])

/** The base branch an hour before. */
const BASE: Base = {
  ...{ ref: "refs/heads/main", commit: "9d1c7e3b5a2f4068d7c1e9b3a5f20846c8e7d1b3", runs: 10 },
  ...{ at: new Date(START - 3_600_000).toISOString(), seen: LATEST, latest: LATEST },
  unclean: new Set(["checkout"]),
}

const FLAKES: NonNullable<Results["flakes"]> = {
  ...{ runs: 50, red: 4, redWithoutRetries: 16, leftOut: { failures: 1, fixture: 0 } },
  counts: { new: 0, known: 1, recovered: 1 },
  scenarios: [
    { id: "login", state: "known", runs: 20, flaky: 4, rate: 0.2, low: 0.081, high: 0.416 },
    { id: "cart", state: "recovered", runs: 20, flaky: 2, rate: 0.1, low: 0.028, high: 0.301 },
  ],
  slower: [{ id: "account", beforeSeconds: 6.2, seconds: 9.4, runs: 20, chance: 0.00013 }],
}

const TRACE = `POST /api/cart 201
POST /api/voucher 200
POST /api/orders 500
Error: expected the order to be created
    at checkout (smoke/checkout.mjs:41:9)
`

/** Red: two failures, one flaky scenario. */
function redRun(): SampleRun {
  const one = buildShard(PLAN, 1)
    .start()
    .failed(
      "checkout",
      { ms: 11_800, message: "exit code 1: Error: expected the order to be created", tail: TRACE },
      { ms: 12_400, message: "exit code 1: Error: expected the order to be created", tail: TRACE },
    )
    .passed("home", { ms: 1_400, worker: 2 })
    .flaky("login", { ms: 5_200, worker: 2, message: "timed out after 5.0s", cause: "timeout" })
    .passed("cart", { ms: 3_100 })
    .finish()
  const two = buildShard(PLAN, 2)
    .start()
    .passed("search:exact", { ms: 8_000 })
    .failed("search:fuzzy", { ms: 6_300, worker: 2, message: "exit code 3: no result for 'shoos'" })
    .passed("account", { ms: 9_700 })
    .finish()
  return sampleRun(PLAN, [one, two], { base: BASE, flakes: FLAKES })
}

/** Green, the same suite. */
function greenRun(): SampleRun {
  const plan = { ...PLAN, skipped: [] }
  const [one, two] = [buildShard(plan, 1).start(), buildShard(plan, 2).start()]
  one.passed("checkout", { ms: 12_100 }).passed("home", { ms: 1_400, worker: 2 })
  one.passed("login", { ms: 4_100, worker: 2 }).passed("cart", { ms: 3_100 }).finish()
  two.passed("search:exact", { ms: 8_000 }).passed("search:fuzzy", { ms: 6_300, worker: 2 })
  two.passed("account", { ms: 9_700 }).finish()
  return sampleRun(plan, [one, two])
}

/** Both as Markdown. */
export function exampleSummaries(): { readonly red: string; readonly green: string } {
  const render = (run: SampleRun) => {
    const shards = run.results.shards.map((shard) => ({ ...shard, job: `5102${shard.shard}` }))
    const results = { ...run.results, shards }
    return renderMarkdown({ ...run, results, address: ADDRESS, past: PAST })
  }
  return { red: render(redRun()), green: render(greenRun()) }
}
