// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type Ask, makePlanningRig, type PlanningRig } from "./planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const suiteOf: PlanningRig["suiteOf"] = (...args) => rig.suiteOf(...args)
const failureOf: PlanningRig["failureOf"] = (...args) => rig.failureOf(...args)
const selectedOf: PlanningRig["selectedOf"] = (...args) => rig.selectedOf(...args)

describe("a selection", () => {
  const SUITE = `
scenarios:
  cart: { run: a, features: [shop, gpu], meta: { component: jupyter, version: 1 }, estimate: 30s }
  pay: { run: a, features: [pay], meta: { component: spark, mode: [a, b] }, needs: [cart] }
  storage: { run: a, strategy: { matrix: { size: [{ name: s, cpu: 1 }, { name: l, cpu: 8 }] } } }
`
  const tree = { "smoke.yml": SUITE }
  const all = ["cart", "pay", "storage:s", "storage:l"]

  it.each<[Ask, readonly string[]]>([
    [{ features: ["gpu"] }, ["cart"]],
    [{ features: ["gpu", "pay"] }, ["cart", "pay"]],
    [{ meta: [{ key: "component", value: "jupyter" }] }, ["cart"]],
    [{ meta: [{ key: "version", value: "1" }] }, ["cart"]],
    [{ meta: [{ key: "mode", value: "b" }] }, ["pay", "cart"]],
    [{ matrix: [{ key: "size", value: "l" }] }, ["storage:l"]],
    [{ where: ["matrix.size.cpu > 4"] }, ["storage:l"]],
    [{ where: ["estimate < 60 && estimate != null"] }, ["cart"]],
    [{ where: ["contains(features, 'pay')"] }, ["pay", "cart"]],
    [{ where: ["startsWith(id, 'storage')", "matrix.size.name == 's'"] }, ["storage:s"]],
    [{ where: ["${{ name == 'cart' }}"] }, ["cart"]],
    [{ where: ["meta.component"] }, ["cart", "pay"]],
    [{ where: ["true"] }, all],
  ])("by %j", (ask, expected) => {
    expect(selectedOf(tree, ask)).toEqual(expected)
  })

  it("says why each scenario is out", () => {
    const { selection } = suiteOf(tree, {
      where: ["!contains(id, 'storage:s')"],
      exclude: ["pay"],
      features: ["shop"],
    })
    expect(Object.fromEntries([...selection.why, ...selection.whyNot])).toMatchInlineSnapshot(`
      {
        "cart": "feature shop, where",
        "pay": "exclude pay",
        "storage:l": "no feature shop",
        "storage:s": "no feature shop",
      }
    `)
  })

  it("tells values that nothing has", () => {
    const { selection } = suiteOf(tree, {
      features: ["gpus", "gpu"],
      meta: [{ key: "component", value: "spak" }],
    })
    expect(selection.unmatched).toEqual(["gpus", "component=spak"])
  })

  it("refuses conditions at their place", async () => {
    const conditions = ["contains(tag, 'a')", "tags ==", "failure()", "secrets.X", "fromJSON(name)"]
    const texts = conditions.map((where) => failureOf(tree, { where: [where] }))
    await expect(`${texts.join("\n\n")}\n`).toMatchFileSnapshot("__golden__/where-refused.txt")
  })
})
