/**
 * Fixtures as suites declare them, checked as far as a file can be.
 */
import { dirname } from "node:path/posix"
import { canonicalName } from "../../capability/name.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { append } from "../../core/text/append.ts"
import { type FixtureSpec, MOST_NESTED } from "../../formats/fixture.ts"
import { badChains } from "../../formats/nesting.ts"
import {
  checkInjectedText,
  checkShellName,
  checkText,
  deepStrings,
} from "../expressions/check-text.ts"
import { FIXTURE_CONTEXTS } from "../expressions/contexts.ts"
import { oneWay } from "../expressions/one-way.ts"
import { resolveFolder } from "../expressions/working-directory.ts"
import { millisecondsOf } from "../keys/parts.ts"
import { DEFAULT_SHELL } from "../keys/scenario/command.ts"
import { patternProblem, type TestPlace } from "../keys/scenario/expect.ts"
import { httpExpectOf, urlProblem } from "../keys/scenario/http.ts"
import type { FixtureText, ReadyText } from "../keys/sections/fixtures.ts"
import { fixturesOf, type LoadedSuite } from "../layers/declare.ts"
import type { LocatedText } from "../layers/planning-reader.ts"
import { prepareValue } from "../layers/planning-value.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { writtenText } from "../text/written.ts"
import { containerOf } from "./containers.ts"
import { checkFixture, type Declared } from "./fixture-checks.ts"
import { checkFixtureNames, fullName } from "./fixture-names.ts"
import { type KeyPart, keyOf } from "./groups.ts"
import { leakOf } from "./leak.ts"
import { type CapabilityNames, checkTakenName, type DemandItem } from "./requirements.ts"

const START_TIMEOUT_MS = 600_000
const STOP_TIMEOUT_MS = 60_000
/** As engines of containers have it: what ignores TERM would keep every run so long. */
const CONTAINER_STOP_TIMEOUT_MS = 10_000
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
  /** Full names of the fixtures that may be named here. */
  readonly fixtures: ReadonlyMap<string, string>
  readonly diagnostics: Diagnostic[]
}

/** A fixture with what is read of it for each value of its key. */
export interface DeclaredFixture {
  readonly spec: FixtureSpec
  /** Null for a fixture that is one for all. */
  readonly key: readonly KeyPart[] | null
  readonly demand: readonly DemandItem[]
  /** Full names of fixtures that its instances lease, with their places. */
  readonly inner: readonly LocatedText[]
}

/** Reads the fixtures of all suites, by their full names. */
export function readFixtures(
  suites: readonly LoadedSuite[],
  at: { readonly names: CapabilityNames; readonly diagnostics: Diagnostic[] },
): ReadonlyMap<string, DeclaredFixture> {
  const fixtures = new Map<string, DeclaredFixture>()
  const specs = (full: string) => fixtures.get(full)?.spec
  const declared: Declared = { fixtures: new Map(), variables: new Map() }
  const later: (() => readonly Diagnostic[])[] = []
  for (const suite of suites) {
    const { document, text } = suite.parsed
    const full = fixturesOf(suite)
    const shell = text.defaults?.shell ?? DEFAULT_SHELL
    for (const [name, fixture] of Object.entries(text.fixtures ?? {})) {
      const path = ["fixtures", name]
      const folder = dirname(suite.path)
      const place = { ...at, document, path, name, folder, shell, fixtures: full }
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/u.test(name)) {
        const message = `\`${name}\` cannot be the name of a fixture`
        const hint = "use letters, digits, _ and -, and no digit first"
        at.diagnostics.push(
          errorAt(document.locateKey(path), { code: "suite/value", message, hint }),
        )
      }
      checkTexts(fixture, place)
      append(at.diagnostics, checkFixture(fixture, place, declared))
      const read = declaredOf(fixture, place)
      if (read === null) continue
      fixtures.set(full.get(name) ?? name, read)
      const { spec, inner } = read
      const leased = new Set(inner.map((one) => one.text))
      const known = { fixtures: full, specs, leased, own: { name, spec } }
      later.push(() => checkFixtureNames(textsOf(fixture, place), known))
    }
  }
  // What they name may be declared after them.
  for (const check of later) append(at.diagnostics, check())
  refuseCircles(fixtures, at.diagnostics)
  return fixtures
}

