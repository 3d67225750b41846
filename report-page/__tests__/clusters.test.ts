import { expect, it } from "vitest"
import { clustersOf } from "../data/clusters.ts"
import { buildScenario } from "./build-scenario.ts"

const failed = (id: string, message: string, cause: "exit-code" | "timeout" = "exit-code") =>
  buildScenario(id, { verdict: "failed", cause, message })

it("puts failures together whose messages differ in numbers only, the most frequent first", () => {
  const clusters = clustersOf([
    failed("a", "timed out after 3s", "timeout"),
    failed("b", "exit code 1: volume pvc-17 of 10.5 Gi was not mounted after 341 ms"),
    failed("c", "exit code 1: volume pvc-9123 of 2 Gi was not mounted after 3 ms"),
    failed("d", "id 6f1c2d3e-0a1b-4c2d-8e3f-a1b2c3d4e5f6 at 0x7ffe"),
    failed("e", "id 00000000-0a1b-4c2d-8e3f-a1b2c3d4e5f6 at 0x1"),
    buildScenario("fine"),
  ])
  expect(clusters.map(({ scenarios }) => scenarios.map(({ id }) => id))).toEqual([
    ["b", "c"],
    ["d", "e"],
    ["a"],
  ])
  expect(clusters[0]?.message).toContain("pvc-17")
})

it("keeps causes apart", () => {
  const clusters = clustersOf([failed("a", "x 1"), failed("b", "x 2", "timeout")])
  expect(clusters).toHaveLength(2)
})
