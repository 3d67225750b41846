import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"
import { makePlanningRig, type PlanningRig } from "./planning-rig.ts"
import { STORAGE_PROFILES } from "./storage-matrix.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

const suiteOf: PlanningRig["suiteOf"] = (...args) => rig.suiteOf(...args)
const failureOf: PlanningRig["failureOf"] = (...args) => rig.failureOf(...args)
const selectedOf: PlanningRig["selectedOf"] = (...args) => rig.selectedOf(...args)

describe("profiles", () => {
  const SUITE = `
profiles:
  quick: { where: "contains(tags, 'quick')", tags: [fast], timeout: 1m }
  long: { timeout: 1h, env: { MODE: long }, retry: { max-attempts: 3 } }
  short: { matrix: { os: [linux] } }
scenarios:
  cart: { run: ./cart.sh, tags: [quick], needs: [build], timeout: 5m, env: { MODE: own, A: 1 } }
  pay: { run: ./pay.sh, needs: [build] }
  build: { run: ./build.sh, strategy: { matrix: { os: [linux, mac] } } }
`
  const tree = { "smoke.yml": SUITE }

  it("select by a condition, and needs come along", () => {
    const { suite, selection } = suiteOf(tree, { profiles: ["quick"] })
    expect([...selection.why]).toEqual([
      ["cart", "all"],
      ["build:linux", "needed by cart"],
      ["build:mac", "needed by cart"],
    ])
    expect(selection.whyNot.get("pay")).toBe("profile quick: its condition is false")
    expect(suite.scenarios[0]?.definition).toMatchObject({
      tags: ["quick", "fast"],
      timeoutMs: 60_000,
    })
  })

  it("combine from left to right", () => {
    const { suite } = suiteOf(tree, { profiles: ["quick", "long"] })
    expect(suite.scenarios[0]?.definition).toMatchObject({
      timeoutMs: 3_600_000,
      env: { MODE: "long", A: "1" },
      retry: { maxAttempts: 3 },
    })
    const other = suiteOf(tree, { profiles: ["long", "quick"] }).suite
    expect(other.scenarios[0]?.definition.timeoutMs).toBe(60_000)
  })

  it("narrow what a need means", () => {
    expect(selectedOf(tree, { profiles: ["quick", "short"] })).toEqual(["cart", "build:linux"])
    // Without any expansion left, all of them are meant: nothing runs without what it needs.
    const none = SUITE.replace("os: [linux] }", "os: [windows] }")
    expect(selectedOf({ "smoke.yml": none }, { profiles: ["quick", "short"] })).toEqual([
      "cart",
      "build:linux",
      "build:mac",
    ])
  })

  it("that do not exist are refused with the nearest name", () => {
    expect(failureOf(tree, { profiles: ["quik"] })).toMatchInlineSnapshot(`
      "error: there is no profile "quik"
      help: did you mean "quick"?"
    `)
    expect(
      failureOf({ "smoke.yml": "scenarios: { a: b }" }, { profiles: ["x"] }),
    ).toMatchInlineSnapshot(`
      "error: there is no profile "x"
      help: the suite declares none: write \`profiles: { NAME: { where: … } }\`"
    `)
  })

  it("named like a flag are worth a warning, used or not", () => {
    const { suite } = suiteOf(
      { "smoke.yml": "profiles: { rank: {}, filter: {} }\nscenarios: { a: b }" },
      { flagNames: () => new Set(["filter", "shards"]) },
    )
    expect(renderDiagnostics(suite.warnings)).toMatchInlineSnapshot(`
      "smoke.yml:1:23 warning suite/profile-name: \`--filter\` is a flag of its own and does not use the profile \`filter\`
           1 | profiles: { rank: {}, filter: {} }
             |                       ^^^^^^
        help: use it as \`--profile filter\`, or rename it

      1 warning"
    `)
    expect(suiteOf(tree).suite.warnings).toEqual([])
  })

  it("give the workers", () => {
    expect(suiteOf({ "smoke.yml": STORAGE_PROFILES }, { profiles: ["quick"] }).suite.workers).toBe(
      8,
    )
    expect(suiteOf({ "smoke.yml": STORAGE_PROFILES }).suite.workers).toBe(null)
  })

  it("of an included suite hold for its own scenarios, those of the main one for all", () => {
    const { suite } = suiteOf(
      {
        "smoke.yml":
          'include: [pay/smoke.yml]\nprofiles: { quick: { env: { A: main } } }\nscenarios: { a: "true" }',
        "pay/smoke.yml": 'profiles: { quick: { env: { B: pay } } }\nscenarios: { b: "true" }',
      },
      { profiles: ["quick"] },
    )
    expect(suite.scenarios.map(({ definition }) => definition.env)).toEqual([
      { A: "main" },
      { A: "main", B: "pay" },
    ])
  })
})

describe("overrides", () => {
  const { suite } = {
    suite: `
defaults: { timeout: 2m, tags: [all], env: { A: default, B: default } }
overrides:
  - { where: "contains(features, 'gpu')", timeout: 30m, tags: [slow], env: { B: gpu, C: gpu } }
  - { where: "matrix.os == 'mac'", group: mac, needs: [cart] }
  - { where: "startsWith(id, 'login')", timeout: 1m }
groups: { mac: {} }
scenarios:
  cart: ./cart.sh
  train: { run: ./train.sh, features: gpu, env: { C: own } }
  infer: { run: ./infer.sh, features: gpu, timeout: 1h, tags: [own] }
  login: { run: ./login.sh, strategy: { matrix: { os: [linux, mac] } } }
`,
  }
  const definitions = () => {
    const read = suiteOf({ "smoke.yml": suite }).suite
    return Object.fromEntries(read.scenarios.map((one) => [one.id, one]))
  }

  it("come over defaults and under a scenario's own keys", () => {
    const found = definitions()
    expect(found["cart"]?.definition).toMatchObject({ timeoutMs: 120_000, tags: ["all"] })
    expect(found["train"]?.definition).toMatchObject({
      timeoutMs: 1_800_000,
      tags: ["all", "slow"],
      env: { A: "default", B: "gpu", C: "own" },
    })
    expect(found["infer"]?.definition).toMatchObject({
      timeoutMs: 3_600_000,
      tags: ["own", "slow"],
    })
  })

  it("hold for single expansions, with their needs", () => {
    const found = definitions()
    expect(found["login:linux"]).toMatchObject({ needs: [], definition: { groups: [] } })
    expect(found["login:mac"]).toMatchObject({ needs: ["cart"], definition: { groups: ["mac"] } })
    expect(found["login:mac"]?.definition.timeoutMs).toBe(60_000)
  })

  it("never make expansions of one scenario need each other", () => {
    const { suite: read } = suiteOf({
      "smoke.yml": `
overrides: [{ where: "id == 'a:mac'", needs: ["*"] }]
scenarios:
  a: { run: "true", strategy: { matrix: { os: [linux, mac] } } }
  b: "true"
`,
    })
    // A pattern of an override leaves out what would be a circle with itself, not others.
    expect(read.scenarios.map(({ id, needs }) => [id, ...needs])).toEqual([
      ["a:linux"],
      ["a:mac", "b"],
      ["b"],
    ])
  })
})
