/**
 * A suite whose sizes multiply is counted before it is expanded, over all files and matrices.
 */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { makePlanningRig, type PlanningRig } from "./planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const upTo = (count: number) => JSON.stringify([...Array(count).keys()])
const files = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`data/${i}.txt`, ""]))

describe("the scenarios of a suite", () => {
  it("are counted over files and matrices before one is made", () => {
    const suite = `scenarios:
  load:
    for-each: { files: "data/*.txt" }
    run: ./load
    strategy: { matrix: { a: ${upTo(1_000)}, b: ${upTo(1_000)}, exclude: [{ a: 1, b: [1, 2] }] } }
  small: { run: ./small, strategy: { matrix: { x: [1, 2, 3] } } }
  one: ./one
`
    const before = process.memoryUsage().heapUsed
    const text = rig.failureOf({ "smoke.yml": suite, ...files(100) })
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 << 20)
    expect(text).toContain(
      "`load` expands to 100 files × (1,000 a × 1,000 b − 2 excluded) = 99,999,800 scenarios, and the suite has 99,999,804 scenarios; at most 300,000 are allowed",
    )
    expect(text).toContain("`small` expands to 3 x = 3")
    expect(text).toContain("`--max-scenarios`")
  })

  it("may be as many as the user says, whatever the suite says", () => {
    const suite = (more = "") => `${more}scenarios:
  a: { run: ./a, strategy: { matrix: { x: [1, 2, 3] } } }
  b: { run: ./b, strategy: { matrix: { x: [1, 2, 3], exclude: [{ x: 3 }] } } }
`
    const ids = rig.selectedOf({ "smoke.yml": suite() }, { maxScenarios: 5 })
    expect(ids).toEqual(["a:1", "a:2", "a:3", "b:1", "b:2"])
    const text = rig.failureOf({ "smoke.yml": suite() }, { maxScenarios: 4 })
    expect(text).toContain("and the suite has 5 scenarios; at most 4 are allowed")
    expect(text).toContain("`b` expands to 3 x − 1 excluded = 2")
    expect(rig.failureOf({ "smoke.yml": suite("max-scenarios: 9\n") })).toContain("unknown-key")
  })

  it("are counted for each file where matrices read it", () => {
    const suite = `scenarios:
  load:
    for-each: { files: "data/*.txt" }
    run: ./load
    strategy: { matrix: { a: ["\${{ file.name }}", x], b: [1, 2, 3] } }
`
    const tree = { "smoke.yml": suite, ...files(2) }
    expect(rig.selectedOf(tree, { maxScenarios: 12 })).toHaveLength(12)
    expect(rig.failureOf(tree, { maxScenarios: 11 })).toContain(
      "`load` expands to 2 files × their matrices = 12 scenarios; at most 11 are allowed",
    )
  })

  it("are counted where nothing multiplies", () => {
    const suite = { "smoke.yml": "scenarios: { a: ./a, b: ./b, c: ./c }" }
    expect(rig.selectedOf(suite, { maxScenarios: 3 })).toHaveLength(3)
    expect(rig.failureOf(suite, { maxScenarios: 2 })).toContain(
      "the suite has 3 scenarios; at most 2 are allowed",
    )
  })

  it("do not hide what else is wrong", () => {
    const suite = `scenarios:
  many: { run: ./a, strategy: { matrix: { x: [1, 2, 3] } } }
  bad: { run: ./b, strategy: { matrix: { x: 1 } } }
  needy: { run: ./c, needs: many }
`
    const text = rig.failureOf({ "smoke.yml": suite }, { maxScenarios: 2 })
    expect(text).toContain("suite/too-many-scenarios")
    expect(text).toContain("the dimension `x` must be a list of values")
    expect(text).toContain("2 errors")
  })
})
