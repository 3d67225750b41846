/** Formats without a validator of their own keep to their descriptions: which members there are, and of what kind. */
import { XMLParser } from "fast-xml-parser"
import { describe, expect, it } from "vitest"
import { CAUSES, OUTCOMES, VERDICTS } from "../../../src/core/verdict.ts"
import { attemptLines } from "../../../src/report/exports/attempts.ts"
import { tracePieces } from "../../../src/report/exports/trace.ts"
import { renderJunit } from "../../../src/report/view/junit.ts"
import { badDay, goodDay, hostileRun } from "../../__rig__/sample-runs.ts"

const RUNS = [
  ["a bad day", badDay()],
  ["a good day", goodDay()],
  ["a hostile run", hostileRun()],
] as const

type Check = (value: unknown) => boolean
type Schema = Readonly<Record<string, Check>>

const text: Check = (value) => typeof value === "string"
const whole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0
const number: Check = (value) => typeof value === "number" && value >= 0
const one =
  (...of: readonly unknown[]): Check =>
  (value) =>
    of.includes(value)
const maybe =
  (check: Check): Check =>
  (value) =>
    value === null || value === undefined || check(value)

/** Members that a value has although none is described, or not as described. */
function strange(value: object, schema: Schema): string[] {
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(schema, key))
  const wrong = Object.entries(schema).filter(
    ([key, holds]) => !holds((value as Record<string, unknown>)[key]),
  )
  return [...unknown, ...wrong.map(([key]) => key)]
}

describe("a line for each attempt", () => {
  const LINE: Schema = {
    ...{ run: text, suite: text, commit: maybe(text), ref: maybe(text), runAttempt: whole },
    ...{ id: text, name: text, verdict: one(...VERDICTS), reason: maybe(text) },
    ...{ file: text, line: whole, shard: maybe(whole), number: maybe(whole) },
    tags: (value) => Array.isArray(value) && value.every(text),
    ...{ outcome: maybe(one(...OUTCOMES)), cause: maybe(one(...CAUSES)), exitCode: maybe(whole) },
    ...{ signal: maybe(text), message: maybe(text), log: maybe(text) },
    startedAt: maybe((value) => text(value) && !Number.isNaN(Date.parse(String(value)))),
    ...{ durationSeconds: maybe(number), cpuSeconds: maybe(number) },
    peakMemoryBytes: maybe(whole),
  }

  it.each(RUNS)("of %s has the columns that are described, and no others", (_, run) => {
    const lines = [...attemptLines(run)].join("").trimEnd().split("\n")
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.flatMap((line) => strange(JSON.parse(line), LINE))).toEqual([])
  })
})

/** https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU: complete events and metadata. */
describe("a trace in the Trace Event Format", () => {
  interface Event {
    readonly ph: string
    readonly pid: number
    readonly tid: number
    readonly ts: number
    readonly dur: number
    readonly name: string
  }
  const common = { name: text, pid: whole, tid: whole }
  const isObject: Check = (value) => typeof value === "object" && value !== null
  const METADATA: Schema = {
    ...{ ...common, ph: one("M"), name: one("process_name", "thread_name") },
    args: (value) => isObject(value) && text((value as { name?: unknown }).name),
  }
  const SLICE: Schema = {
    ...{ ...common, ph: one("X"), ts: whole, dur: whole, cat: one(...OUTCOMES), args: isObject },
    // Names that the format reserves.
    cname: one("good", "bad", "terrible", "grey"),
  }
  const FILE: Schema = {
    ...{ displayTimeUnit: one("ms", "ns"), otherData: isObject, traceEvents: Array.isArray },
  }

  it.each(RUNS)(
    "of %s has the members of the format, and slices that a viewer can draw",
    (_, run) => {
      const file = JSON.parse([...tracePieces(run)].join("")) as { traceEvents: Event[] }
      expect(strange(file, FILE)).toEqual([])
      const wrong = file.traceEvents.flatMap((event) =>
        strange(event, event.ph === "M" ? METADATA : SLICE),
      )
      expect(wrong).toEqual([])
      const slices = file.traceEvents
        .filter(({ ph }) => ph === "X")
        .toSorted((a, b) => a.pid - b.pid || a.tid - b.tid || a.ts - b.ts)
      // Slices of one thread follow each other: what overlaps without being inside is dropped by viewers.
      for (const [index, { pid, tid, ts, dur }] of slices.entries()) {
        const next = slices[index + 1]
        if (next === undefined || next.pid !== pid || next.tid !== tid) continue
        expect(next.ts).toBeGreaterThanOrEqual(ts + dur)
      }
      const named = file.traceEvents.filter(({ name }) => name === "process_name")
      const shards = new Set(slices.map(({ pid }) => pid))
      expect(named.map(({ pid }) => pid)).toEqual(expect.arrayContaining([...shards]))
    },
  )
})

/** As in surefire-test-report.xsd, with the properties of a case and the file and line that other readers know. */
describe("JUnit XML", () => {
  type Node = Readonly<Record<string, unknown>>
  const RERUN = ["stackTrace", "system-out", "system-err"]
  const CASE = {
    attributes: ["name", "classname", "time", "file", "line"],
    children: {
      ...{
        properties: [],
        failure: [],
        error: [],
        skipped: [],
        "system-out": [],
        "system-err": [],
      },
      ...{ rerunFailure: RERUN, rerunError: RERUN, flakyFailure: RERUN, flakyError: RERUN },
    } as Readonly<Record<string, readonly string[]>>,
  }
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: "@", trimValues: true, htmlEntities: true },
    isArray: (name, path) =>
      ["testcase", "testsuite"].includes(name) || /testcase\.[a-zA-Z]+$/u.test(String(path)),
  })

  it.each(RUNS)("of %s has the elements of Surefire's dialect in the right places", (_, run) => {
    const { testsuites } = parser.parse(renderJunit(run)) as {
      testsuites: { testsuite: { testcase?: Node[] }[] }
    }
    const cases = testsuites.testsuite.flatMap(({ testcase = [] }) => testcase)
    expect(cases.length).toBeGreaterThan(0)
    for (const found of cases) {
      const attributes = Object.keys(found).filter((key) => key.startsWith("@"))
      expect(CASE.attributes).toEqual(expect.arrayContaining(attributes.map((key) => key.slice(1))))
      const children = Object.entries(found).filter(([key]) => !/^@|^#text$/u.test(key))
      const kinds = children.map(([name]) => name)
      expect(Object.keys(CASE.children)).toEqual(expect.arrayContaining(kinds))
      // A case that failed has reruns, one that passed in the end has flaky ones; never both.
      const failed = kinds.includes("failure") || kinds.includes("error")
      expect(kinds.some((kind) => kind.startsWith("rerun")) && !failed).toBe(false)
      expect(kinds.some((kind) => kind.startsWith("flaky")) && failed).toBe(false)
      for (const [name, nodes] of children) {
        if (!/^(?:rerun|flaky)/u.test(name)) continue
        for (const node of nodes as Node[]) {
          expect(node).toMatchObject({
            "@message": expect.any(String),
            "@type": expect.any(String),
          })
          const inside = Object.keys(node).filter((key) => !key.startsWith("@"))
          expect(CASE.children[name]).toEqual(expect.arrayContaining(inside))
        }
      }
    }
  })
})
