/**
 * JUnit XML with the rerun elements of Surefire, which most tools know. A run that is not green
 * never looks green here: lost or interrupted scenarios and problems of the run are errors.
 */
import { inPieces } from "../../core/json/pieces.ts"
import { acceptanceText, isInfrastructure, NEVER_ENDS } from "../../core/verdict.ts"
import { type AttemptState, attemptsOf, type RunState } from "../../events/state.ts"
import type { AttemptResult, Results, ScenarioResult } from "../../formats/results.ts"
import { beyondCases, type CaseKind, kindOf } from "../exports/cases.ts"
import { neutraliseText } from "../lines/neutralise.ts"
import { passedAgain, renderAttempts } from "../text/attempts-text.ts"
import { renderCause } from "../text/cause-text.ts"
import { renderIterations } from "../text/iterations-text.ts"
import { leaseLines } from "../text/lease-text.ts"
import { testLines } from "../text/tests-text.ts"
import { isLeaky } from "./failure-section.ts"

/** Characters of one line of an attribute. */
const MAX_ATTRIBUTE_CHARS = 10_000

/** Tests of a scenario's own that are named; they are no cases of this document, which would count them twice. */
const MAX_TESTS = 50

/** The document takes excerpts of logs from the fold. */
type Attempts = Pick<RunState, "scenarios">

/** What JUnit XML is made from. */
export interface JunitInput {
  readonly results: Results
  readonly state: Attempts
  /** All scenarios where the results do not hold them: what those lack has passed. */
  readonly every?: Iterable<ScenarioResult>
}

/** The whole document. */
export function renderJunit(input: JunitInput): string {
  return [...junitPieces(input)].join("")
}

/** The document in pieces: for a large run it can exceed the maximum length of a string. */
export function junitPieces(input: JunitInput): Generator<string> {
  return inPieces(junitTexts(input))
}

function* junitTexts(input: JunitInput): Generator<string> {
  const { results, state, every = results.scenarios } = input
  const { run, summary, scenarios } = results
  const counts = countsOf(scenarios.map(kindOf), summary.total)
  const beyond = beyondElements(results)
  const time = summary.durationSeconds
  const timestamp = run.startedAt?.replace(/Z$/u, "")
  const own = { name: run.suite, ...counts, flakes: summary.flaky, time, timestamp }
  const suites = [parent("testsuite", own, casesOf(every, { suite: run.suite, state }))]
  if (beyond.length > 0) {
    const { length } = beyond
    const attributes = { tests: length, failures: 0, errors: length, skipped: 0, time: 0 }
    const cases = beyond.map((xml) => [xml])
    suites.push(parent("testsuite", { name: "parallel-smoke", ...attributes }, cases))
  }
  yield `<?xml version="1.0" encoding="UTF-8"?>\n`
  const { tests, errors } = counts
  const all = { ...counts, tests: tests + beyond.length, errors: errors + beyond.length }
  yield* parent("testsuites", { name: run.suite, ...all, time }, suites)
  yield "\n"
}

function* casesOf(
  scenarios: Iterable<ScenarioResult>,
  context: { readonly suite: string; readonly state: Attempts },
): Generator<readonly string[]> {
  for (const scenario of scenarios) yield [toCase(scenario, context)]
}

function attemptsIn(state: Attempts, { id }: ScenarioResult): readonly AttemptState[] {
  return attemptsOf(state.scenarios.get(id))
}

function countsOf(kinds: readonly CaseKind[], tests: number) {
  const count = (kind: CaseKind) => kinds.filter((each) => each === kind).length
  return {
    tests,
    failures: count("failure"),
    errors: count("error"),
    skipped: count("skipped"),
  }
}

function toCase(
  scenario: ScenarioResult,
  context: { readonly suite: string; readonly state: Attempts },
): string {
  const states = attemptsIn(context.state, scenario)
  const facts: { readonly name: string; readonly value: string }[] = []
  if (scenario.name !== scenario.id) facts.push({ name: "name", value: scenario.name })
  if (isLeaky(scenario)) facts.push({ name: "leaked", value: "true" })
  if (scenario.slow !== undefined) facts.push({ name: "slow", value: "true" })
  if (scenario.iterations !== undefined) {
    const value = renderIterations(scenario.iterations, scenario.rate)
    facts.push({ name: "iterations", value })
  }
  if (passedAgain(scenario)) facts.push({ name: "attempts", value: renderAttempts(scenario) })
  const listed = facts.map((attributes) => element({ name: "property", attributes }))
  const properties = listed.length === 0 ? [] : [element({ name: "properties", children: listed })]
  const tests = scenario.attempts.at(-1)?.tests
  const told = tests === undefined ? [] : testLines(tests, MAX_TESTS)
  const tail = [outputOf(scenario, states), ...told].filter(Boolean).join("\n")
  const output = tail === "" ? [] : [element({ name: "system-out", text: tail })]
  return element({
    name: "testcase",
    attributes: {
      name: scenario.id,
      classname: context.suite,
      time: scenario.durationSeconds,
      file: scenario.file,
      line: scenario.line,
    },
    children: [...properties, ...outcomeOf(scenario, states), ...output],
  })
}

/** Reruns and flakes contain their own output; the test case contains that of its first failure. */
function outputOf({ verdict }: ScenarioResult, states: readonly AttemptState[]): string {
  if (verdict === "flaky") return ""
  if (verdict === "failed") return tailOf(states.find(({ outcome }) => outcome === "failed"))
  return tailOf(states.findLast(({ tail }) => tail !== null))
}

