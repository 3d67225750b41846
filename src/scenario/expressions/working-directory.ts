/**
 * Folders that a suite names, relative to the root of the repository.
 */
import { isAbsolute, join, normalize } from "node:path/posix"
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { Location } from "../../core/text/source.ts"
import { hasExpression } from "./template.ts"

/** Relative to the root; a text with expressions is only put behind the folder of its suite. */
export function resolveFolder(
  text: string,
  place: {
    readonly folder: string
    readonly location: () => Location
    readonly diagnostics: Diagnostic[]
  },
): string {
  const { folder } = place
  if (text === "") return folder
  if (isAbsolute(text)) return text
  if (hasExpression(text)) return folder === "." ? text : `${folder}/${text}`
  const path = normalize(join(folder, text)).replace(/\/$/u, "")
  if (path === ".." || path.startsWith("../")) {
    const message = "the working directory is outside of the repository"
    place.diagnostics.push(errorAt(place.location(), { code: "suite/value", message }))
  }
  return path === "" ? "." : path
}
