// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { attemptContexts } from "../../src/execute/request/contexts.ts"
import { renderWith } from "../../src/execute/request/render-text.ts"
import type { Scenario } from "../../src/scenario/model.ts"
import { makePlanningRig, type PlanningRig } from "./planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const suiteOf: PlanningRig["suiteOf"] = (...args) => rig.suiteOf(...args)
const selectedOf: PlanningRig["selectedOf"] = (...args) => rig.selectedOf(...args)

/** A text as an attempt of the scenario evaluates it; the plan was written and read between. */
function rendered({ id, definition }: Scenario, text: string): string {
  const contexts = attemptContexts({
    shared: {
      ...{ github: {}, vars: {}, runner: {}, shard: 1 },
      run: { id: "r", attempt: 1, slug: "r" },
    },
    ...{ id, needs: [], env: {}, number: 1, worker: 1 },
    definition: JSON.parse(JSON.stringify(definition)) as Scenario["definition"],
  })
  const value = renderWith(() => contexts)(text, "run")
  return value.ok ? value.value : value.error
}

const only = (scenarios: readonly Scenario[]): Scenario => {
  const [scenario] = scenarios
  if (scenario === undefined) throw new Error("no scenario")
  return scenario
}

describe("a number that ends up as text", () => {
  const matrix = (values: string, more = "") =>
    `scenarios: { t: { run: "true", strategy: { matrix: { py: ${values} ${more} } } } }`

  it.each([
    ["[3.9, 3.10]", ["t:3.9", "t:3.10"]],
    ["[3.1, 3.10, 3.100]", ["t:3.1", "t:3.10", "t:3.100"]],
    ["[0755, 12345678901234567890, 1e3, 0x1F]", null],
    ["[1.0, { name: 2.0 }, [4.0, x]]", ["t:1.0", "t:2.0", "t:4.0-x"]],
    ["\"${{ fromJSON('[1.0, 2]') }}\"", ["t:1.0", "t:2"]],
    ['{ command: "echo \'[3.10, {\\"name\\": 1.50}]\'" }', ["t:3.10", "t:1.50"]],
    ['{ command: "echo 3.10" }', ["t:3.10"]],
  ])("is what was written in the matrix %s", (values, ids) => {
    expect(selectedOf({ "smoke.yml": matrix(values) })).toEqual(
      ids ?? ["t:0755", "t:12345678901234567890", "t:1e3", "t:0x1F"],
    )
  })

  it("is what was written in JSON, in all scripts, jobs, names and ids", () => {
    const { suite } = suiteOf({
      "smoke.yml": 'include: ["*.sh", "jobs/smoke.yml", "more/smoke.json"]',
      "a.sh": "#!/bin/sh\n# ---\n# name: 1.10\n# meta: { version: 4.10 }\n# ticket: 0755\n# ---\n",
      "jobs/smoke.yml": [
        "name: 2.0",
        "global_config: { environment: { GO: 1.20 } }",
        "jobs:",
        "  - { id: 1.10, name: 3.0, command: a, description: 0.50, metadata: { v: 4.10 } }",
        "  - { id: b, command: b, dependencies: [1.10], environment: { RUST: 1.90 } }",
      ].join("\n"),
      "more/smoke.json": JSON.stringify({
        name: "json",
        scenarios: { c: { run: "true", meta: { v: "@" }, strategy: { matrix: { py: ["@"] } } } },
      }).replaceAll('"@"', "3.10"),
    })
    const found = Object.fromEntries(suite.scenarios.map((one) => [one.id, one]))
    expect(found["a"]?.definition).toMatchObject({
      name: "1.10",
      meta: { version: "4.10", ticket: "0755" },
    })
    expect(found["2.0:1.10"]?.definition).toMatchObject({
      name: "3.0",
      env: { GO: "1.20" },
      meta: { v: "4.10", description: "0.50" },
    })
    expect(found["2.0:b"]).toMatchObject({
      needs: ["2.0:1.10"],
      definition: { env: { GO: "1.20", RUST: "1.90" } },
    })
    expect(found["json:c:3.10"]?.definition).toMatchObject({
      matrix: { py: "3.10" },
      meta: { v: "3.10" },
    })
  })

  it("is compared as text by flags, exclude, include and profiles", () => {
    const tree = {
      "smoke.yml": [
        "profiles: { late: { matrix: { py: 3.10 } } }",
        "scenarios:",
        "  t:",
        "    run: a",
        "    meta: { version: 4.10 }",
        "    strategy:",
        "      matrix:",
        "        py: [3.1, 3.10, 3.9]",
        "        exclude: [{ py: 3.9 }]",
        "        include: [{ py: 3.10, extra: 1.0 }]",
      ].join("\n"),
    }
    expect(selectedOf(tree)).toEqual(["t:3.1", "t:3.10"])
    expect(selectedOf(tree, { matrix: [{ key: "py", value: "3.10" }] })).toEqual(["t:3.10"])
    expect(selectedOf(tree, { matrix: [{ key: "extra", value: "1.0" }] })).toEqual(["t:3.10"])
    expect(selectedOf(tree, { profiles: ["late"] })).toEqual(["t:3.10"])
    expect(selectedOf(tree, { meta: [{ key: "version", value: "4.1" }] })).toEqual([])
    expect(selectedOf(tree, { meta: [{ key: "version", value: "4.10" }] })).toHaveLength(2)
  })

  it("is a number in expressions, while planning and at the attempt", () => {
    const read = suiteOf({
      "smoke.yml": [
        "scenarios:",
        "  t:",
        "    run: a",
        "    meta: { version: 4.10, zero: 0.0, plain: 7, text: '3.10', mode: 0755, on: true }",
        "    tags: ['v${{ matrix.py }}']",
        "    if: matrix.py < 3.5 && scenario.meta.version == 4.1 && !scenario.meta.zero",
        "    strategy: { matrix: { py: [3.10] } }",
      ].join("\n"),
    })
    const scenario = only(read.suite.scenarios)
    expect(scenario).toMatchObject({ skip: null, definition: { tags: ["v3.10"] } })
    expect(rendered(scenario, "${{ matrix.py }} ${{ matrix.py == 3.1 }}")).toBe("3.10 true")
    expect(rendered(scenario, "${{ !scenario.meta.zero }}")).toBe("true")
    expect(rendered(scenario, "${{ toJSON(matrix.py) }}")).toBe("3.10")
    expect(rendered(scenario, "${{ fromJSON(toJSON(matrix)).py }}")).toBe("3.10")
    expect(rendered(scenario, "${{ toJSON(scenario.meta) }}")).toBe(
      [
        '{\n  "version": 4.10,\n  "zero": 0.0,\n  "plain": 7,',
        '  "text": "3.10",\n  "mode": "0755",\n  "on": true\n}',
      ].join("\n"),
    )
  })

  it("is told of each combination by itself", () => {
    const { suite } = suiteOf({ "smoke.yml": matrix("[3.10, 4, x]") })
    expect(suite.scenarios.map(({ definition }) => definition.numbers)).toEqual([
      [["matrix", "py"]],
      undefined,
      undefined,
    ])
  })
})
