import { describe, expect, it } from "vitest"
import type { Choice } from "../data/place.ts"
import { select } from "../data/select.ts"
import { buildScenario } from "./build-scenario.ts"

const ALL = [
  buildScenario("home", { durationSeconds: 3, tags: ["web"] }),
  buildScenario("login", { verdict: "flaky", message: "exit code 1: Token expired", shard: 2 }),
  buildScenario("accepted", { verdict: "failed", quarantined: true }),
  buildScenario("pay", { verdict: "failed", group: ["money"], matrix: { region: "EU" } }),
  buildScenario("gone", { verdict: "lost", shard: null }),
]

const idsOf = (choice: Choice) => select(ALL, choice).map(({ id }) => id)

describe("select", () => {
  const cases: readonly (readonly [Choice, readonly string[]])[] = [
    [{}, ["pay", "accepted", "gone", "login", "home"]],
    [{ sort: "plan" }, ["home", "login", "accepted", "pay", "gone"]],
    [{ sort: "name" }, ["accepted", "gone", "home", "login", "pay"]],
    [{ sort: "slow" }, ["home", "login", "accepted", "pay", "gone"]],
    [{ sort: "unknown" }, ["pay", "accepted", "gone", "login", "home"]],
    [{ q: "token EXPIRED" }, ["login"]],
    [{ q: "eu" }, ["pay"]],
    [{ q: "smoke.yml home" }, ["home"]],
    [{ verdict: "lost,flaky" }, ["gone", "login"]],
    [{ verdict: "nonsense" }, ["pay", "accepted", "gone", "login", "home"]],
    [{ shard: "2" }, ["login"]],
    [{ tag: "web" }, ["home"]],
    [{ group: "money", verdict: "passed" }, []],
  ]
  it.each(cases)("%j gives %j", (choice, ids) => {
    expect(idsOf(choice)).toEqual(ids)
  })

  it("leaves the order of the plan alone", () => {
    const before = ALL.map(({ id }) => id)
    idsOf({ sort: "slow" })
    expect(ALL.map(({ id }) => id)).toEqual(before)
  })
})
