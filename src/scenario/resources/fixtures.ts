/**
 * Fixtures as suites declare them, checked as far as a file can be.
 */
import { dirname } from "node:path/posix"
import { canonicalName } from "../../capability/name.ts"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { parseQuantity } from "../../core/quantities/quantity.ts"
import { nearest } from "../../core/text/nearest.ts"
import type { FixtureSpec } from "../../formats/fixture.ts"
import { checkInjectedText, checkShellName, checkText } from "../expressions/check-text.ts"
import { FIXTURE_CONTEXTS } from "../expressions/contexts.ts"
import { oneWay } from "../expressions/one-way.ts"
import { hasExpression } from "../expressions/template.ts"
import { resolveFolder } from "../expressions/working-directory.ts"
import { millisecondsOf } from "../keys/parts.ts"
import { DEFAULT_SHELL } from "../keys/scenario/command.ts"
import { urlProblem } from "../keys/scenario/http.ts"
import type { FixtureText } from "../keys/sections/fixtures.ts"
import { type Declaration, fieldOf, textsOf } from "../layers/declaration.ts"
import { fixturesOf, type LoadedSuite } from "../layers/declare.ts"
import type { Scenario } from "../model.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { writtenText } from "../text/written.ts"
import { keyOf } from "./groups.ts"
import { type CapabilityNames, checkTakenName } from "./requirements.ts"

const START_TIMEOUT_MS = 600_000
const STOP_TIMEOUT_MS = 60_000
const READY_TIMEOUT_MS = 10_000

/** Keys with text for the shell. */
const COMMANDS = ["serve", "start", "reset", "stop", "health"] as const

interface Place {
  readonly document: LocatedDocument
  readonly path: Path
  readonly name: string
  readonly folder: string
  /** Shell of commands where the fixture names none. */
  readonly shell: string
  readonly names: CapabilityNames
  readonly diagnostics: Diagnostic[]
}

/** Reads the fixtures of all suites, by their full names. */
export function readFixtures(
  suites: readonly LoadedSuite[],
  at: { readonly names: CapabilityNames; readonly diagnostics: Diagnostic[] },
): ReadonlyMap<string, FixtureSpec> {
  const fixtures = new Map<string, FixtureSpec>()
  for (const suite of suites) {
    const { document, text } = suite.parsed
    const full = fixturesOf(suite)
    const shell = text.defaults?.shell ?? DEFAULT_SHELL
    for (const [name, fixture] of Object.entries(text.fixtures ?? {})) {
      const path = ["fixtures", name]
      const place = { ...at, document, path, name, folder: dirname(suite.path), shell }
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/u.test(name)) {
        at.diagnostics.push({
          code: "suite/value",
          severity: "error",
          message: `\`${name}\` cannot be the name of a fixture`,
          location: document.locateKey(path),
          hint: "use letters, digits, _ and -, and no digit first",
        })
      }
      checkTexts(fixture, place)
      const spec = fixtureOf(fixture, place)
      if (spec !== null) fixtures.set(full.get(name) ?? name, spec)
    }
  }
  return fixtures
}

function fixtureOf(text: FixtureText, place: Place): FixtureSpec | null {
  const { document, path, diagnostics, name, folder } = place
  const what = `the fixture \`${name}\``
  const way = oneWay(text, { keys: ["serve", "start"], document, path, what, diagnostics })
  const instances = text.instances ?? 1
  if ((text.warm ?? 0) > instances) {
    diagnostics.push({
      code: "suite/value",
      severity: "error",
      message: `${what} starts ${text.warm} instances in advance, but may have only ${instances}`,
      location: document.locate([...path, "warm"]),
      hint: `raise \`instances\`, or write \`warm: ${instances}\``,
    })
  }
  const key = keyOf(text, place)
  const ready = readyOf(text, place)
  if (way === null) return null
  return {
    how: { kind: way, run: text[way] ?? "" },
    ready,
    reset: text.reset ?? null,
    stop: text.stop ?? null,
    health: text.health ?? null,
    instances,
    warm: text.warm ?? 0,
    key: key === null ? null : [text.key ?? []].flat().map(String),
    demand: demandOf(text, place),
    maxUses: text["max-uses"] ?? null,
    choose: text.choose ?? "least-connections",
    share: text.share === "unlimited" ? null : (text.share ?? 1),
    startTimeoutMs: millisecondsOf(text["start-timeout"]) ?? START_TIMEOUT_MS,
    stopTimeoutMs: millisecondsOf(text["stop-timeout"]) ?? STOP_TIMEOUT_MS,
    startRetries: text["start-retries"] ?? 0,
    idleMs: millisecondsOf(text.idle) ?? null,
    shell: text.shell ?? place.shell,
    env: Object.fromEntries(
      Object.entries(text.env ?? {}).map(([variable, value]) => [
        variable,
        writtenText(document, [...path, "env", variable], value),
      ]),
    ),
    workingDirectory: resolveFolder(text["working-directory"] ?? "", {
      folder,
      location: () => document.locate([...path, "working-directory"]),
      diagnostics,
    }),
  }
}

