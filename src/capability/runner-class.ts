/**
 * What is known about the machines of a runner class, and whether a scenario fits there. Unknown
 * capabilities are assumed to be there: only the shard can find out.
 */
import { parseQuantity } from "../core/quantities/quantity.ts"
import type { Capability, Requirement, RunnerClass } from "../formats/capability.ts"
import { BUILT_INS } from "./builtin.ts"
import { type Capabilities, checkAll, indexCapabilities, lackText } from "./evaluate.ts"
import { HOSTED_LABELS_DATE, hostedMachine, type Visibility } from "./hosted-labels.ts"

/** What a scenario requires and takes. */
export interface Asks {
  readonly requires: readonly Requirement[]
  readonly demand: Readonly<Record<string, number>>
}

/** Whether a scenario fits a class. */
export type Fit =
  /** `assumed` names what is unknown about the class; fewer is better. */
  | { readonly fits: true; readonly assumed: readonly string[] }
  | { readonly fits: false; readonly lacks: string }

/** Compares what a scenario requires and takes with what is known about a class. */
export function fitsClass(scenario: Asks, known: Capabilities): Fit {
  const checks = checkAll(scenario, known)
  const lacks = lackText(checks)
  if (lacks !== null) return { fits: false, lacks }
  const assumed = checks.flatMap((check) => (check.kind === "unknown" ? check.name : []))
  return { fits: true, assumed: [...new Set(assumed)] }
}

/**
 * What is known about a class, weakest source first: its label, observed machines (a probe job,
 * earlier runs), the suite's declaration, the machine itself.
 */
export function capabilitiesOfClass(
  runner: Pick<RunnerClass, "runsOn" | "capabilities">,
  told: {
    readonly seen?: Iterable<Capability> | undefined
    /** What was found on the machine itself, or is true on every machine. */
    readonly found?: Iterable<Capability> | undefined
    /** The visibility of the repository; public if unknown. */
    readonly visibility?: Visibility | undefined
    /** Counts only the part of a label's memory that its system leaves. */
    readonly spared?: boolean
  } = {},
): Capabilities {
  const { seen = [], found = [], visibility = "public", spared = false } = told
  const label = hostedCapabilities(runner.runsOn, visibility)
  const hosted = spared ? besideSystem(label) : label
  return indexCapabilities([...hosted, ...seen, ...withTotal(declaredOf(runner)), ...found])
}

/** A source that did not measure memory knows only the size of the machine. */
function withTotal(list: readonly Capability[]): readonly Capability[] {
  const memory = list.find(({ name }) => name === "memory")
  return memory === undefined ? list : [{ ...memory, name: "memory.total" }, ...list]
}

/** Properties of a machine that no step of a job changes. */
const LASTING: readonly string[] = ["os", "arch", "cpu", "memory.total"]

/**
 * The reliable part of what was observed. For the rest, a job's own set-up can provide more, and
 * more memory can be free than at that time.
 */
export function lastingOf(seen: Iterable<Capability>): readonly Capability[] {
  const lasting = [...seen].filter(({ name, present }) => present && LASTING.includes(name))
  const total = lasting.find(({ name }) => name === "memory.total")
  return total === undefined ? lasting : [...lasting, { ...total, name: "memory" }]
}

/**
 * Memory that the system, agent and daemons of a machine take. A requirement is about free memory,
 * but a label or an earlier shard knows only the total. Among possible classes, one with this much
 * more is preferred.
 */
const SYSTEM_MEMORY_BYTES = 2 * 2 ** 30

/** What the system of a machine leaves, from its total. */
export function besideSystem(whole: readonly Capability[]): readonly Capability[] {
  return whole.map((capability) => {
    const { name, quantity } = capability
    if (name !== "memory" || quantity === null) return capability
    return { ...capability, quantity: Math.max(0, quantity - SYSTEM_MEMORY_BYTES) }
  })
}

/** The capabilities of a standard hosted runner's label; none for other labels. */
function hostedCapabilities(
  runsOn: RunnerClass["runsOn"],
  visibility: Visibility,
): readonly Capability[] {
  const machine = hostedMachine(runsOn, visibility)
  if (machine === null) return []
  const label = [runsOn].flat().join(", ")
  const whose = visibility === "private" ? " in private repositories" : ""
  const evidence = `${label}${whose}, as GitHub documents it (${HOSTED_LABELS_DATE})`
  const quantity = (name: string, amount: number): Capability => ({
    ...{ name, scope: "runner", present: amount > 0, quantity: amount },
    ...{ unit: BUILT_INS[name]?.unit ?? null, evidence },
  })
  const word = (name: string, value: string): Capability => ({
    ...{ name, scope: "runner", present: true, quantity: null, unit: null, value, evidence },
  })
  return withTotal([
    quantity("cpu", machine.cpu),
    quantity("memory", machine.memoryGiB * 2 ** 30),
    // GitHub promises only a minimum of disk space; the shard measures the real amount.
    quantity("gpu", 0),
    word("os", machine.os),
    word("arch", machine.arch),
  ])
}

/** The declarations of a class, in the form of probe results. */
export function declaredOf({
  capabilities,
}: Pick<RunnerClass, "capabilities">): readonly Capability[] {
  return Object.entries(capabilities).map(([name, given]): Capability => {
    const unit = Object.hasOwn(BUILT_INS, name) ? (BUILT_INS[name]?.unit ?? null) : null
    const whole = {
      name,
      scope: "runner",
      unit: null,
      evidence: "as the suite declares it",
    } as const
    if (typeof given === "boolean") {
      const none = !given && unit !== null
      return { ...whole, present: given, quantity: none ? 0 : null }
    }
    const quantity = toQuantity(given, { counted: unit !== null })
    if (quantity === null) return { ...whole, present: true, quantity, value: String(given) }
    return { ...whole, unit, present: quantity > 0, quantity }
  })
}

/** `8Gi` for memory is a quantity, 22.10 for node a version; a number is a quantity. */
function toQuantity(
  given: number | string,
  { counted }: { readonly counted: boolean },
): number | null {
  if (typeof given === "number") return Number.isFinite(given) && given >= 0 ? given : null
  const quantity = parseQuantity(given)
  if (!quantity.ok) return null
  return counted || /[A-Za-z]/u.test(given) ? quantity.value : null
}
