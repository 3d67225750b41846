/**
 * What a user asked for, made ready: conditions read, changed files looked up.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Changes } from "../../ports/changes.ts"
import { readSelectionWhere } from "../../scenario/expressions/where.ts"
import type { LocatedWhere } from "../../scenario/layers/layer.ts"
import type { Pair, SelectionRequest } from "../../scenario/select/selection-criteria.ts"

/** Which scenarios a user asked for. */
export interface SelectionOptions {
  readonly filter: readonly string[]
  readonly exclude: readonly string[]
  readonly tags: readonly string[]
  readonly features?: readonly string[]
  readonly meta?: readonly Pair[]
  readonly matrix?: readonly Pair[]
  /** How the latest run ended; `new` is of those that never ran. */
  readonly last?: readonly string[]
  /** Conditions that all must hold. */
  readonly where?: readonly string[]
  /** Leaves out what no change since this commit can affect. */
  readonly changedSince?: string | null
  /** Whether a selected scenario brings what it needs. */
  readonly withNeeds: boolean
}

/** A request that can be answered, and what is worth a word about it. */
export interface ReadSelection {
  readonly request: SelectionRequest
  readonly notes: readonly string[]
}

/** Reads the conditions and asks for changes; every problem of the conditions at once. */
export function readSelection(
  options: SelectionOptions,
  at: { readonly root: string; readonly changes: Changes },
): Result<ReadSelection, readonly Diagnostic[]> {
  const { where = [], changedSince = null, ...plain } = options
  const diagnostics: Diagnostic[] = []
  const conditions = where.flatMap((text): LocatedWhere[] => {
    const file = { path: "where", text }
    const locate: LocatedWhere["locate"] = (range) => ({ file, range })
    const condition = readSelectionWhere(text, locate)
    if (condition.ok) return [{ condition: condition.value, locate }]
    diagnostics.push(...condition.error)
    return []
  })
  if (diagnostics.length > 0) return err(diagnostics)
  const request = { ...plain, where: conditions }
  if (changedSince === null) return ok({ request, notes: [] })
  const changed = at.changes.since(at.root, changedSince)
  if (changed.ok) return ok({ request: { ...request, changed: changed.value }, notes: [] })
  const note = `nobody can tell what changed, so nothing is left out: ${changed.error}`
  return ok({ request, notes: [note] })
}
