import { expect, it } from "vitest"
import type { Definition, Plan } from "../../src/formats/plan.ts"
import {
  type PlanFile,
  PlanFileSchema,
  packPlan,
  unpackLines,
  unpackPlan,
} from "../../src/formats/plan-file.ts"
import { digestText } from "../../src/plan/digest.ts"
import { planJsonPieces } from "../../src/plan/plan-json.ts"
import { buildPlan } from "../__rig__/builders.ts"
import { valid } from "../__rig__/valid.ts"

const textOf = (plan: Plan) => [...planJsonPieces(plan)].join("")

/** Through the text and back, at once and by lines. */
function again(plan: Plan) {
  const text = textOf(plan)
  const whole = unpackPlan(valid(PlanFileSchema, JSON.parse(text)))
  const lines = unpackLines(text.trimEnd().split("\n"))
  expect(lines).toEqual(whole.ok ? whole.value : null)
  const packed = unpackLines(text.trimEnd().split("\n"), { packed: true })
  if (packed === null) throw new Error("it was not unpacked")
  expect(textOf(packed)).toBe(text)
  expect(digestText(packed)).toBe(digestText(plan))
  for (const [id, { definition }] of Object.entries(plan.scenarios)) {
    expect(packed.scenarios[id]?.definition).toEqual(definition)
  }
  return whole
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
    const file = valid(PlanFileSchema, JSON.parse(textOf(matrix([{}]))))
    const [entry] = Object.values(file.scenarios)
    if (entry !== undefined) entry.definition = key
    expect(unpackPlan(file)).toEqual({ ok: false, error: `there is no definition ${key}` })
  }
})

it.each([
  ["a fixture that is not there", {}, "there is no fixture db"],
  ["a value of its key that is not there", { db: { keys: {} } }, "there is no fixture db"],
  [
    "a circle of fixtures",
    { db: { keys: { "": { fixtures: [{ name: "db", key: null }] } } } },
    "the fixture db leases itself",
  ],
  [
    "a chain of fixtures that would need a deep stack",
    Object.fromEntries(
      Array.from({ length: 100_000 }, (_, i) => {
        const name = i === 0 ? "db" : `db${i}`
        const fixtures = i === 99_999 ? [] : [{ name: `db${i + 1}`, key: null }]
        return [name, { keys: { "": { fixtures } } }]
      }),
    ),
    "with the fixture db99983 begins a chain of more than 16 that lease each other",
  ],
])("refuses leases of %s", (_, fixtures, error) => {
  const plan = matrix([{ fixtures: [{ name: "db", key: null }] }])
  const file = JSON.parse(textOf(plan)) as PlanFile
  const broken = { ...file, fixtures } as unknown as PlanFile
  expect(unpackPlan(broken)).toEqual({ ok: false, error })
})

it("by lines takes nothing but a whole plan as it is written", () => {
  const lines = textOf(matrix([{}, { tags: ["x"] }]))
    .trimEnd()
    .split("\n")
  expect(unpackLines(lines)).not.toBe(null)
  const at = lines.indexOf('  "scenarios": {')
  const other = (index: number, line: string) => lines.with(index, line)
  const wrong = {
    nothing: [],
    "one line": [lines.join("")],
    "cut before the end": lines.slice(0, -2),
    "cut among the scenarios": lines.slice(0, at + 2),
    "something behind it": [...lines, "{}"],
    "two entries on a line": other(at + 1, `${lines[at + 1]}${lines[at + 2]}`),
    "an entry that is none": other(at + 1, '    "fio:0": {"definition":"1"},'),
    "an entry of no definition": other(at + 1, `${lines[at + 1]}`.replace('"1"', '"9"')),
    "an entry that assigns a prototype": other(
      at + 1,
      `${lines[at + 1]}`.replace("fio:0", "__proto__"),
    ),
    "a head of another version": other(1, '  "schemaVersion": 1,'),
  }
  for (const [name, text] of Object.entries(wrong)) expect(unpackLines(text), name).toBe(null)
})