function readyOf({ ready }: FixtureText, place: Place): FixtureSpec["ready"] {
  if (ready === undefined) return null
  const { document, diagnostics } = place
  const path = [...place.path, "ready"]
  const keys = ["http", "tcp", "command"] as const
  const what = `\`ready\` of the fixture \`${place.name}\``
  const way = oneWay(ready, { keys, document, path, what, diagnostics })
  if (way === null) return null
  const timeoutMs = millisecondsOf(ready.timeout) ?? READY_TIMEOUT_MS
  const text = ready[way] ?? ""
  const problem = way === "http" ? urlProblem(text) : null
  if (problem !== null) {
    diagnostics.push({
      code: "suite/value",
      severity: "error",
      message: problem,
      location: document.locate([...path, "http"]),
      hint: "write the whole URL, such as `http://127.0.0.1:8080/status`",
    })
  }
  if (way === "http") return { how: { kind: "http", url: text }, timeoutMs }
  if (way === "tcp") return { how: { kind: "tcp", address: text }, timeoutMs }
  return { how: { kind: "command", run: text }, timeoutMs }
}

/** What an instance takes is known with the file: there is no scenario to ask. */
function demandOf(text: FixtureText, place: Place): Record<string, number> {
  const { document, diagnostics, names } = place
  const demand: Record<string, number> = {}
  for (const [name, value] of Object.entries(text.demand ?? {})) {
    const path = [...place.path, "demand", name]
    const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
    checkTakenName(name, { names, report, location: () => document.locateKey(path) })
    const quantity = parseQuantity(writtenText(document, path, value))
    if (quantity.ok) demand[canonicalName(name)] = quantity.value
    else {
      diagnostics.push({
        code: "suite/quantity",
        severity: "error",
        message: hasExpression(String(value))
          ? "expressions are not evaluated in the demand of an instance"
          : quantity.error.message,
        location: document.locate(path),
        hint: "write it out",
      })
    }
  }
  return demand
}

function checkTexts(text: FixtureText, { document, path, diagnostics }: Place): void {
  const available = FIXTURE_CONTEXTS
  const check = (value: unknown, ...steps: Path) => {
    if (typeof value !== "string") return
    const one = { text: value, path: [...path, ...steps] }
    diagnostics.push(...checkText(one, { document, available }))
  }
  for (const key of COMMANDS) {
    const value = text[key]
    if (value === undefined) continue
    check(value, key)
    diagnostics.push(...checkInjectedText({ text: value, path: [...path, key] }, document))
  }
  for (const [key, value] of Object.entries(text.ready ?? {})) check(value, "ready", key)
  for (const [key, value] of Object.entries(text.env ?? {})) check(value, "env", key)
  check(text["working-directory"], "working-directory")
  if (text.shell === undefined) return
  diagnostics.push(...checkShellName({ value: text.shell, document, path: [...path, "shell"] }))
}

/** Full names of the fixtures that a scenario leases; those that do not exist are reported. */
export function leasedBy(
  declaration: Declaration,
  diagnostics: Diagnostic[],
): Pick<Scenario, "fixtures" | "fixturesAt"> {
  const field = fieldOf(declaration, "fixtures")
  if (field === undefined) return {}
  const names = textsOf(field).flatMap(({ text, document, path }) => {
    const full = declaration.fixtures.get(text)
    if (full !== undefined) return [full]
    const meant = nearest(text, declaration.fixtures.keys())
    diagnostics.push({
      code: "scenario/unknown-fixture",
      severity: "error",
      message: `there is no fixture \`${text}\``,
      location: document.locate(path),
      hint:
        meant === undefined
          ? `declare it: \`fixtures: { ${text}: { serve: … } }\``
          : `did you mean \`${meant}\`?`,
    })
    return []
  })
  if (names.length === 0) return {}
  return { fixtures: [...new Set(names)], fixturesAt: field.document.locateKey(field.path) }
}