function declaredOf(text: FixtureText, place: Place): DeclaredFixture | null {
  const { document, path, diagnostics, name, folder } = place
  const what = `the fixture \`${name}\``
  const way = oneWay(text, {
    keys: ["serve", "start", "container"],
    document,
    path,
    what,
    diagnostics,
  })
  const instances = text.instances ?? 1
  if ((text.warm ?? 0) > instances) {
    const message = `${what} starts ${text.warm} instances in advance, but may have only ${instances}`
    const hint = `raise \`instances\`, or write \`warm: ${instances}\``
    diagnostics.push(
      errorAt(document.locate([...path, "warm"]), { code: "suite/value", message, hint }),
    )
  }
  const key = keyOf(text, place)
  const ready = readyOf(text, place)
  const how = howOf(text, way, place)
  const inside = how?.kind === "container" ? how.container.ports : []
  const ports = [...portsOf(text, place), ...inside.map((port) => port.replace("/udp", ""))]
  const demand = demandOf(text, place)
  const inner = innerOf(text, place)
  if (how === null) return null
  const stopMs = how.kind === "container" ? CONTAINER_STOP_TIMEOUT_MS : STOP_TIMEOUT_MS
  const spec: FixtureSpec = {
    how,
    ready,
    reset: text.reset ?? null,
    stop: text.stop ?? null,
    health: text.health ?? null,
    instances,
    warm: text.warm ?? 0,
    maxUses: text["max-uses"] ?? null,
    maxAgeMs: millisecondsOf(text["max-age"]) ?? null,
    choose: text.choose ?? "least-connections",
    leases: leasesOf(text),
    leaseTimeoutMs: millisecondsOf(text["lease-timeout"]) ?? null,
    startTimeoutMs: millisecondsOf(text["start-timeout"]) ?? START_TIMEOUT_MS,
    stopTimeoutMs: millisecondsOf(text["stop-timeout"]) ?? stopMs,
    startRetries: text["start-retries"] ?? 0,
    startParallel: text["start-parallel"] ?? null,
    idleMs: millisecondsOf(text.idle) ?? null,
    scope: text.scope ?? "shard",
    ports,
    outputs: textsIn(text.outputs, { document, path: [...path, "outputs"] }),
    shell: text.shell ?? place.shell,
    env: textsIn(text.env, { document, path: [...path, "env"] }),
    workingDirectory: resolveFolder(text["working-directory"] ?? "", {
      folder,
      location: () => document.locate([...path, "working-directory"]),
      diagnostics,
    }),
    keys: {},
    ...keepOf(text, place),
    ...leakOf(text, place),
  }
  return { spec, key, demand, inner }
}

function howOf(
  text: FixtureText,
  way: "serve" | "start" | "container" | null,
  place: Place,
): FixtureSpec["how"] | null {
  if (way === null) return null
  if (way !== "container") return { kind: way, run: text[way] ?? "" }
  const { document, folder, diagnostics } = place
  const path = [...place.path, "container"]
  const container = containerOf(text.container ?? "", { document, path, folder, diagnostics })
  const [fixed] = Object.values(container.hostPorts)
  if (fixed !== undefined && (text.instances ?? 1) > 1) {
    const message = `several instances cannot have the port ${fixed} at once`
    const hint = "write only the port inside: each instance is given a free port of this machine"
    diagnostics.push(
      errorAt(document.locate([...path, "ports"]), { code: "suite/value", message, hint }),
    )
  }
  return { kind: "container", container }
}

