import { expect, it } from "vitest"
import type { Definition, Plan } from "../../src/formats/plan.ts"
import { PlanFileSchema, packPlan, unpackPlan } from "../../src/formats/plan-file.ts"
import { planJsonTexts } from "../../src/plan/plan-json.ts"
import { buildPlan } from "../__rig__/builders.ts"

const textOf = (plan: Plan) => [...planJsonTexts(plan)].join("")

/** Through the text and back. */
function again(plan: Plan) {
  return unpackPlan(PlanFileSchema().parse(JSON.parse(textOf(plan))))
}

/** Expansions of one declaration: they run the very same command. */
function matrix(own: readonly Partial<Definition>[]): Plan {
  const command: Definition["command"] = { kind: "run", text: "./fio.sh" }
  const shared = { command, line: 3, env: { POOL: "p" } }
  return buildPlan({
    shards: [own.map((more, i) => ({ id: `fio:${i}`, definition: { ...shared, ...more } }))],
  })
}

it("keeps a definition once for all scenarios of a matrix", () => {
  const plan = matrix(
    Array.from({ length: 500 }, (_, i) => ({ slug: `s${i}`, matrix: { block: String(i) } })),
  )
  const { definitions, scenarios } = JSON.parse(textOf(plan))
  expect(Object.keys(definitions)).toEqual(["1"])
  expect(scenarios["fio:7"]).toEqual({
    estimateSeconds: 1,
    estimateFrom: "estimate",
    runner: "default",
    definition: "1",
    slug: "s7",
    matrix: { block: "7" },
  })
  expect(again(plan)).toEqual({ ok: true, value: plan })
})

it("gives every scenario the definition that it was planned with", () => {
  const quarantine = { until: "2027-01-31", owner: null, reason: null }
  const plan = matrix([
    { name: "plain" },
    {
      tags: ["other"],
      retry: { maxAttempts: 3, delayMs: 1, factor: 2, maxDelayMs: 9, jitter: true },
    },
    { matrix: { v: "3.10" }, numbers: [["v"]], groups: ["db"] },
    { exclusive: true, if: "always()" },
    { idleTimeoutMs: 5_000, timeoutMs: 7 },
    { quarantine } as Partial<Definition>,
  ])
  const made = again(plan)
  expect(made).toEqual({ ok: true, value: plan })
  expect(Object.keys(packPlan(plan).definitions)).toHaveLength(1)
})

it("gives none a member that only the first of its matrix has", () => {
  const plan = matrix([{ exclusive: true }, {}, { exclusive: true }, {}])
  expect(Object.keys(packPlan(plan).definitions)).toHaveLength(2)
  const made = again(plan)
  expect(made).toEqual({ ok: true, value: plan })
  expect(made.ok && "exclusive" in (made.value.scenarios["fio:1"]?.definition ?? {})).toBe(false)
})

it("refuses an entry without its definition, and one with a name of every object", () => {
  for (const key of ["2", "toString", "__proto__"]) {
    const file = PlanFileSchema().parse(JSON.parse(textOf(matrix([{}]))))
    const [entry] = Object.values(file.scenarios)
    if (entry !== undefined) entry.definition = key
    expect(unpackPlan(file)).toEqual({ ok: false, error: `there is no definition ${key}` })
  }
})
