// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { mkdirSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { loadSuite } from "../../../src/app/suite/load-suite.ts"
import { err } from "../../../src/core/problems/result.ts"
import {
  idsOf as ids,
  makeSuiteFolder,
  type SuiteFolder,
  scenarioOf as scenario,
  type Tree,
} from "../../__rig__/suite-folder.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

const loaded = (tree: Tree, suite?: string) => folder.loaded(tree, suite)

function diagnose(tree: Tree): string {
  folder.write(tree)
  const result = folder.load()
  if (result.ok) return ""
  return result.error.reason === "config/invalid"
    ? result.error.diagnostics.map((one) => `${one.location.file.path} ${one.message}`).join("\n")
    : result.error.reason
}

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
    expect(loaded(tree, join(folder.root, "ci/checks.yml")).file).toBe("ci/checks.yml")
    expect(loaded({ "web/smoke.yml": 'scenarios: { a: "true" }' }, "web")).toMatchObject({
      file: "web/smoke.yml",
      name: "web",
    })
  })

  it("is missed with the places searched", () => {
    const searched = ["smoke.yml", "smoke.yaml", "smoke.json"]
    expect(folder.load()).toEqual({
      ok: false,
      error: {
        reason: "config/no-suite",
        searched: [...searched, ...searched.map((name) => `.github/${name}`)],
      },
    })
    expect(folder.load("nope.yml")).toMatchObject({ error: { searched: ["nope.yml"] } })
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
runners: { a-runner: { runs-on: a }, b-runner: { runs-on: b } }
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
      ["off", "github.ref_name == 'dev' is false", null],
      ["no", "false is false", null],
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

describe("tags and features", () => {
  it("are parted by commas, in the suite, in headers and in what expressions give", () => {
    const suite = loaded({
      "smoke.yml": `
include: [b.sh]
defaults: { tags: "all, day" }
scenarios:
  a: { run: x, tags: "quick, auth", features: "gpu, iceberg", strategy: { matrix: { os: [mac] } } }
  c: { run: x, tags: ["\${{ github.ref_name }}, \${{ 'x,y' }}", " z "] }
  d: x
`,
      "b.sh": "# ---\n# tags: a, b\n# features: c, d\n# ---\n",
    })
    const told = suite.scenarios.map(({ id, definition: { tags, features } }) => ({
      ...{ id, tags, features },
    }))
    expect(told).toEqual([
      { id: "a:mac", tags: ["quick", "auth"], features: ["gpu", "iceberg"] },
      { id: "c", tags: ["main", "x", "y", "z"], features: [] },
      { id: "d", tags: ["all", "day"], features: [] },
      { id: "b", tags: ["a", "b"], features: ["c", "d"] },
    ])
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
        noHeader: true,
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

  it("behind links that lead nowhere are an error", () => {
    mkdirSync(join(folder.root, "s"))
    symlinkSync("loop.sh", join(folder.root, "s/loop.sh"))
    const tree = { "smoke.yml": 'include: "s/*.sh"\nscenarios: { a: "true" }' }
    expect(diagnose(tree)).toBe("smoke.yml `s/loop.sh` is a link that leads in a circle")
  })

  it("that cannot be read are an error at their pattern, and nothing else is missed", () => {
    folder.write({
      "smoke.yml": 'include: [a.sh]\nscenarios: { b: { run: "true", needs: a } }',
      "a.sh": "echo",
    })
    const problem = { path: "a.sh", code: "EACCES", message: "EACCES: permission denied" }
    const files = { ...nodeFiles, readHead: () => err(problem) }
    const result = loadSuite({ files, root: folder.root, github: {}, vars: {} })
    expect(result).toMatchObject({
      error: {
        diagnostics: [
          {
            code: "file/unreadable",
            message: "`a.sh` cannot be read: there is no permission to read it",
            location: { range: { start: 10, end: 14 } },
          },
        ],
      },
    })
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
    expect(suite.ignored).toEqual([
      { path: "b/c/smoke.yml", reason: "it is included already", noHeader: false },
    ])
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
