/**
 * What is known of the machines of a runner class, and whether a scenario fits there. What nobody
 * knows is taken to be there: only the shard can tell.
 */
import { parseQuantity } from "../core/quantities/quantity.ts"
import type { Capability, Requirement, RunnerClass } from "../formats/capability.ts"
import { BUILT_INS } from "./builtin.ts"
import { type Capabilities, checkAll, indexCapabilities, lackText } from "./evaluate.ts"
import { HOSTED_LABELS_DATE, hostedMachine, type Visibility } from "./hosted-labels.ts"

/** What a scenario asks for and takes. */
export interface Asks {
  readonly requires: readonly Requirement[]
  readonly demand: Readonly<Record<string, number>>
}

/** Whether a scenario fits a class. */
export type Fit =
  /** `assumed` names what nobody knows of the class; fewer is surer. */
  | { readonly fits: true; readonly assumed: readonly string[] }
  | { readonly fits: false; readonly lacks: string }

/** Holds what a scenario asks for and takes against what is known of a class. */
export function fitsClass(scenario: Asks, known: Capabilities): Fit {
  const checks = checkAll(scenario, known)
  const lacks = lackText(checks)
  if (lacks !== null) return { fits: false, lacks }
  const assumed = checks.flatMap((check) => (check.kind === "unknown" ? check.name : []))
  return { fits: true, assumed: [...new Set(assumed)] }
}

/**
 * What is known of a class: its label, over that what machines of it were seen to have (a probe job,
 * earlier runs), over that what the suite declares, over that what is known of the very machine.
 */
export function capabilitiesOfClass(
  runner: Pick<RunnerClass, "runsOn" | "capabilities">,
  told: {
    readonly seen?: Iterable<Capability> | undefined
    /** What was found on the machine itself, or holds on every one. */
    readonly found?: Iterable<Capability> | undefined
    /** Whose repository it is; public where nobody says. */
    readonly visibility?: Visibility | undefined
    /** Counts of what a label stands for only what its system leaves. */
    readonly spared?: boolean
  } = {},
): Capabilities {
  const { seen = [], found = [], visibility = "public", spared = false } = told
  const label = hostedCapabilities(runner.runsOn, visibility)
  const hosted = spared ? besideSystem(label) : label
  return indexCapabilities([...hosted, ...seen, ...withTotal(declaredOf(runner)), ...found])
}

/** Who tells of memory without having looked tells how large the machine is. */
function withTotal(list: readonly Capability[]): readonly Capability[] {
  const memory = list.find(({ name }) => name === "memory")
  return memory === undefined ? list : [{ ...memory, name: "memory.total" }, ...list]
}

/** What no step of a job changes of a machine. */
const LASTING: readonly string[] = ["os", "arch", "cpu", "memory.total"]

/**
 * Of what was seen of machines, what can be relied on: of the rest a job's own set-up may make more
 * than there was, and of memory more may be free than was free then.
 */
export function lastingOf(seen: Iterable<Capability>): readonly Capability[] {
  const lasting = [...seen].filter(({ name, present }) => present && LASTING.includes(name))
  const total = lasting.find(({ name }) => name === "memory.total")
  return total === undefined ? lasting : [...lasting, { ...total, name: "memory" }]
}

/**
 * Memory that system, agent and daemons of a machine take before any scenario does. A requirement is
 * held against what is free, and a label or an earlier shard tells all there is. Of classes that
 * may do, one with so much to spare is surer.
 */
const SYSTEM_MEMORY_BYTES = 2 * 2 ** 30

/** What is left of a machine beside what its system takes, by what is told of the whole. */
export function besideSystem(whole: readonly Capability[]): readonly Capability[] {
  return whole.map((capability) => {
    const { name, quantity } = capability
    if (name !== "memory" || quantity === null) return capability
    return { ...capability, quantity: Math.max(0, quantity - SYSTEM_MEMORY_BYTES) }
  })
}

/** What the label of a standard hosted runner stands for; nothing for other labels. */
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
    // Of the disk only the least is promised; what there is a shard can tell.
    quantity("gpu", 0),
    word("os", machine.os),
    word("arch", machine.arch),
  ])
}

/** What a class declares, as it would have been found. */
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

/** `8Gi` of memory is a quantity, 22.10 of node a version; a number is what it is. */
function toQuantity(
  given: number | string,
  { counted }: { readonly counted: boolean },
): number | null {
  if (typeof given === "number") return Number.isFinite(given) && given >= 0 ? given : null
  const quantity = parseQuantity(given)
  if (!quantity.ok) return null
  return counted || /[A-Za-z]/u.test(given) ? quantity.value : null
}
