/**
 * Capabilities that suites declare, as probes of a plan.
 */
import { dirname, join, normalize } from "node:path/posix"
import { canonicalJson } from "../../core/json/json.ts"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import { parseQuantity } from "../../core/quantities/quantity.ts"
import type { Location } from "../../core/text/source.ts"
import type { ProbeHow, ProbeSpec } from "../../formats/capability.ts"
import { checkText } from "../expressions/check-text.ts"
import { oneWay } from "../expressions/one-way.ts"
import { hasExpression } from "../expressions/template.ts"
import { urlProblem } from "../keys/scenario/http.ts"
import type { CapabilityText } from "../keys/sections/capabilities.ts"
import type { LoadedSuite } from "../layers/declare.ts"
import { evaluateAt } from "../layers/planning-reader.ts"
import { type PlanningFacts, prepareValue } from "../layers/planning-value.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { addressProblem, parseAddress } from "./addresses.ts"

/** Longest time of a probe that says nothing of it. */
const PROBE_TIMEOUT_MS = 10_000

/** Part of a cluster's cpu and memory that is kept back where nothing is said. */
const STANDARD_RESERVE = 0.4

/** What texts of a probe may read: they are part of the plan. */
const PROBE_CONTEXTS: readonly string[] = ["github", "vars"]

const WAYS = ["command", "tcp", "http", "env", "file", "value", "kubernetes"] as const

interface Place {
  readonly document: LocatedDocument
  readonly path: Path
  readonly name: string
  /** Folder of the suite file, relative to the root. */
  readonly folder: string
  readonly facts: PlanningFacts
  readonly diagnostics: Diagnostic[]
}

/** Reads the capabilities of all suites: there is one set of them for the whole run. */
export function readProbes(
  suites: readonly LoadedSuite[],
  at: { readonly facts: PlanningFacts; readonly diagnostics: Diagnostic[] },
): ReadonlyMap<string, ProbeSpec> {
  const { diagnostics } = at
  const probes = new Map<string, ProbeSpec>()
  const places = new Map<string, Location>()
  for (const suite of suites) {
    const { document, text } = suite.parsed
    for (const [name, capability] of Object.entries(text.capabilities ?? {})) {
      const path = ["capabilities", name]
      const location = document.locateKey(path)
      if (!/^[A-Za-z_][A-Za-z0-9_-]*$/u.test(name)) {
        const message = `\`${name}\` cannot be the name of a capability`
        const hint =
          "use letters, digits, _ and -, and no digit first; parts are named by the probe"
        diagnostics.push(errorAt(location, { code: "suite/value", message, hint }))
        continue
      }
      const probe = probeOf(capability, {
        ...at,
        document,
        path,
        name,
        folder: dirname(suite.path),
      })
      if (probe === null) continue
      const first = places.get(name)
      if (first !== undefined && canonicalJson(probes.get(name) ?? null) !== canonicalJson(probe)) {
        const message = `two different capabilities have the name \`${name}\``
        const hint = "capabilities apply to the whole run: rename one of them, or make them equal"
        const related = [{ message: "the first is here", location: first }]
        diagnostics.push(errorAt(location, { code: "suite/duplicate", message, hint, related }))
      }
      if (first !== undefined) continue
      places.set(name, location)
      probes.set(name, probe)
    }
  }
  return probes
}

function probeOf(text: CapabilityText, place: Place): ProbeSpec | null {
  const { document, path, diagnostics, name } = place
  const what = `the capability \`${name}\``
  const way = oneWay(text, { keys: WAYS, document, path, what, diagnostics })
  if (text.as !== undefined && text.command === undefined && way !== null) {
    const message = `\`as\` belongs to a \`command\`, and ${what} has \`${way}\``
    const hint = "remove it"
    diagnostics.push(
      errorAt(document.locateKey([...path, "as"]), { code: "suite/value", message, hint }),
    )
  }
  const how = way === null ? null : howOf(way, text, place)
  if (how === null) return null
  const timeout = text.timeout === undefined ? undefined : parseDurationMs(String(text.timeout))
  return {
    scope: text.scope ?? "runner",
    required: text.required ?? false,
    timeoutMs: timeout?.ok ? timeout.value : PROBE_TIMEOUT_MS,
    how,
  }
}

