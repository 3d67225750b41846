// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { DefinitionSchema } from "../../src/formats/plan.ts"
import { makePlanningRig, type PlanningRig } from "./planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const suiteOf: PlanningRig["suiteOf"] = (...args) => rig.suiteOf(...args)
const failureOf: PlanningRig["failureOf"] = (...args) => rig.failureOf(...args)

describe("for-each", () => {
  const SUITE = `scenarios:
  sql:
    for-each: { files: ["sql/**/*.test", "!sql/slow/**"], root: sql }
    run: ./sqllogictest "$SMOKE_FILE"
`
  it("makes a scenario of each of 623 files with five lines of YAML", () => {
    const names = Array.from({ length: 623 }, (_, i) => `sql/random/select/good_${i}.test`)
    const tree = Object.fromEntries(names.map((name) => [name, "select 1"]))
    const { suite } = suiteOf({ "smoke.yml": SUITE, "sql/slow/x.test": "", ...tree })
    expect(SUITE.trimEnd().split("\n").length).toBeLessThanOrEqual(5)
    expect(suite.scenarios).toHaveLength(623)
    const one = suite.scenarios.find(({ id }) => id === "sql:random/select/good_19")
    expect(one?.definition.eachFile).toEqual({
      path: "sql/random/select/good_19.test",
      relative: "random/select/good_19.test",
    })
    expect(DefinitionSchema().safeParse(one?.definition).success).toBe(true)
    // A shard compares them with those that were planned.
    expect(suite.files).toHaveLength(624)
  })

  it("reads the file in names, ids and matrices", () => {
    const { suite } = suiteOf({
      "smoke.yml": `scenarios:
  sql:
    for-each: { files: "sql/**/*.test" }
    name: "\${{ file.stem }} of \${{ file.dir }} on \${{ matrix.db }}"
    tags: ["\${{ file.relative }}"]
    run: ./run
    strategy: { matrix: { db: [pg, "\${{ file.stem }}"] } }
`,
      "sql/a b.test": "",
      "sql/x/c.test": "",
    })
    expect(
      suite.scenarios.map(({ id, definition }) => [id, definition.name, ...definition.tags]),
    ).toMatchInlineSnapshot(`
      [
        [
          "sql:a-b:pg",
          "a b of sql on pg",
          "a b.test",
        ],
        [
          "sql:a-b:a-b",
          "a b of sql on a b",
          "a b.test",
        ],
        [
          "sql:x/c:pg",
          "c of sql/x on pg",
          "x/c.test",
        ],
        [
          "sql:x/c:c",
          "c of sql/x on c",
          "x/c.test",
        ],
      ]
    `)
  })

  it.each([
    ['{ files: "nope/*.x" }', "include/no-match: no file matches `nope/*.x`"],
    ['{ files: "../*.x" }', "include/outside"],
    ['{ files: "sql/*.test", root: web }', "`sql/a.test` is not below `web`, and 1 more"],
    ['{ files: "sql/a.*" }', "the files `sql/a.sql` and `sql/a.test` have the same id `sql:a`"],
    ['{ files: "sql/*.sql", rot: x }', "did you mean `root`?"],
  ])("says what is wrong with %s", (each, message) => {
    const text = failureOf({
      "smoke.yml": `scenarios:\n  sql: { run: ./run, for-each: ${each} }\n`,
      "sql/a.test": "",
      "sql/a.sql": "",
      "sql/b.test": "",
    })
    expect(text).toContain(message)
  })
})
