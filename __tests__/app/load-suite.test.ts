// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../src/adapters/node/files.ts"
import { loadSuite } from "../../src/app/load-suite.ts"
import { DefinitionSchema } from "../../src/formats/plan.ts"
import { renderDiagnostics } from "../../src/report/diagnostic-text.ts"
import type { Scenario, Suite } from "../../src/scenario/model.ts"

let root: string
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "load-")), "shop")
  mkdirSync(root)
})
afterEach(() => rmSync(dirname(root), { recursive: true, force: true }))

type Tree = Readonly<Record<string, string>>

function write(tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function load(suite?: string) {
  return loadSuite({
    files: nodeFiles,
    root,
    github: { ref_name: "main" },
    vars: { POOLS: '["a", "b"]' },
    ...(suite === undefined ? {} : { suite }),
  })
}

function loaded(tree: Tree, suite?: string): Suite {
  write(tree)
  const result = load(suite)
  if (result.ok) return result.value
  const { error } = result
  throw new Error(
    error.reason === "config/invalid" ? renderDiagnostics(error.diagnostics) : error.reason,
  )
}

function scenario(suite: Suite, id: string): Scenario {
  const found = suite.scenarios.find((one) => one.id === id)
  if (found === undefined) throw new Error(`no ${id} in ${suite.scenarios.map((one) => one.id)}`)
  return found
}

function diagnose(tree: Tree): string {
  write(tree)
  const result = load()
  if (result.ok) return ""
  return result.error.reason === "config/invalid"
    ? result.error.diagnostics.map((one) => `${one.location.file.path} ${one.message}`).join("\n")
    : result.error.reason
}

const ids = (suite: Suite) => suite.scenarios.map(({ id }) => id)

describe("the suite file", () => {
  it.each(["smoke.yml", "smoke.yaml", "smoke.json", ".github/smoke.yml"])(
    "is found as %s",
    (path) => {
      const suite = loaded({ [path]: '{"scenarios": {"a": "true"}}' })
      expect(suite).toMatchObject({ file: path, name: "shop", files: [path] })
      expect(scenario(suite, "a").definition.workingDirectory).toBe(dirname(path))
    },
  )

  it("comes first from the root", () => {
    const suite = loaded({
      "smoke.yaml": 'scenarios: { a: "true" }',
      ".github/smoke.yml": 'scenarios: { b: "true" }',
    })
    expect(suite.file).toBe("smoke.yaml")
  })

  it("may be named, by its folder too", () => {
    const tree = { "ci/checks.yml": 'name: Checks\nscenarios: { a: "true" }' }
    expect(loaded(tree, "ci/checks.yml").name).toBe("Checks")
    expect(loaded(tree, join(root, "ci/checks.yml")).file).toBe("ci/checks.yml")
    expect(loaded({ "web/smoke.yml": 'scenarios: { a: "true" }' }, "web")).toMatchObject({
      file: "web/smoke.yml",
      name: "web",
    })
  })

  it("is missed with the places searched", () => {
    const searched = ["smoke.yml", "smoke.yaml", "smoke.json"]
    expect(load()).toEqual({
      ok: false,
      error: {
        reason: "config/no-suite",
        searched: [...searched, ...searched.map((name) => `.github/${name}`)],
      },
    })
    expect(load("nope.yml")).toMatchObject({ error: { searched: ["nope.yml"] } })
  })
})

describe("a definition", () => {
  it("has the defaults of the language", () => {
    const { definition, estimateMs, runner, needs, skip } = scenario(
      loaded({ "smoke.yml": "scenarios:\n  cart: ./cart.sh\n" }),
      "cart",
    )
    expect({ estimateMs, runner, needs, skip }).toEqual({
      estimateMs: null,
      runner: "default",
      needs: [],
      skip: null,
    })
    expect(definition).toEqual({
      slug: "cart",
      name: "cart",
      file: "smoke.yml",
      line: 2,
      tags: [],
      features: [],
      meta: {},
      matrix: null,
      groups: [],
      command: { kind: "run", text: "./cart.sh" },
      args: [],
      shell: "bash",
      env: {},
      workingDirectory: ".",
      timeoutMs: 600_000,
      retry: { maxAttempts: 1, delayMs: 1_000, factor: 2, maxDelayMs: 60_000, jitter: true },
      if: null,
    })
  })

  it("takes its own values before those of defaults", () => {
    const suite = loaded({
      "smoke.yml": `
defaults:
  shell: sh
  timeout-minutes: 2
  tags: [base]
  env: { A: 1.10, B: yes, C: null }
  meta: { team: shop, tier: 1 }
  retry: { max-attempts: 3, delay: 2s }
  group: slow
groups: { slow: { max-parallel: 2 }, free: }
scenarios:
  plain: "true"
  own:
    run: "true"
    timeout: 90s
    tags: []
    env: { B: "no" }
    meta: { tier: 2 }
    retry: { delay: 0, jitter: false }
    group: [free, slow, free]
    working-directory: ./web/
    args: [1.0, true, x]
`,
    })
    expect(scenario(suite, "plain").definition).toMatchObject({
      shell: "sh",
      timeoutMs: 120_000,
      tags: ["base"],
      env: { A: "1.10", B: "yes", C: "" },
      groups: ["slow"],
      workingDirectory: ".",
    })
    expect(scenario(suite, "own").definition).toMatchObject({
      shell: "sh",
      timeoutMs: 90_000,
      tags: [],
      env: { A: "1.10", B: "no", C: "" },
      meta: { team: "shop", tier: 2 },
      retry: { maxAttempts: 3, delayMs: 0, factor: 2, maxDelayMs: 60_000, jitter: false },
      groups: ["free", "slow"],
      workingDirectory: "web",
      args: ["1.0", "true", "x"],
    })
    expect(suite.groups).toEqual({ slow: { maxParallel: 2 }, free: { maxParallel: null } })
  })

  it("evaluates what planning may, and keeps the rest", () => {
    const suite = loaded({
      "smoke.yml": `
groups: { a: }
scenarios:
  pool:
    run: ./pool.sh "$SMOKE_MATRIX_POOL"
    name: "\${{ matrix.pool }} of \${{ scenario.id }} in \${{ file.name }}"
    tags: ["\${{ matrix.pool }}", "\${{ fromJSON(vars.POOLS) }}", "\${{ '' }}"]
    group: "\${{ matrix.pool == 'a' && 'a' || '' }}"
    estimate: "\${{ matrix.pool == 'a' && '40s' || '' }}"
    runner: "\${{ matrix.pool }}-runner"
    env: { SLUG: "\${{ scenario.slug }}", T: "\${{ env.HOME }}" }
    strategy: { matrix: { pool: "\${{ fromJSON(vars.POOLS) }}" } }
  off: { run: "true", if: "\${{ github.ref_name == 'dev' }}" }
  no: { run: "true", if: false }
  on: { run: "true", if: "github.ref_name == 'main'" }
  open: { run: "true", if: "\${{ github.ref_name == 'dev' && always() }}" }
  later: { run: "true", if: runner.os == 'Linux' }
`,
    })
    expect(ids(suite)).toEqual(["pool:a", "pool:b", "off", "no", "on", "open", "later"])
    const { definition, estimateMs, runner } = scenario(suite, "pool:a")
    expect({ estimateMs, runner }).toEqual({ estimateMs: 40_000, runner: "a-runner" })
    expect(definition).toMatchObject({
      name: "a of pool:a in smoke.yml",
      tags: ["a", "a", "b"],
      groups: ["a"],
      matrix: { pool: "a" },
      env: { SLUG: "${{ scenario.slug }}", T: "${{ env.HOME }}" },
    })
    expect(scenario(suite, "pool:b")).toMatchObject({
      estimateMs: null,
      definition: { groups: [] },
    })
    const conditions = suite.scenarios
      .slice(2)
      .map(({ id, skip, definition: { if: open } }) => [id, skip?.message ?? null, open])
    expect(conditions).toEqual([
      ["off", "its condition is false: github.ref_name == 'dev'", null],
      ["no", "its condition is false: false", null],
      ["on", null, null],
      ["open", null, "github.ref_name == 'dev' && always()"],
      ["later", null, "runner.os == 'Linux'"],
    ])
  })

  it("names expansions by their values", () => {
    const suite = loaded({
      "smoke.yml": `
scenarios:
  pool:
    run: "true"
    name: Pool
    strategy: { matrix: { size: [{ name: small, cpu: 1 }, { name: large }], bs: [4k, "1 M"] } }
  own:
    run: "true"
    strategy: { id: "\${{ matrix.b }}:\${{ matrix.a }}", matrix: { a: [1], b: [x/y] } }
`,
    })
    expect(ids(suite)).toEqual([
      ...["pool:small:4k", "pool:small:1-M", "pool:large:4k", "pool:large:1-M"],
      "own:x/y:1",
    ])
    expect(scenario(suite, "pool:small:1-M").definition.name).toBe("Pool (small, 1 M)")
    expect(scenario(suite, "own:x/y:1").definition.slug).toBe("own-x-y-1")
  })
})

describe("scripts", () => {
  const HEADER = "#!/usr/bin/env bash\n# ---\n# tags: [a]\n# ---\n"

  it("are scenarios when named, or with a header", () => {
    const suite = loaded({
      "smoke.yml": 'include: ["./smoke/*.sh", "checks/**/*.{sh,py}", "!checks/lib/**", one.sh]',
      "smoke/a.sh": "#!/bin/sh -e\necho",
      "smoke/b c.x.sh": "",
      "checks/deep/with.sh": HEADER,
      "checks/deep/without.py": "print()",
      "checks/lib/lib.sh": HEADER,
      "one.sh": "echo",
    })
    expect(ids(suite)).toEqual(["a", "b-c.x", "deep/with", "one"])
    expect(suite.ignored).toEqual([
      {
        path: "checks/deep/without.py",
        reason: "it has no header, and `checks/**/*.{sh,py}` searches folders",
      },
    ])
    expect(suite.files).toEqual([
      ...["checks/deep/with.sh", "one.sh", "smoke.yml", "smoke/a.sh", "smoke/b c.x.sh"],
    ])
    expect(scenario(suite, "a").definition).toMatchObject({
      command: { kind: "script", path: "smoke/a.sh", shebang: "/bin/sh -e" },
      file: "smoke/a.sh",
      line: 1,
      workingDirectory: ".",
    })
    expect(scenario(suite, "deep/with").definition).toMatchObject({ line: 2, tags: ["a"] })
    expect(scenario(suite, "one").definition.command).toMatchObject({ shebang: null })
  })

  it("are found once, by the first pattern, and their header names them", () => {
    const suite = loaded({
      "smoke.yml": 'include: ["**/*.sh", "smoke/*.sh"]',
      "smoke/a.sh": "echo",
      "smoke/b.sh": "# @meta\n# id: shop:b\n# name: B\n# owner: me\n# @endmeta\n",
    })
    expect(ids(suite)).toEqual(["smoke/a", "shop:b"])
    expect(scenario(suite, "shop:b").definition).toMatchObject({ name: "B", meta: { owner: "me" } })
  })

  it("need no more than their head", () => {
    const suite = loaded({
      "smoke.yml": "include: big.sh",
      "big.sh": `${HEADER}${"x".repeat(1e6)}`,
    })
    expect(ids(suite)).toEqual(["big"])
  })

  it("that cannot be read are said to be so", () => {
    mkdirSync(join(root, "s"))
    symlinkSync("loop.sh", join(root, "s/loop.sh"))
    symlinkSync("gone.sh", join(root, "s/link.sh"))
    expect(diagnose({ "smoke.yml": 'include: "s/*.sh"\nscenarios: { a: "true" }' })).not.toBe("")
  })
})

describe("included suites", () => {
  it("run in their own folder, with their name before their ids", () => {
    const suite = loaded({
      "smoke.yml": `
name: all
include: services/*/smoke.yml
groups: { slow: { max-parallel: 1 } }
defaults: { tags: [outer] }
scenarios: { cart: "true", last: { run: "true", needs: ["pay", "*:check"] } }
`,
      "services/pay/smoke.yml": `
include: [ "*.sh", inner/smoke.yaml ]
groups: { db: { max-parallel: 2 } }
scenarios:
  check: { run: "true", needs: [charge, cart], group: [db, slow], working-directory: x }
`,
      "services/pay/charge.sh": "echo",
      "services/pay/inner/smoke.yaml":
        'name: in side\nscenarios: { deep: { run: "true", group: db } }',
      "services/web/smoke.yml": 'name: Web\nscenarios: { check: "true" }',
    })
    expect(ids(suite)).toEqual([
      ...["cart", "last", "pay:check", "pay:charge", "pay:in-side:deep", "Web:check"],
    ])
    expect(suite.groups).toEqual({ slow: { maxParallel: 1 }, "pay:db": { maxParallel: 2 } })
    expect(scenario(suite, "last").needs).toEqual([
      ...["pay:check", "pay:charge", "pay:in-side:deep", "Web:check"],
    ])
    const check = scenario(suite, "pay:check")
    expect(check.needs).toEqual(["cart", "pay:charge"])
    expect(check.definition).toMatchObject({
      file: "services/pay/smoke.yml",
      workingDirectory: "services/pay/x",
      groups: ["pay:db", "slow"],
      tags: [],
    })
    expect(scenario(suite, "pay:charge").definition.workingDirectory).toBe("services/pay")
    expect(scenario(suite, "pay:in-side:deep").definition.groups).toEqual(["pay:db"])
  })

  it("that include each other end", () => {
    const suite = loaded({
      "smoke.yml": 'include: "**/*.yml"\nscenarios: { a: "true" }',
      "b/smoke.yml": 'include: "c/*.yml"\nscenarios: { b: "true" }',
      "b/c/smoke.yml": 'scenarios: { c: "true" }',
    })
    expect(ids(suite)).toEqual(["a", "b:b", "b:c:c"])
    expect(suite.ignored).toEqual([{ path: "b/c/smoke.yml", reason: "it is included already" }])
  })

  it("report the problems of all files in one pass", () => {
    const found = diagnose({
      "smoke.yml": "include: [s/smoke.yml, x.sh, gone/*.sh]\nscenarios: { a: { runn: x } }",
      "s/smoke.yml": "scenarios: { b: { run: x, timeout: 3 } }",
      "x.sh": "# ---\n# timeout: 4\n# ---",
    })
    expect(found.split("\n")).toEqual([
      "smoke.yml no file matches `gone/*.sh`",
      "smoke.yml the scenario `a` has nothing to run",
      "smoke.yml `runn` is not a key of a scenario",
      "x.sh `4` has no unit",
      "s/smoke.yml `3` has no unit",
    ])
  })
})

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
      expect(DefinitionSchema.safeParse(definition).success).toBe(true)
    }
  })

  it("gives a suite or diagnostics with places, never a crash", () => {
    write({ "smoke/x/a.sh": "# ---\n# name: A\n# ---" })
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
        write({ "smoke.yml": text })
        const result = load()
        if (result.ok) {
          for (const { definition } of result.value.scenarios) DefinitionSchema.parse(definition)
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
      { numRuns: 1_000 },
    )
    // Otherwise the changes would test nothing.
    expect(failures).toBeGreaterThan(300)
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