function howOf(way: (typeof WAYS)[number], text: CapabilityText, place: Place): ProbeHow | null {
  const refuse = refuser(place)
  const read = (key: "command" | "tcp" | "http" | "env" | "file") =>
    evaluated(text[key] ?? "", [...place.path, key], place)
  switch (way) {
    case "command": {
      const run = read("command")
      if (run === null) return null
      if (run.trim() === "") return refuse(way, "the command is empty", "write what to run")
      return { kind: "command", run, as: text.as ?? "presence" }
    }
    case "tcp":
      return tcpOf(read("tcp"), refuse)
    case "http": {
      const url = read("http")
      if (url === null) return null
      const problem = urlProblem(url)
      if (problem === null) return { kind: "http", url }
      return refuse(way, problem, "write the whole URL, such as `https://example.com/health`")
    }
    case "env": {
      const name = read("env")
      if (name === null) return null
      if (/^[A-Za-z_][A-Za-z0-9_]*$/u.test(name)) return { kind: "env", name }
      const hint = "write only its name, such as `API_TOKEN`"
      return refuse(way, `\`${name}\` cannot be the name of an environment variable`, hint)
    }
    case "file": {
      const path = read("file")
      if (path === null) return null
      return {
        kind: "file",
        path: path.startsWith("/") ? path : normalize(join(place.folder, path)),
      }
    }
    case "value":
      return constantOf(text.value ?? 0, { place, refuse })
    case "kubernetes":
      return kubernetesOf(text.kubernetes ?? {}, { place, refuse })
  }
}

type Refuse = (key: string | readonly string[], message: string, hint: string) => null

function refuser({ document, path, diagnostics }: Place): Refuse {
  return (key, message, hint) => {
    const location = document.locate([...path, ...[key].flat()])
    diagnostics.push(errorAt(location, { code: "suite/value", message, hint }))
    return null
  }
}

/** The text with its expressions evaluated; null when it has no value, which is reported. */
function evaluated(text: string, path: Path, place: Place): string | null {
  if (!hasExpression(text)) return text
  const { document, diagnostics, facts } = place
  const problems = checkText({ text, path }, { document, available: PROBE_CONTEXTS })
  diagnostics.push(...problems)
  if (problems.length > 0) return null
  const report = (diagnostic: Diagnostic) => diagnostics.push(diagnostic)
  const value = prepareValue(text, { path, asText: true })
  const { github, vars } = facts
  const result = evaluateAt(value, { github, vars }, { document, report })
  return result === undefined ? null : String(result)
}

function tcpOf(text: string | null, refuse: Refuse): ProbeHow | null {
  if (text === null) return null
  const address = parseAddress(text)
  if (address !== null) return { kind: "tcp", ...address }
  const { message, hint } = addressProblem(text)
  return refuse("tcp", message, hint)
}

function constantOf(
  value: string | number,
  { place, refuse }: { readonly place: Place; readonly refuse: Refuse },
): ProbeHow | null {
  const text = evaluated(String(value), [...place.path, "value"], place)
  if (text === null) return null
  const quantity = parseQuantity(text)
  if (quantity.ok) return { kind: "value", value: quantity.value }
  return refuse("value", quantity.error.message, quantity.error.hint)
}

function kubernetesOf(
  text: NonNullable<CapabilityText["kubernetes"]>,
  { place, refuse }: { readonly place: Place; readonly refuse: Refuse },
): ProbeHow | null {
  const path = [...place.path, "kubernetes"]
  const selector = evaluated(text.selector ?? "", [...path, "selector"], place)
  const pods = evaluated(text.pods ?? "", [...path, "pods"], place)
  const namespace = evaluated(text.namespace ?? "", [...path, "namespace"], place)
  const standard = text.pods === undefined ? STANDARD_RESERVE : 0
  const reserve = text.reserve === undefined ? standard : partOf(text.reserve)
  if (selector === null || pods === null || namespace === null) return null
  if (reserve === null) {
    const message = `\`${text.reserve}\` is not a part of the whole`
    return refuse(["kubernetes", "reserve"], message, "write `40%`, or 0.4 for the same")
  }
  const ofPods = text.pods !== undefined
  if (!ofPods && text.namespace !== undefined) {
    const message = "`namespace` belongs to `pods`: nodes have no namespace"
    return refuse(["kubernetes", "namespace"], message, "remove it, or count `pods`")
  }
  const useless = (["selector", "reserve"] as const).find((key) => text[key] !== undefined)
  if (ofPods && useless !== undefined) {
    const message = `\`${useless}\` applies to nodes, but \`pods\` are counted here`
    return refuse(["kubernetes", useless], message, "make it two capabilities")
  }
  return {
    kind: "kubernetes",
    selector,
    reserve,
    pods: ofPods ? { selector: pods, namespace: namespace === "" ? null : namespace } : null,
  }
}

/** A part from 0 to 1; null for anything else. */
function partOf(value: string | number): number | null {
  const [, percent] = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/u.exec(String(value)) ?? []
  const part = percent === undefined ? Number(value) : Number(percent) / 100
  return String(value).trim() !== "" && part >= 0 && part <= 1 ? part : null
}
