/**
 * What a user asked for, made ready: conditions read, changed files looked up.
 */
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Changes } from "../../ports/changes.ts"
import { readSelectionWhere } from "../../scenario/expressions/where.ts"
import type { LocatedWhere } from "../../scenario/layers/declaration.ts"
import type { SelectionRequest } from "../../scenario/select/selection-criteria.ts"
import type { SELECTION } from "../../settings/choosing.ts"
import type { ValuesOf } from "../../settings/value.ts"

/** Settings that select scenarios. */
export type SelectionSettings = ValuesOf<typeof SELECTION>

/** A request that can be answered, and what is worth a word about it. */
export interface ReadSelection {
  readonly request: SelectionRequest
  readonly notes: readonly string[]
}

/** Reads the conditions and asks for changes; every problem of the conditions at once. */
export function readSelection(
  settings: SelectionSettings,
  at: { readonly root: string; readonly changes: Changes },
): Result<ReadSelection, readonly Diagnostic[]> {
  const { where = [], changedSince } = settings
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
  const request = { ...plainOf(settings), where: conditions }
  if (changedSince === undefined) return ok({ request, notes: [] })
  const changed = at.changes.since(at.root, changedSince)
  if (changed.ok) return ok({ request: { ...request, changed: changed.value }, notes: [] })
  const note = `it is unknown what changed, so no scenario is left out: ${changed.error}`
  return ok({ request, notes: [note] })
}

function plainOf(settings: SelectionSettings): Omit<SelectionRequest, "where"> {
  const { filter = [], exclude = [], tags = [], features = [], matrix = [], last = [] } = settings
  const meta = (["component", "version", "mode"] as const).flatMap((key) =>
    (settings[key] ?? []).map((value) => ({ key, value })),
  )
  return {
    ...{ filter, exclude, tags, features, matrix, last },
    meta: [...(settings.meta ?? []), ...meta],
    withNeeds: settings.noDeps !== true,
  }
}

/** Names of the profiles in use, from left to right. */
export function profilesOf({ profiles = [], quick }: SelectionSettings): readonly string[] {
  return quick === true ? [...profiles, "quick"] : profiles
}
