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
    expect(one?.definition).toMatchObject({ file: "sql/random/select/good_19.test", line: 1 })
    expect(DefinitionSchema.check(one?.definition).ok).toBe(true)
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

  const ID = (each: string, strategy = "") =>
    `scenarios:\n  sql:\n    for-each: { files: "sql/**/*", ${each} }\n    run: ./run\n    ${strategy}\n`
  const idsOf = (text: string, ...files: string[]) =>
    suiteOf({
      "smoke.yml": text,
      ...Object.fromEntries(files.map((path) => [path, "x"])),
    }).suite.scenarios.map(({ id }) => id)

  it("names scenarios by `id`, for files of one stem and names without Latin letters", () => {
    const relative = ID('id: "${{ file.relative }}"')
    expect(idsOf(relative, "sql/a.sql", "sql/a.test")).toEqual(["sql:a.sql", "sql:a.test"])
    const matrix = ID('id: "sql:${{ file.name }}"', "strategy: { matrix: { db: [pg] } }")
    expect(idsOf(matrix, "sql/a.sql")).toEqual(["sql:a.sql:pg", "sql:a.test:pg"])
    const hash = ID('id: "${{ file.hash }}"').replace("sql/**", "names/**")
    const ids = idsOf(hash, "names/имя.sql", "names/дом.sql")
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(id).toMatch(/^sql:[a-z0-9]{7}$/u)
    // Of the path below the folder of the ids, wherever that lies.
    expect(idsOf(hash.replaceAll("names/", "moved/names/"), "moved/names/имя.sql")).toEqual([
      ids[1],
    ])
  })

  it.each([
    ['id: "${{ matrix.x }}"', "smoke.yml:3:", "`matrix` is not known before the matrix"],
    ['id: "${{ file.stem"', "smoke.yml:3:", "expression/syntax"],
    ['id: "${{ fromJSON(file.stem) }}"', "smoke.yml:3:", "has no value: fromJSON was given `a`"],
    ["id: one", "smoke.yml:2:3", "such as `${{ file.relative }}`"],
  ])("refuses %s", (each, place, message) => {
    const text = failureOf({ "smoke.yml": ID(each), "sql/a.sql": "", "sql/b.sql": "" })
    expect(text).toContain(place)
    expect(text).toContain(message)
  })

  it("says which `id` tells files apart", () => {
    const text = failureOf({
      "smoke.yml": ID("root: sql"),
      "sql/имя.sql": "",
      "sql/дом.sql": "",
    })
    expect(text).toContain("such as `${{ file.hash }}`")
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
