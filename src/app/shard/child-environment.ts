/**
 * What every child of a run inherits, before a scenario's own.
 */
import type { Inherit } from "../../core/flag-values.ts"
import { inheritedEnvironment, scrubEnvironment } from "../../execute/request/environment.ts"
import type { Surroundings } from "../../ports/surroundings.ts"

/** The part of this program's environment that children get, and what a run adds. */
export function childEnvironment(
  run: {
    readonly runId: string
    readonly extraEnv?: Readonly<Record<string, string>>
    readonly inherit?: Inherit
    readonly passEnv?: readonly string[]
  },
  { env }: Pick<Surroundings, "env">,
): Readonly<Record<string, string>> {
  const { runId, extraEnv, inherit = "all", passEnv } = run
  return {
    ...scrubEnvironment(inheritedEnvironment(env, inherit), passEnv),
    ...extraEnv,
    SMOKE_LABELS: labelsOf(runId),
  }
}

/** For whatever a scenario makes outside of this machine, so that it can be found again. */
export function labelsOf(runId: string): string {
  return `smoke-run-id=${runId}`
}
