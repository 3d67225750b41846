/**
 * Groups as suites declare them: their limits, what they conflict with, and the key that parts one
 * group into several.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { parseDurationMs } from "../../core/quantities/duration.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import type { PlannedGroup } from "../../formats/plan.ts"
import { checkText } from "../expressions/check-text.ts"
import { PLANNING_CONTEXTS } from "../expressions/contexts.ts"
import { hasExpression } from "../expressions/template.ts"
import type { GroupText } from "../keys/sections/groups.ts"
import { groupsOf, type LoadedSuite } from "../layers/declare.ts"
import { type PlanningValue, prepareValue } from "../layers/planning-value.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { writtenText } from "../text/written.ts"

/** One part of a key: a dimension of the matrix, or what an expression gives. */
export type KeyPart =
  | { readonly dimension: string }
  | { readonly value: PlanningValue; readonly document: LocatedDocument }

/** A group with what its entries in a plan have in common. */
export interface DeclaredGroup {
  readonly planned: PlannedGroup
  /** Null for a group that is one for all its members. */
  readonly key: readonly KeyPart[] | null
}

/** Groups by their full names. */
export type DeclaredGroups = ReadonlyMap<string, DeclaredGroup>

/** Reads the groups of all suites; those that conflict name each other. */
export function readGroups(
  suites: readonly LoadedSuite[],
  diagnostics: Diagnostic[],
): DeclaredGroups {
  const groups = new Map<string, DeclaredGroup>()
  const conflicts = new Map<string, Set<string>>()
  const conflict = (a: string, b: string) => {
    conflicts.set(a, (conflicts.get(a) ?? new Set()).add(b))
  }
  for (const suite of suites) {
    const names = groupsOf(suite)
    const { document } = suite.parsed
    for (const [name, text] of Object.entries(suite.parsed.text.groups ?? {})) {
      const full = names.get(name) ?? name
      const place = { document, path: ["groups", name], diagnostics }
      groups.set(full, { planned: plannedOf(text ?? {}, place), key: keyOf(text ?? {}, place) })
      for (const other of conflictsOf(name, text ?? {}, { ...place, names })) {
        conflict(full, other)
        conflict(other, full)
      }
    }
  }
  for (const [full, others] of conflicts) {
    const group = groups.get(full)
    if (group === undefined) continue
    groups.set(full, { ...group, planned: { ...group.planned, conflicts: [...others].sort() } })
  }
  return groups
}

interface Place {
  readonly document: LocatedDocument
  readonly path: Path
  readonly diagnostics: Diagnostic[]
}

function plannedOf(text: GroupText, { document, path, diagnostics }: Place): PlannedGroup {
  const parallel = text["max-parallel"]
  const one = text.sequential === true
  const against = (["max-parallel", "batch"] as const).find((key) => (text[key] ?? 1) > 1)
  if (one && against !== undefined) {
    const message = `\`sequential\` and \`${against}: ${text[against]}\` contradict each other`
    const hint = "keep one of them"
    const related = [
      { message: "the other is here", location: document.locateKey([...path, "sequential"]) },
    ]
    diagnostics.push(
      errorAt(document.locateKey([...path, against]), {
        code: "suite/value",
        message,
        hint,
        related,
      }),
    )
  }
  const pause = text.pause === undefined ? undefined : parseDurationMs(String(text.pause))
  return {
    maxParallel: one ? 1 : (parallel ?? null),
    ...(one ? { sequential: true } : {}),
    ...(text.batch === undefined ? {} : { batch: text.batch }),
    ...(pause?.ok ? { pauseMs: pause.value } : {}),
    ...(text.scope === undefined ? {} : { scope: text.scope }),
  }
}

function conflictsOf(
  name: string,
  { conflicts = [] }: GroupText,
  at: Place & { readonly names: ReadonlyMap<string, string> },
): readonly string[] {
  const single = typeof conflicts === "string"
  return [conflicts].flat().flatMap((text, i) => {
    const path = [...at.path, "conflicts", ...(single ? [] : [i])]
    const location = () => at.document.locate(path)
    const other = writtenText(at.document, path, text)
    if (other === name) {
      const message = `the group \`${name}\` cannot conflict with itself`
      const hint = "write `max-parallel: 1` or `sequential: true` to run its members one by one"
      at.diagnostics.push(errorAt(location(), { code: "suite/value", message, hint }))
      return []
    }
    const full = at.names.get(other)
    if (full !== undefined) return [full]
    const message = `there is no group \`${other}\``
    const hint = didYouMean(other, at.names.keys()) ?? `declare it: \`groups: { ${other}: {} }\``
    at.diagnostics.push(errorAt(location(), { code: "scenario/unknown-group", message, hint }))
    return []
  })
}

/** The key of a group or a fixture; null where there is none. */
export function keyOf(
  { key }: Pick<GroupText, "key">,
  { document, path, diagnostics }: Place,
): readonly KeyPart[] | null {
  if (key === undefined) return null
  const single = typeof key === "string"
  return [key].flat().map((item, i): KeyPart => {
    const text = String(item)
    const at = [...path, "key", ...(single ? [] : [i])]
    if (!hasExpression(text)) return { dimension: text }
    diagnostics.push(...checkText({ text, path: at }, { document, available: PLANNING_CONTEXTS }))
    return { value: prepareValue(text, { path: at }), document }
  })
}
