import fc from "fast-check"
import { XMLParser, XMLValidator } from "fast-xml-parser"
import { describe, expect, it } from "vitest"
import type { Plan } from "../../../src/formats/plan.ts"
import { renderJunit } from "../../../src/report/view/junit.ts"
import { buildPlan, buildShard, buildSkip } from "../../__rig__/builders.ts"
import {
  badDay,
  goodDay,
  hostileRun,
  type SampleRun,
  sampleRun,
} from "../../__rig__/sample-runs.ts"

interface ParsedCase {
  readonly "@name": string
  readonly [key: string]: unknown
}

interface ParsedSuite {
  readonly "@tests": string
  readonly "@failures": string
  readonly "@errors": string
  readonly "@skipped": string
  readonly testcase: readonly ParsedCase[]
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === "testcase" || name === "testsuite",
})

function suitesOf(xml: string): readonly ParsedSuite[] {
  expect(XMLValidator.validate(xml)).toBe(true)
  const document = parser.parse(xml) as { testsuites: { testsuite: readonly ParsedSuite[] } }
  return document.testsuites.testsuite.map((suite) => ({
    ...suite,
    testcase: suite.testcase ?? [],
  }))
}

const render = (run: SampleRun): string => renderJunit(run)

/** True when a reader of the document would call the run green. */
function isGreen(xml: string): boolean {
  return suitesOf(xml).every((suite) => suite["@failures"] === "0" && suite["@errors"] === "0")
}

describe("renderJunit", () => {
  it.each([
    ["a bad day", badDay()],
    ["a good day", goodDay()],
    ["a hostile run", hostileRun()],
  ] as const)("shows %s", async (name, run) => {
    await expect(render(run)).toMatchFileSnapshot(
      `__golden__/junit-${name.replaceAll(" ", "-")}.xml`,
    )
  })

  it("says of every scenario what it came to", () => {
    const [suite] = suitesOf(render(badDay()))
    const kinds = suite?.testcase.map((each) => [
      each["@name"],
      Object.keys(each).filter(
        (key) => !key.startsWith("@") && !/^(#text|system-out|properties)$/u.test(key),
      ),
    ])
    expect(kinds).toEqual([
      ["home", []],
      ["checkout:eu", ["failure", "rerunFailure"]],
      ["login", ["flakyFailure"]],
      ["db", ["error"]],
      ["cart", []],
      ["gpu", ["skipped"]],
      ["late", ["skipped"]],
      ["later", ["error"]],
      ["search", ["error"]],
      ["news", ["error"]],
      ["beta", ["skipped"]],
    ])
  })

  it.each([
    ["passes", goodDay()],
    ["a missing shard", badDay()],
    [
      "a journal without its end",
      sampleRun(onePlan(), [buildShard(onePlan()).start().passed("a")]),
    ],
    [
      "an interruption",
      sampleRun(onePlan(), [buildShard(onePlan()).start().cancelling().cancelled("a").finish()]),
    ],
    ["nothing planned", sampleRun(buildPlan({ shards: [] }), [])],
    ["only skips", sampleRun(buildPlan({ shards: [], skipped: [buildSkip("a", "x")] }), [])],
    [
      "flaky that is not accepted",
      sampleRun(onePlan(), [buildShard(onePlan()).start().flaky("a").finish()], {
        policy: { ifEmpty: "fail", failOn: ["flaky"] },
      }),
    ],
    [
      "a failure without any attempt",
      sampleRun(onePlan(), [
        buildShard(onePlan())
          .start()
          .emit({ type: "scenario-finished", id: "a", verdict: "failed", cause: "hook" })
          .finish({ verdicts: 1 }),
      ]),
    ],
  ] as const)("is green exactly when the run is: %s", (_, run) => {
    expect(isGreen(render(run))).toBe(run.results.summary.exitCode === 0)
  })

  it("carries any text that XML can, and never breaks", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "]]>",
        "<!--",
        "&amp;",
        "\u0000\u0008",
        "a\nb\tc",
        "\"<x y='1'>",
        "\ufffe\ud800",
      ),
    )
    fc.assert(
      fc.property(text, text, text, (name, message, tail) => {
        const plan = buildPlan({ shards: [[{ id: "a", name }]] })
        const script = buildShard(plan).start().failed("a", { message, tail }, { message, tail })
        const xml = render(sampleRun(plan, [script.finish()]))
        const [suite] = suitesOf(xml)
        expect(suite?.testcase).toHaveLength(1)
        expect(Object.keys(suite?.testcase[0] ?? {})).toEqual(
          expect.arrayContaining(["failure", "rerunFailure"]),
        )
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the subject of the test.
        expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u)
        expect(xml.isWellFormed()).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it("cleans attributes as everything else is cleaned, and keeps tabs and line ends", () => {
    const message =
      "\u001b[1;31mError\u001b[0m:\ta\u001b]8;;http://x\u0007link\u001b]8;;\u0007\n##[error]b\u0007"
    const plan = buildPlan({ shards: [["a"]] })
    const xml = render(
      sampleRun(plan, [buildShard(plan).start().failed("a", { message }).finish()]),
    )
    expect(xml).toContain(
      '<failure message="Error:&#9;alink&#10;## [error]b\u2407" type="exit-code">',
    )
  })

  it("gives back names and messages as they were", () => {
    const name = `a "b" <c> & 'd' ]]> é 👍`
    const plan = buildPlan({ shards: [[{ id: "a", name }]] })
    const run = sampleRun(plan, [buildShard(plan).start().failed("a", { message: name }).finish()])
    const [suite] = suitesOf(render(run))
    expect(suite?.testcase[0]).toMatchObject({
      properties: { property: { "@name": "name", "@value": name } },
      failure: { "@message": name, "@type": "exit-code" },
    })
  })
})

function onePlan(): Plan {
  return buildPlan({ shards: [["a"]] })
}