/** How long it outlives a run, and what it is made from; nothing where it does not. */
function keepOf(text: FixtureText, place: Place): Pick<FixtureSpec, "keep"> {
  const forMs = millisecondsOf(text.keep)
  const { document, folder, diagnostics } = place
  const refuse = (key: "keep" | "inputs", message: string, hint: string) => {
    const location = document.locate([...place.path, key])
    diagnostics.push(errorAt(location, { code: "suite/value", message, hint }))
    return {}
  }
  if (forMs === undefined) {
    if (text.inputs === undefined) return {}
    return refuse("inputs", "`inputs` says nothing without `keep`", "add `keep: 30m`, or remove it")
  }
  if (text.serve !== undefined) {
    const hint = "write `start`, with a command that starts it and ends"
    return refuse("keep", "a process of `serve` does not outlive its run", hint)
  }
  if (text.fixtures !== undefined) {
    const hint = "remove `keep`, or `fixtures`"
    return refuse("keep", "what an instance leases does not outlive its run", hint)
  }
  const patterns = [text.inputs ?? []].flat().map(String)
  const inputs = patterns.map((one) => (folder === "." ? one : `${folder}/${one}`))
  return { keep: { forMs, inputs } }
}

/** A plain service is for all at once; what is pooled, keyed or reset is for one at a time. */
function leasesOf(text: FixtureText): number | null {
  if (text.leases !== undefined) return text.leases === "unlimited" ? null : text.leases
  const { instances, key, reset, warm } = text
  const pooled = [instances, key, reset, warm, text["max-uses"]].some((one) => one !== undefined)
  return pooled ? 1 : null
}

function textsIn(
  texts: Readonly<Record<string, string | number | boolean | null>> | undefined,
  { document, path }: { readonly document: LocatedDocument; readonly path: Path },
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, value]) => [
      name,
      writtenText(document, [...path, name], value),
    ]),
  )
}

function portsOf({ ports = [] }: FixtureText, place: Place): string[] {
  const names = [ports].flat().map(String)
  for (const [i, name] of names.entries()) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name) && names.indexOf(name) === i) continue
    const message = `\`${name}\` cannot be the name of a port${names.indexOf(name) === i ? "" : ": it is there twice"}`
    const location = place.document.locate([...place.path, "ports"])
    const hint = "use names of environment variables, such as `PORT`"
    place.diagnostics.push(errorAt(location, { code: "suite/value", message, hint }))
  }
  return names
}

function innerOf(text: FixtureText, place: Place): readonly LocatedText[] {
  const { document, diagnostics } = place
  const single = typeof text.fixtures === "string"
  return [text.fixtures ?? []].flat().flatMap((name, i) => {
    const path = [...place.path, "fixtures", ...(single ? [] : [i])]
    const item = { text: String(name), document, path }
    const full = fullName(item, { known: place.fixtures, report: (one) => diagnostics.push(one) })
    return full === null ? [] : [{ ...item, text: full, written: true }]
  })
}

/** Fixtures that need each other can never start; where some do, none is left. */
function refuseCircles(fixtures: Map<string, DeclaredFixture>, diagnostics: Diagnostic[]): void {
  const next = (name: string) => (fixtures.get(name)?.inner ?? []).map(({ text }) => text)
  const bad = badChains(fixtures.keys(), { next, most: MOST_NESTED })
  for (const { kind, chain } of bad) {
    const [from = "", to] = chain.slice(-2)
    const inner = fixtures.get(from)?.inner ?? []
    const at = inner.find(({ text }) => text === to) ?? inner[0]
    if (at === undefined) continue
    const isCircle = kind === "circle"
    const message = isCircle
      ? `fixtures lease each other: ${chain.join(" → ")}`
      : `with \`${from}\` begins a chain of more than ${MOST_NESTED} fixtures that lease each other`
    const hint = "remove one of them from `fixtures`"
    diagnostics.push(
      errorAt(at.document.locate(at.path), {
        code: isCircle ? "scenario/cycle" : "suite/value",
        message,
        hint,
      }),
    )
  }
  if (bad.length > 0) fixtures.clear()
}

function readyOf({ ready }: FixtureText, place: Place): FixtureSpec["ready"] {
  if (ready === undefined) return []
  if (!Array.isArray(ready)) return oneReady(ready, [...place.path, "ready"], place)
  return ready.flatMap((one, i) => oneReady(one, [...place.path, "ready", i], place))
}

