/**
 * `paths`: which files can affect a scenario, so that a change elsewhere can leave it out.
 */
import { dirname, join } from "node:path/posix"
import { type Declaration, type Field, fieldOf } from "../layers/declaration.ts"
import type { LoadedSuite } from "../layers/declare.ts"
import type { Expansion } from "../matrix/expand.ts"
import type { Watched } from "../model.ts"
import { compilePathPattern } from "../text/path-pattern.ts"

/** Makes the function that says what can affect an expansion; null where its author did not say. */
export function watcher(
  suites: readonly LoadedSuite[],
): (declaration: Declaration, expansion: Expansion) => Watched | null {
  const main = suites[0]?.path
  const files = new Map(suites.map(({ path }) => [dirname(path), path]))
  let last: Declaration | null = null
  let field: Field<"paths"> | undefined
  return (declaration, { file }) => {
    // Expansions of one declaration come one after another.
    if (declaration !== last) field = fieldOf(declaration, "paths")
    last = declaration
    if (field === undefined) return null
    const list = typeof field.value === "string" ? [field.value] : field.value
    const suite = files.get(declaration.folder)
    const defining = [main, suite, declaration.file, file?.path]
    return {
      patterns: list.map((pattern) => below(declaration.folder, pattern.trim())),
      files: [...new Set(defining.filter((path) => path !== undefined))],
    }
  }
}

function below(folder: string, pattern: string): string {
  const not = pattern.startsWith("!") ? "!" : ""
  return not + join(folder, pattern.slice(not.length))
}

/** Whether changed files can affect a scenario, given what it watches. */
export function isAffected(watched: Watched, changed: readonly string[]): boolean {
  if (changed.some((path) => watched.files.includes(path))) return true
  const inside = watched.patterns.filter((one) => !one.startsWith("!")).map(compilePathPattern)
  const outside = watched.patterns
    .filter((one) => one.startsWith("!"))
    .map((one) => compilePathPattern(one.slice(1)))
  return changed.some(
    (path) => inside.some((matches) => matches(path)) && !outside.some((matches) => matches(path)),
  )
}
