import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Json, JsonObject } from "../../../src/core/json/json.ts"
import { FrontMatterSchema, KNOWN_KEYS, SuiteSchema } from "../../../src/scenario/keys/schema.ts"
import { isPlainKey, plainHeader, plainSuite } from "../../../src/scenario/text/plain-suite.ts"

/** Every key that a glance knows, in another order than the schema has. */
const SCENARIO: JsonObject = {
  http: "https://example.com/",
  "runs-on": ["ubuntu-latest"],
  "idle-timeout": "1m",
  exclusive: true,
  requires: ["docker", "memory >= 8Gi"],
  runner: "gpu",
  group: "slow",
  retry: { "max-attempts": 2, delay: "0", factor: 1.5, "max-delay": "1m", jitter: false },
  "timeout-minutes": 0.5,
  timeout: "30s",
  estimate: "${{ matrix.seconds }}s",
  if: "${{ github.ref_name == 'main' }}",
  needs: "tools",
  meta: { component: "shop", list: [1, { deep: null }] },
  features: ["iceberg", 3],
  tags: "quick",
  "working-directory": "web",
  env: { REGION: "eu", EMPTY: null, N: 3, YES: true },
  shell: "bash",
  args: ["a", 1, false],
  run: "true",
  name: "Login works",
}

const SUITE: JsonObject = {
  scenarios: { login: SCENARIO, cart: "./cart.sh", "9": null },
  defaults: { timeout: "5m", if: true, estimate: "3s" },
  include: ["smoke/*.sh", "!smoke/lib/**"],
  name: "storefront",
  version: 1,
}

/** What may stand in place of a member. */
const ODD: readonly Json[] = [
  ...[null, true, false, "", "0", "-1", "1s", "90", "1h30m", "soon", "x".repeat(5000)],
  ...[0, -1, 1, 1.5, 100, 101, 600_000, 2 ** 60, 1e308],
  ...[{}, [], [[]], [null], ["a"], [""], [1.5], { a: null }, { a: {} }, { "": "x" }],
  ...[{ "max-attempts": 1.5 }, { "max-attempts": 0 }, { delay: "1s", "max-attempts": 2 }],
  ...[{ on: ["timeout"] }, { factor: 0.5 }, { jitter: "no" }, JSON.parse('{ "__proto__": {} }')],
]

/** What is taken at a glance is what the schema gives, with its members in the same order. */
function agree(value: Json): boolean {
  const taken = [
    [plainSuite(value), SuiteSchema()],
    [plainHeader(value), FrontMatterSchema()],
  ] as const
  for (const [plain, schema] of taken) {
    if (plain === null) continue
    const parsed = schema.safeParse(value)
    expect(parsed.success, JSON.stringify(value)).toBe(true)
    expect(JSON.stringify(plain)).toBe(JSON.stringify(parsed.data))
  }
  return taken.some(([plain]) => plain !== null)
}

describe("what most suites hold", () => {
  it("is taken at a glance", () => {
    expect(plainSuite(SUITE)).not.toBeNull()
    expect(plainHeader({ ...SCENARIO, id: "a" })).not.toBeNull()
    expect(agree(SUITE)).toBe(true)
    expect(agree({ id: "a", ...SCENARIO })).toBe(true)
    expect(agree({})).toBe(true)
  })

  it("has keys of the language alone", () => {
    for (const key of Object.keys(SCENARIO)) expect(isPlainKey(key), key).toBe(true)
    const known: readonly string[] = KNOWN_KEYS()["front-matter"]
    for (const key of [...Object.keys(SCENARIO), "id"]) expect(known, key).toContain(key)
    expect(isPlainKey("constructor")).toBe(false)
  })

  it("nothing is taken that the schema refuses or changes, whatever member is odd", () => {
    const keys = [...KNOWN_KEYS().suite, ...KNOWN_KEYS()["front-matter"], "more"]
    let taken = 0
    for (const key of keys) {
      for (const odd of ODD) {
        const scenario = { ...SCENARIO, [key]: odd }
        const around = [
          { ...SUITE, [key]: odd },
          { ...SUITE, scenarios: { login: scenario } },
          { ...SUITE, defaults: scenario },
          scenario,
        ]
        for (const value of around) if (agree(value)) taken += 1
      }
    }
    expect(taken).toBeGreaterThan(100)
  })

  it("nor in any mixture of them", () => {
    const member = fc.constantFrom(...Object.entries(SCENARIO), ...Object.entries(SUITE))
    const odd = fc.tuple(fc.constantFrom(...KNOWN_KEYS().scenario), fc.constantFrom(...ODD))
    const mapping = fc
      .array(fc.oneof({ weight: 6, arbitrary: member }, odd), { maxLength: 8 })
      .map((entries) => Object.fromEntries(entries))
    fc.assert(
      fc.property(mapping, mapping, (scenario, suite) => {
        agree(scenario)
        agree({ ...suite, scenarios: { a: scenario } })
        agree({ ...suite, defaults: scenario })
      }),
    )
  })
})
