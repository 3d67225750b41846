/**
 * What every child of a run inherits, before a scenario's own.
 */
import { inheritedEnvironment, scrubEnvironment } from "../../execute/request/environment.ts"
import type { Surroundings } from "../../ports/surroundings.ts"
import type { Values } from "../../settings/table.ts"

/** The part of this program's environment that children get, and what a run adds. */
export function childEnvironment(
  run: {
    readonly runId: string
    readonly settings: Pick<Values, "env" | "inheritEnv" | "passEnv">
  },
  { env }: Pick<Surroundings, "env">,
): Readonly<Record<string, string>> {
  const { inheritEnv = "all", passEnv, env: added } = run.settings
  return {
    ...scrubEnvironment(inheritedEnvironment(env, inheritEnv), passEnv),
    ...added,
    SMOKE_LABELS: labelsOf(run.runId),
  }
}

/** For whatever a scenario makes outside of this machine, so that it can be found again. */
export function labelsOf(runId: string): string {
  return `smoke-run-id=${runId}`
}
