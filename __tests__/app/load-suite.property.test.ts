// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { DefinitionSchema } from "../../src/formats/plan.ts"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"
import {
  idsOf as ids,
  makeSuiteFolder,
  type SuiteFolder,
  scenarioOf as scenario,
  type Tree,
} from "../__rig__/suite-folder.ts"
import { valid } from "../__rig__/valid.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

const loaded = (tree: Tree, suite?: string) => folder.loaded(tree, suite)

describe("any text at all", () => {
  const VALID = `version: 1
name: shop
include: [ "smoke/**/*.sh", "!smoke/lib/**" ]
defaults: &d { shell: bash, timeout: 5m, retry: { max-attempts: 2, delay: 1s } }
groups: { slow: { max-parallel: 5 } }
scenarios:
  cart: ./cart.sh
  login:
    run: |
      ./login.sh "\${{ scenario.slug }}"
    args: ["\${{ matrix.pool }}", eu]
    tags: [auth, "\${{ matrix.pool }}"]
    needs: [cart]
    if: \${{ github.ref_name == 'main' && success() }}
    estimate: 40s
    group: slow
    strategy: { id: "\${{ matrix.pool }}", matrix: { pool: [a, b], exclude: [ { pool: a } ] } }
`

  it("is valid before it is changed", () => {
    const suite = loaded({ "smoke.yml": VALID, "smoke/x/a.sh": "# ---\n# name: A\n# ---" })
    expect(ids(suite)).toEqual(["cart", "login:b", "x/a"])
    for (const { definition } of suite.scenarios) {
      expect(DefinitionSchema.check(definition).ok).toBe(true)
    }
  })

  it("gives a suite or diagnostics with places, never a crash", () => {
    folder.write({ "smoke/x/a.sh": "# ---\n# name: A\n# ---" })
    const noise = fc.constantFrom(
      ...[
        "",
        " ",
        "\n",
        "\n  ",
        ":",
        ": ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "&d ",
        "*d",
        "!",
        "|",
      ],
      ...["\t", "\r", "#", "\u0000", "\uFEFF", "${{", "}}", "null", "1", "-1", "1e999", ".nan"],
      ...["__proto__", "constructor", "<<: *d", "? ", "---", "true", "🙂", "matrix", "$", "%"],
    )
    const change = fc.record({
      at: fc.nat(VALID.length),
      remove: fc.nat(12),
      insert: fc.oneof(noise, noise, fc.string({ maxLength: 6 })),
    })
    let failures = 0
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let text = VALID
        for (const { at, remove, insert } of changes) {
          text = text.slice(0, at) + insert + text.slice(at + remove)
        }
        folder.write({ "smoke.yml": text })
        const result = folder.load()
        if (result.ok) {
          for (const { definition } of result.value.scenarios) valid(DefinitionSchema, definition)
          return
        }
        failures++
        if (result.error.reason !== "config/invalid") throw new Error(result.error.reason)
        const { diagnostics } = result.error
        expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true)
        for (const { location } of diagnostics) {
          expect(location.range.start).toBeGreaterThanOrEqual(0)
          expect(location.range.end).toBeGreaterThanOrEqual(location.range.start)
          expect(location.range.end).toBeLessThanOrEqual(location.file.text.length)
        }
        renderDiagnostics(diagnostics)
      }),
      { numRuns: 250 },
    )
    // Otherwise the changes would test nothing.
    expect(failures).toBeGreaterThan(75)
  })
})

describe("a large suite", () => {
  it("of a matrix at the limit is read", () => {
    const list = (count: number, name: string) =>
      `[${Array.from({ length: count }, (_, i) => name + i).join(", ")}]`
    const suite = loaded({
      "smoke.yml": `
scenarios:
  first: "true"
  big:
    run: "true"
    needs: first
    name: "\${{ matrix.a }} \${{ matrix.b }} \${{ matrix.c }}"
    strategy: { matrix: { a: ${list(50, "a")}, b: ${list(50, "b")}, c: ${list(40, "c")} } }
  last: { run: "true", needs: big }
`,
    })
    expect(suite.scenarios).toHaveLength(100_002)
    expect(new Set(suite.scenarios.map(({ definition }) => definition.slug)).size).toBe(100_002)
    expect(scenario(suite, "last").needs).toHaveLength(100_000)
  })
})
