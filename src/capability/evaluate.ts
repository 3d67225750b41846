/**
 * Compares requirements and demands with capabilities. A refusal contains what was requested and
 * what was found, with evidence.
 */
import { formatQuantity, parseQuantity } from "../core/quantities/quantity.ts"
import type { Capability, Requirement } from "../formats/capability.ts"
import { BUILT_INS } from "./builtin.ts"
import { canonicalName, formatName, parseName } from "./name.ts"
import type { Operator } from "./requirement.ts"
import { compareVersions, isVersion } from "./version.ts"

/** The answer for a requirement or a demand; `unknown` if it was not probed. */
export type Check =
  | { readonly kind: "met" }
  | { readonly kind: "unknown"; readonly name: string }
  | { readonly kind: "lacks"; readonly message: string }

/** Capabilities by normalized name. */
export type Capabilities = ReadonlyMap<string, Capability>

/** Indexes capabilities by name; for equal names the later one counts. */
export function indexCapabilities(list: Iterable<Capability>): Capabilities {
  const index = new Map<string, Capability>()
  for (const capability of list) index.set(canonicalName(capability.name), capability)
  return index
}

const MET: Check = { kind: "met" }

/** Compares a requirement with the capabilities. */
export function checkRequirement(requirement: Requirement, capabilities: Capabilities): Check {
  const { text, name, test } = requirement
  const found = find(name, capabilities)
  if (found.kind !== "found")
    return found.kind === "unknown" ? found : lacks(`needs ${text}`, found.why)
  const { capability } = found
  const there = shown(capability)
  if (!capability.present) {
    // An absent countable capability has the number 0.
    const none = test !== null && capability.quantity === 0 && compare(capability, test) === true
    return none ? MET : lacks(`needs ${text}`, `it is absent: ${capability.evidence}`)
  }
  if (test === null) {
    if (capability.quantity !== 0) return MET
    return lacks(`needs ${text}`, `there is none: ${capability.evidence}`)
  }
  const holds = compare(capability, test)
  if (holds === true) return MET
  const why = holds === false ? `found ${there}` : `found ${there}, which ${holds}`
  return lacks(`needs ${text}`, `${why} (${capability.evidence})`)
}

/** Compares a scenario's demand for a resource with the total amount. */
export function checkDemand(
  demand: { readonly name: string; readonly amount: number },
  capabilities: Capabilities,
): Check {
  const parts = parseName(demand.name)
  if (!parts.ok || demand.amount === 0) return MET
  const found = find(parts.value, capabilities)
  if (found.kind === "unknown") return found
  const unit = found.kind === "found" ? found.capability.unit : unitOf(parts.value)
  const takes = `takes ${formatQuantity(demand.amount, unit)} of ${formatName(parts.value)}`
  if (found.kind === "absent") return lacks(takes, found.why)
  const { capability } = found
  if (!capability.present) return lacks(takes, `it is absent: ${capability.evidence}`)
  if (capability.quantity === null || capability.quantity >= demand.amount) return MET
  return lacks(takes, `there is ${shown(capability)} (${capability.evidence})`)
}

/** The unit of an absent capability, from its name. */
function unitOf(name: readonly string[]): string | null {
  const last = name.at(-1) ?? ""
  return Object.hasOwn(BUILT_INS, last) ? (BUILT_INS[last]?.unit ?? null) : null
}

/** Everything a scenario requires, in the written order. */
export function checkAll(
  scenario: {
    readonly requires: readonly Requirement[]
    readonly demand: Readonly<Record<string, number>>
  },
  capabilities: Capabilities,
): readonly Check[] {
  return [
    ...scenario.requires.map((requirement) => checkRequirement(requirement, capabilities)),
    ...Object.entries(scenario.demand).map(([name, amount]) =>
      checkDemand({ name, amount }, capabilities),
    ),
  ]
}

/** What is missing, as one line; null if nothing is known to be missing. */
export function lackText(checks: readonly Check[]): string | null {
  const messages = checks.flatMap((check) => (check.kind === "lacks" ? check.message : []))
  return messages.length === 0 ? null : messages.join("; ")
}

/** A capability's quantity, version or word for people. */
export function shown({ quantity, unit, value, present }: Capability): string {
  if (!present) return "nothing"
  if (quantity !== null) return formatQuantity(quantity, unit)
  return value ?? "present"
}

type Found =
  | { readonly kind: "found"; readonly capability: Capability }
  | { readonly kind: "absent"; readonly why: string }
  | { readonly kind: "unknown"; readonly name: string }

function find(parts: readonly string[], capabilities: Capabilities): Found {
  const name = formatName(parts)
  const capability = capabilities.get(name)
  if (capability !== undefined) return { kind: "found", capability }
  const whole = capabilities.get(formatName(parts.slice(0, 1)))
  if (parts.length === 1 || whole === undefined) return { kind: "unknown", name }
  const why = whole.present
    ? `${whole.name} has no such part (${whole.evidence})`
    : `${whole.name} is absent: ${whole.evidence}`
  return { kind: "absent", why }
}

function lacks(asked: string, found: string): Check {
  return { kind: "lacks", message: `${asked}; ${found}` }
}

/** True, false, or why the two cannot be compared. */
function compare(
  { quantity, value }: Capability,
  test: NonNullable<Requirement["test"]>,
): boolean | string {
  const asked = String(test.value)
  if (quantity !== null) {
    const amount = typeof test.value === "number" ? test.value : quantityOf(test.value)
    if (amount === null) return `is a quantity, but ${JSON.stringify(asked)} is not`
    return holds(Math.sign(quantity - amount), test.op)
  }
  if (value === undefined) return "has no quantity or version to compare with"
  if (isVersion(value) && isVersion(asked)) return holds(compareVersions(value, asked), test.op)
  if (test.op === "==" || test.op === "!=") {
    const same = value.toLowerCase() === asked.toLowerCase()
    return same === (test.op === "==")
  }
  return "can only be compared with == or !="
}

function quantityOf(text: string): number | null {
  const quantity = parseQuantity(text)
  return quantity.ok ? quantity.value : null
}

function holds(difference: number, op: Operator): boolean {
  switch (op) {
    case ">=":
      return difference >= 0
    case ">":
      return difference > 0
    case "==":
      return difference === 0
    case "!=":
      return difference !== 0
    case "<=":
      return difference <= 0
    case "<":
      return difference < 0
  }
}
