/**
 * Scenarios that can never run beside their fixtures, by what the suite itself says: more leases than there can be
 * at once, or more of a resource in all than any machine of theirs has.
 */
import { type Diagnostic, errorAt, warningAt } from "../../core/problems/diagnostic.ts"
import { addTo } from "../../core/text/append.ts"
import type { Capability, ProbeSpec } from "../../formats/capability.ts"
import { findMissing } from "../../plan/explain/left-out.ts"
import { neverLeased, roomOf, withInstances } from "../../plan/units/beside.ts"
import type { Scenario, Suite } from "../../scenario/model.ts"

/** What a suite says of its scenarios, its fixtures and its machines. */
type Checked = Pick<Suite, "scenarios" | "fixtures" | "runners" | "probes">

/** Each of them, once for the scenarios of one place that have it in common. */
export function checkLeases(suite: Checked): readonly Diagnostic[] {
  const run = suite.scenarios.filter(
    ({ skip, leasesAt }) => skip === null && leasesAt !== undefined,
  )
  const never = neverLeased(run, suite.fixtures)
  const tooMany = never.map(({ scenario, fixture, wanted, most }) => {
    const what = `and what it leases take ${wanted} leases of \`${fixture}\` at once, and there is only ${most}`
    const hint = `raise \`leases\` or \`instances\` of \`${fixture}\`, or lease it only once`
    return { scenario, what, hint }
  })
  const ids = new Set<string>(never.map(({ scenario }) => scenario.id))
  const others = run.filter(({ id }) => !ids.has(id))
  return [...toDiagnostics(tooMany, errorAt), ...toDiagnostics(tooMuch(suite, others), warningAt)]
}

interface Problem {
  readonly scenario: Scenario
  /** What follows the scenario in a sentence. */
  readonly what: string
  readonly hint: string
}

function toDiagnostics(problems: readonly Problem[], say: typeof errorAt): readonly Diagnostic[] {
  const places = new Map<string, Problem[]>()
  for (const one of problems) {
    const { leasesAt } = one.scenario
    addTo(places, `${leasesAt?.file.path} ${leasesAt?.range.start} ${one.what}`, one)
  }
  return [...places.values()].flatMap(([first, ...more]): Diagnostic[] => {
    const location = first?.scenario.leasesAt
    if (first === undefined || location === undefined) return []
    const { scenario, what, hint } = first
    const others = more.length === 0 ? "" : `; the same holds for ${more.length} more`
    const message = `\`${scenario.id}\` ${what}${others}`
    return [say(location, { code: "suite/value", message, hint })]
  })
}

/** What fits alone and has no room together with its instances. */
function tooMuch(
  { fixtures, runners = {}, probes = {} }: Checked,
  run: readonly Scenario[],
): readonly Problem[] {
  const taking = withInstances(run, fixtures).filter(({ beside }) => beside !== undefined)
  if (taking.length === 0) return []
  const known = { suite: { runners }, capabilities: constantsOf(probes), here: false }
  const alone = findMissing({ ...known, scenarios: taking })
  const together = findMissing({
    ...known,
    scenarios: taking.map((one) => {
      const { beside: _, ...rest } = one
      return { ...rest, demand: roomOf(one) }
    }),
  })
  return taking.flatMap((scenario): Problem[] => {
    const { id, beside = [] } = scenario
    const why = together.get(id)
    if (why === undefined || alone.has(id)) return []
    const names = [...new Set(beside.map(({ fixture }) => `\`${fixture}\``))].join(" and ")
    const hint = "lower a `demand`, or use a runner class that has more"
    return [{ scenario, what: `together with an instance of ${names} ${why}`, hint }]
  })
}

/** Quantities that the suite gives itself. */
function constantsOf(probes: Readonly<Record<string, ProbeSpec>>): readonly Capability[] {
  return Object.entries(probes).flatMap(([name, { scope, how }]): Capability[] => {
    if (how.kind !== "value") return []
    const { value: quantity } = how
    const evidence = `the suite declares ${quantity}`
    return [{ name, scope, present: quantity > 0, quantity, unit: null, evidence }]
  })
}