/** The elements that say how a case ended. */
function outcomeOf(scenario: ScenarioResult, states: readonly AttemptState[]): string[] {
  const { verdict, quarantined } = scenario
  if (verdict === "passed") return []
  if (verdict === "failed" && quarantined) return [accepted(scenario)]
  if (verdict === "failed" || verdict === "flaky") return repeated(scenario, states)
  const message = [scenario.reason, scenario.message].filter((text) => text !== null).join(": ")
  const kind = kindOf(scenario)
  return [simple(kind, { message, type: kind === "error" ? verdict : undefined })]
}

/** JUnit has no tolerated failures; a skipped case fails nothing and is visible. */
function accepted({ quarantine, message, cause }: ScenarioResult): string {
  const accepted = acceptanceText(quarantine?.until ?? NEVER_ENDS)
  return simple("skipped", { message: `failed (${accepted}): ${message ?? cause ?? "failed"}` })
}

/**
 * The first failed attempt decides the element; further ones are reruns, or flakes for a flaky
 * scenario.
 */
function repeated(scenario: ScenarioResult, states: readonly AttemptState[]): string[] {
  const flaky = scenario.verdict === "flaky"
  const failed = scenario.attempts
    .map((attempt, index) => ({ attempt, state: states[index] }))
    .filter(({ attempt }) => attempt.outcome === "failed")
  const children = failed.map(({ attempt, state }, index) => {
    const base = isInfrastructure(attempt.cause) ? "error" : "failure"
    const first = index === 0 && !flaky
    const name = first
      ? base
      : `${flaky ? "flaky" : "rerun"}${base === "error" ? "Error" : "Failure"}`
    const attributes = {
      message: attempt.message ?? renderCause(attempt),
      type: attempt.cause ?? "failed",
    }
    const stack = stackOf(attempt)
    if (first) return element({ name, attributes, text: stack })
    const tail = tailOf(state)
    return element({
      name,
      attributes,
      children: [
        element({ name: "stackTrace", text: stack }),
        ...(tail === "" ? [] : [element({ name: "system-out", text: tail })]),
      ],
    })
  })
  if (flaky || children.length > 0) return children
  const type = scenario.cause ?? "failed"
  return [simple(kindOf(scenario), { message: scenario.message ?? type, type })]
}

function stackOf(attempt: AttemptResult): string {
  const what = `attempt ${attempt.number}: ${renderCause(attempt)} after ${attempt.durationSeconds}s`
  return attempt.log === "" ? what : `${what}, log ${attempt.log}`
}

function tailOf(attempt: AttemptState | undefined): string {
  if (attempt === undefined) return ""
  const leases = leaseLines(attempt)
  if (leases.length === 0) return neutraliseText(attempt.tail ?? "")
  return neutraliseText([attempt.tail ?? "", ...leases].filter(Boolean).join("\n"))
}

/** Problems of the run itself belong to no scenario. */
function beyondElements(results: Results): string[] {
  return beyondCases(results).map(({ name, type, message }) =>
    element({
      name: "testcase",
      attributes: { name, classname: "parallel-smoke", time: 0 },
      children: [simple("error", { message, type })],
    }),
  )
}

type Attributes = Readonly<Record<string, string | number | undefined>>

function simple(name: string, attributes: Attributes): string {
  return element({ name, attributes })
}

/** One element with text, or with children on lines of their own. */
function element(options: {
  readonly name: string
  readonly attributes?: Attributes
  readonly text?: string
  readonly children?: readonly string[]
}): string {
  const { name, attributes = {}, text = "", children = [] } = options
  const written = attributesText(attributes)
  if (text !== "") return `<${name}${written}>${escapeXml(text)}</${name}>`
  if (children.length === 0) return `<${name}${written}/>`
  return `<${name}${written}>\n${children.join("\n")}\n</${name}>`
}

/** An element around others, each in pieces. */
function* parent(
  name: string,
  attributes: Attributes,
  children: Iterable<Iterable<string>>,
): Generator<string> {
  const start = `<${name}${attributesText(attributes)}`
  let isEmpty = true
  for (const child of children) {
    yield isEmpty ? `${start}>\n` : "\n"
    isEmpty = false
    yield* child
  }
  yield isEmpty ? `${start}/>` : `\n</${name}>`
}

function attributesText(attributes: Attributes): string {
  let text = ""
  for (const key in attributes) {
    const value = attributes[key]
    if (value === undefined) continue
    text += ` ${key}="${typeof value === "number" ? value : attributeText(value)}"`
  }
  return text
}

/** One short line that is harmless as it is, like nearly all. */
const PLAIN_ATTRIBUTE = /^(?! *::)[ !$%'-;=?-~]{0,500}$/u

/** A complete message; readers turn unescaped line ends and tabs into spaces. */
function attributeText(text: string): string {
  if (PLAIN_ATTRIBUTE.test(text)) return text
  return escapeXml(neutraliseText(text, MAX_ATTRIBUTE_CHARS))
    .replaceAll("\n", "&#10;")
    .replaceAll("\t", "&#9;")
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no way to write these.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu

/** Text without anything that XML cannot write. */
const PRINTABLE = /^[\t\n -~]*$/u

/** Text that needs no escape in XML, as nearly all texts. */
const PLAIN = /^[\t\n !#-%'-;=?-~]*$/u

function escapeXml(text: string): string {
  if (PLAIN.test(text)) return text
  const written = PRINTABLE.test(text) ? text : text.toWellFormed().replace(NOT_XML, "")
  return written
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
}
