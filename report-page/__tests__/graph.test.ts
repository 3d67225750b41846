import { expect, it } from "vitest"
import { graphOf, MAX_DRAWN } from "../data/graph.ts"
import { buildScenario } from "./build-scenario.ts"

const scenario = (id: string, durationSeconds: number, ...needs: readonly string[]) =>
  buildScenario(id, { durationSeconds, needs })

it("has everything with needs behind what it needs, and the longest chain of times", () => {
  const graph = graphOf([
    scenario("alone", 99),
    scenario("shop", 1, "login", "db"),
    scenario("db", 2),
    scenario("login", 3, "db"),
    scenario("mail", 5, "db"),
    scenario("report", 3, "shop", "mail", "unselected"),
  ])
  expect([...graph.nodes.keys()]).toEqual(["db", "login", "mail", "shop", "report"])
  expect(graph.criticalPath.map(({ id }) => id)).toEqual(["db", "mail", "report"])
  expect(graph.criticalSeconds).toBe(10)
  expect(graph.nodes.get("report")).toMatchObject({
    ...{ needs: ["shop", "mail"], neededBy: [], level: 3, critical: 3 },
  })
  expect(graph.nodes.get("db")?.neededBy).toEqual(["shop", "login", "mail"])
  expect(graph.columns.map((column) => column.map((node) => node.scenario.id))).toEqual([
    ["db"],
    ["mail", "login"],
    ["shop"],
    ["report"],
  ])
})

it("draws so many at most: the critical path and what is not green", () => {
  const many = Array.from({ length: 5_000 }, (_, index) =>
    buildScenario(`s${index}`, { needs: ["root"], verdict: index === 4_321 ? "failed" : "passed" }),
  )
  const slow = scenario("slow", 9, "root")
  const graph = graphOf([...many, scenario("root", 1), slow])
  const drawn = graph.columns.flat()
  expect(graph.nodes.size).toBe(5_002)
  expect(drawn).toHaveLength(MAX_DRAWN)
  expect(graph.criticalPath.map(({ id }) => id)).toEqual(["root", "slow"])
  const ids = drawn.map((node) => node.scenario.id)
  expect(ids).toEqual(expect.arrayContaining(["root", "slow", "s4321"]))
  expect(new Set(drawn.map(({ column, row }) => `${column} ${row}`)).size).toBe(MAX_DRAWN)
})

it("is empty without needs, and leaves out a circle that a damaged plan may have", () => {
  expect(graphOf([scenario("a", 1), scenario("b", 1, "gone")]).nodes.size).toBe(0)
  expect(graphOf([scenario("a", 1, "b"), scenario("b", 1, "a")]).nodes.size).toBe(0)
})

it("is made at once of 25,000 scenarios in chains of 1,000", () => {
  const many = Array.from({ length: 25_000 }, (_, index) =>
    scenario(`s${index}`, 1, ...(index % 1_000 === 0 ? [] : [`s${index - 1}`])),
  )
  const graph = graphOf(many)
  expect(graph.criticalPath).toHaveLength(1_000)
  expect(graph.columns).toHaveLength(MAX_DRAWN)
})
