/**
 * Which probes a set of scenarios calls for: nothing is probed that nobody asks about.
 */
import type { ProbeSpec, Requirement, Scope } from "../formats/capability.ts"
import { isBuiltin } from "./builtin.ts"
import { parseName } from "./name.ts"

/** Time for a built-in probe, and for a program to tell its version. */
const BUILTIN_TIMEOUT_MS = 10_000

/** A capability to be probed. */
export interface Wanted {
  readonly name: string
  readonly spec: ProbeSpec
}

/** What scenarios ask for and take, and which probes the suite declares. */
export interface Wants {
  readonly scenarios: Iterable<{
    readonly requires: readonly Requirement[]
    readonly demand: Readonly<Record<string, number>>
  }>
  readonly probes: Readonly<Record<string, ProbeSpec>>
}

/** The probes of one scope that the scenarios call for, and every one that the run cannot do without. */
export function wantedProbes({ scenarios, probes }: Wants, scope: Scope): readonly Wanted[] {
  const required = new Set<string>()
  const taken = new Set<string>()
  for (const { requires, demand } of scenarios) {
    for (const { name } of requires) if (name[0] !== undefined) required.add(name[0])
    for (const name in demand) taken.add(rootOf(name))
  }
  const names = new Set([...required, ...taken])
  for (const [name, spec] of Object.entries(probes)) if (spec.required) names.add(name)
  return [...names].sort().flatMap((name): Wanted[] => {
    const declared = Object.hasOwn(probes, name) ? probes[name] : undefined
    // What is taken and neither declared nor built in is the user's own name for a limit.
    if (declared === undefined && !isBuiltin(name) && !required.has(name)) return []
    const spec = declared ?? builtinSpec(name)
    return spec.scope === scope ? [{ name, spec }] : []
  })
}

/** The probe of a built-in capability, or of a program by its name. */
export function builtinSpec(name: string): ProbeSpec {
  return {
    scope: "runner",
    required: false,
    timeoutMs: BUILTIN_TIMEOUT_MS,
    how: { kind: "builtin", name },
  }
}

/** The capability that a name or the name of a part belongs to. */
export function rootOf(name: string): string {
  const parts = parseName(name)
  return parts.ok ? (parts.value[0] ?? name) : name
}
