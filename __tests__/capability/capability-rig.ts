/**
 * Capabilities and requirements in few words.
 */
import { parseRequirement } from "../../src/capability/requirement.ts"
import type { Capability, Requirement } from "../../src/formats/capability.ts"

/** A capability that exists. */
export function there(name: string, what: Partial<Capability> = {}): Capability {
  return {
    ...{
      name,
      scope: "runner",
      present: true,
      quantity: null,
      unit: null,
      evidence: "it reported a failure without a message",
    },
    ...what,
  }
}

/** One that is not. */
export function absent(name: string, evidence = "nobody answers"): Capability {
  return there(name, { present: false, evidence })
}

/** Parses requirements that are right. */
export function requirements(...texts: readonly string[]): Requirement[] {
  return texts.map((text) => {
    const parsed = parseRequirement(text)
    if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`)
    return parsed.value
  })
}
