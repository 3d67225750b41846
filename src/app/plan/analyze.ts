/**
 * Use case: how the scenarios of a suite wait for each other. Nothing is run.
 */
import type { Failure } from "../../core/problems/failure.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import type { Analysis } from "../../formats/analysis.ts"
import { estimateAll } from "../../plan/estimate/estimate.ts"
import { analyse } from "../../plan/explain/analysis.ts"
import type { Unit } from "../../plan/units/components.ts"
import { type ReadPorts, type ReadRequest, readSuite, type SelectedSuite } from "./plan-run.ts"

/** An analysis, what it is of, and the suite. */
export interface Analyzed extends SelectedSuite {
  readonly analysis: Analysis
  readonly units: readonly Unit[]
}

/** Analyses the scenarios that are selected, also those that a condition would skip. */
export function analyzeSuite(request: ReadRequest, ports: ReadPorts): Result<Analyzed, Failure> {
  const read = readSuite(request, ports)
  if (!read.ok) return read
  const { suite, selection, known } = read.value
  const chosen = suite.scenarios.filter(({ id }) => selection.selected.has(id))
  const estimates = estimateAll(chosen, known)
  const units = chosen.map(({ id, needs }): Unit => {
    return { id, needs, estimateMs: estimates.get(id)?.ms ?? 0 }
  })
  return ok({ ...read.value, analysis: analyse(suite.name, units), units })
}
