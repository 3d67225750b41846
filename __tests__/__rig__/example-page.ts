/**
 * A made-up run for pictures of the HTML page: a shop on two shards with needs, a history, a screenshot.
 */
import { pack } from "../../src/adapters/node/files/pack.ts"
import { pagePieces } from "../../src/report/page/page.ts"
import type { PageInput } from "../../src/report/page/page-input.ts"
import { PAGE_TEMPLATE } from "../../src/report/page/template.ts"
import { buildPlan, buildShard } from "./builders.ts"
import { pastRuns } from "./past-runs.ts"
import { sampleRun } from "./sample-runs.ts"

const GATEWAY = "error: the payment gateway answered 502 Bad Gateway"

/** Times of what passes, in seconds. */
const SECONDS: Readonly<Record<string, number>> = {
  ...{ database: 3.2, "search:index": 6.4, "search:results": 2.1, "search:typos": 1.6 },
  ...{ cart: 3.8, "account:register": 2.7, "catalogue:images": 4.9, "mail:welcome": 1.2 },
}

/** The page, with this PNG as what the failed scenario kept. */
export function examplePage(screenshot: Buffer): string {
  return [...pagePieces(exampleInput(screenshot))].join("")
}

function exampleInput(screenshot: Buffer): PageInput {
  const shop = [
    ...[sketch("database", 4), sketch("search:index", 9, "database")],
    ...[sketch("account:login", 14, "database"), sketch("search:results", 21, "search:index")],
    sketch("cart", 26, "account:login", "search:index"),
    ...[sketch("checkout:card", 33, "cart"), sketch("checkout:invoice", 41, "cart")],
    sketch("mail:receipt", 48, "checkout:card"),
  ]
  const rest = [
    ...[sketch("catalogue:images", 55), sketch("account:register", 60)],
    ...[sketch("mail:welcome", 66, "account:register"), sketch("search:typos", 71)],
  ]
  const plan = buildPlan({
    ...{ suite: "web shop", suiteFile: "smoke.yml", shards: [shop, rest], workers: 2 },
    ...{ predictedSeconds: 21, lowerBoundSeconds: 19 },
  })
  const first = buildShard(plan, 1).start()
  const passed = (id: string, worker = 1) =>
    first.passed(id, { ms: (SECONDS[id] ?? 1) * 1_000, worker })
  passed("database")
  passed("search:index")
  first.flaky("account:login", {
    ...{ cause: "exit-code", ms: 2_300, worker: 2, message: "error: token expired" },
    tail: "error: token expired",
  })
  passed("search:results", 2)
  passed("cart")
  first.failed("checkout:card", {
    ...{ cause: "exit-code", exitCode: 3, ms: 5_600, message: GATEWAY, tail: GATEWAY },
    artifacts: ["artifacts/checkout-card.1/checkout.png", "artifacts/checkout-card.1/answer.json"],
  })
  first.failed("checkout:invoice", {
    ...{ cause: "exit-code", exitCode: 3, ms: 4_100, message: GATEWAY, tail: GATEWAY, worker: 2 },
  })
  first.skipped("mail:receipt", "needs checkout:card, which did not pass", "dependency-failed")
  const second = buildShard(plan, 2).start()
  for (const { id } of rest) second.passed(id, { ms: (SECONDS[id] ?? 1) * 1_000 })
  const run = sampleRun(plan, [first.finish(), second.finish()])
  return {
    ...{ ...run, every: () => run.results.scenarios, pack },
    ...{ version: "0.1.0", template: PAGE_TEMPLATE, fixtureLogs: () => [] },
    past: pastRuns({
      "checkout:card": [...Array(6).fill("passed"), "failed", "passed", "failed", "passed"],
      "account:login": ["passed", "flaky", "passed", "passed", "flaky"],
    }),
    readLog: ({ log }) => ({ parts: [logOf(log)], bytes: null }),
    readFile: ({ path }) => (path.endsWith(".png") ? screenshot.toString("base64") : null),
  }
}

function sketch(id: string, line: number, ...needs: readonly string[]) {
  const definition = { slug: id.replace(":", "-") }
  return { id, line, needs, tags: [id.split(":")[0] ?? id], definition }
}

function logOf(log: string): string {
  const steps = Array.from(
    { length: 36 },
    (_, i) =>
      `\u001b[2m12:00:${String(i).padStart(2, "0")}\u001b[0m \u001b[36mstep ${i + 1}\u001b[0m POST /pay/${4_000 + i * 7} 200`,
  )
  const end = log.includes("checkout")
    ? ["\u001b[33mretrying in 2 s\u001b[0m", `\u001b[31m${GATEWAY}\u001b[0m`]
    : ["done"]
  return [...steps, ...end].join("\n")
}
