/**
 * Fixtures that already run somewhere, as `--fixture` says: nothing of them is started, reset or stopped.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { nearest } from "../../core/text/nearest.ts"
import type { FixtureSpec } from "../../formats/fixture.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Values } from "../../settings/table.ts"

/** Outputs of given fixtures, by full name. */
export type Given = Readonly<Record<string, Readonly<Record<string, string>>>>

/** A plan for a run with given fixtures. */
export interface GivenPlan {
  readonly plan: Plan
  readonly given: Given
}

/** Takes from fixtures of a plan what would be done with them. */
export function withGiven(plan: Plan, values: Values["fixture"]): Result<GivenPlan, Failure> {
  const given: Record<string, Record<string, string>> = {}
  const { fixtures = {} } = plan
  for (const { name, output } of values ?? []) {
    const full = Object.keys(fixtures).find((one) => one === name || one.endsWith(`/${name}`))
    if (full === undefined) {
      const meant = nearest(name, Object.keys(fixtures))
      const hint = meant === undefined ? "no scenario leases one" : `did you mean ${meant}?`
      return refuse(`--fixture ${name}: there is no such fixture`, hint)
    }
    if (output !== null && Object.hasOwn(given[full] ?? {}, output.key)) {
      const twice = `--fixture ${name} gives two values for its output ${output.key}`
      return refuse(twice, "remove one of them")
    }
    given[full] = { ...given[full], ...(output === null ? {} : { [output.key]: output.value }) }
  }
  const standing: Record<string, FixtureSpec> = {}
  for (const [name, outputs] of Object.entries(given)) {
    const spec = fixtures[name]
    if (spec === undefined) continue
    const missing = Object.keys(spec.outputs).find((output) => outputs[output] === undefined)
    if (missing !== undefined) {
      const others = Object.keys(outputs).filter((one) => !Object.hasOwn(spec.outputs, one))
      const slip = others.find((one) => nearest(one, [missing]) !== undefined)
      const hint =
        slip === undefined
          ? `add --fixture ${name}=${missing}=…`
          : `did you mean ${missing} where it says ${slip}?`
      return refuse(`--fixture ${name} gives no value for its output ${missing}`, hint)
    }
    standing[name] = standingOf(spec)
  }
  return ok({ plan: { ...plan, fixtures: { ...fixtures, ...standing } }, given })
}

function standingOf(spec: FixtureSpec): FixtureSpec {
  const { keys } = spec
  return {
    ...{ ...spec, instances: 1, warm: 0, maxUses: null, maxAgeMs: null, idleMs: null },
    ...{ ready: [], reset: null, stop: null, health: null, ports: [], outputs: {} },
    keys: Object.fromEntries(
      Object.entries(keys).map(([key, { matrix }]) => [key, { matrix, demand: {}, fixtures: [] }]),
    ),
  }
}

function refuse(message: string, hint: string): Result<GivenPlan, Failure> {
  return err({ reason: "usage/invalid", message, hint })
}