function oneReady(ready: ReadyText, path: Path, place: Place): FixtureSpec["ready"] {
  const { document, diagnostics } = place
  const keys = ["http", "tcp", "command", "log"] as const
  const what = `\`ready\` of the fixture \`${place.name}\``
  const way = oneWay(ready, { keys, document, path, what, diagnostics })
  if (way === null) return []
  const timeoutMs = millisecondsOf(ready.timeout) ?? READY_TIMEOUT_MS
  const at = { document, path: [...path, way], diagnostics }
  if (way === "http") return [{ how: httpReady(ready.http ?? "", at), timeoutMs }]
  if (way === "log") return [{ how: logReady(ready.log ?? "", at), timeoutMs }]
  if (way === "tcp") return [{ how: { kind: "tcp", address: ready.tcp ?? "" }, timeoutMs }]
  return [{ how: { kind: "command", run: ready.command ?? "" }, timeoutMs }]
}

type ReadyHow = FixtureSpec["ready"][number]["how"]

function httpReady(http: NonNullable<ReadyText["http"]>, at: TestPlace): ReadyHow {
  const { document, path, diagnostics } = at
  const { url, expect = {} } = typeof http === "string" ? { url: http } : http
  const problem = urlProblem(url)
  if (problem !== null) {
    const hint = "write the whole URL, such as `http://127.0.0.1:8080/status`"
    diagnostics.push(
      errorAt(document.locate(path), { code: "suite/value", message: problem, hint }),
    )
  }
  return { kind: "http", url, expect: httpExpectOf(expect, { ...at, path: [...path, "expect"] }) }
}

function logReady(log: NonNullable<ReadyText["log"]>, at: TestPlace): ReadyHow {
  const { document, path, diagnostics } = at
  const { matches, times = 1 } = typeof log === "string" ? { matches: log } : log
  const problem = patternProblem(matches)
  if (problem !== null) {
    const message = `this is not a regular expression: ${problem}`
    const hint = "put `\\` before special characters"
    diagnostics.push(errorAt(document.locate(path), { code: "suite/pattern", message, hint }))
  }
  return { kind: "log", matches, times }
}

/** What an instance takes; of a fixture with a key it may depend on that. */
function demandOf(text: FixtureText, place: Place): readonly DemandItem[] {
  const { document, diagnostics, names } = place
  return Object.entries(text.demand ?? {}).map(([name, value]) => {
    const path = [...place.path, "demand", name]
    const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
    checkTakenName(name, { names, report, location: () => document.locateKey(path) })
    const written = writtenText(document, path, value)
    diagnostics.push(
      ...checkText({ text: written, path }, { document, available: ["github", "vars", "matrix"] }),
    )
    const quantity = prepareValue(written, { path, asText: true })
    return { name: canonicalName(name), value: quantity, document, path }
  })
}

/** Every text that may hold expressions, with its place. */
function textsOf(text: FixtureText, { document, path }: Place): readonly LocatedText[] {
  const below = (value: unknown, ...steps: Path) =>
    deepStrings(value, [...path, ...steps]).map((one) => ({ ...one, document, written: true }))
  const ready = [text.ready ?? []].flat().flatMap((one, i) => {
    const steps = Array.isArray(text.ready) ? ["ready", i] : ["ready"]
    const { tcp, command, http } = one
    const url = typeof http === "string" ? below(http, ...steps, "http") : []
    const asked = typeof http === "string" ? [] : below(http?.url, ...steps, "http", "url")
    return [
      ...below(tcp, ...steps, "tcp"),
      ...below(command, ...steps, "command"),
      ...url,
      ...asked,
    ]
  })
  const keys = [...COMMANDS, "outputs", "env", "working-directory", "container"] as const
  return [...ready, ...keys.flatMap((key) => below(text[key], key))]
}

function checkTexts(text: FixtureText, place: Place): void {
  const { document, path, diagnostics } = place
  const leases = [text.fixtures ?? []].flat().length > 0
  const available = leases ? [...FIXTURE_CONTEXTS, "fixtures"] : FIXTURE_CONTEXTS
  for (const one of textsOf(text, place)) {
    diagnostics.push(...checkText(one, { document, available }))
  }
  for (const key of COMMANDS) {
    const value = text[key]
    if (value === undefined) continue
    diagnostics.push(...checkInjectedText({ text: value, path: [...path, key] }, document))
  }
  if (text.shell === undefined) return
  diagnostics.push(...checkShellName({ value: text.shell, document, path: [...path, "shell"] }))
}
