/**
 * Kinds of scenarios beyond commands and requests: a module of the repository, or a name that the
 * embedding program registered.
 */
import { join, normalize } from "node:path/posix"
import type { JsonObject } from "../core/json/json.ts"
import type { CustomSpec } from "../formats/run-specs.ts"
import { type Declaration, type Field, fieldOf } from "./layers/declaration.ts"

/** What runs a scenario of a kind. */
export function kindOf(field: Field<"kind">, declaration: Declaration): CustomSpec {
  const given = (fieldOf(declaration, "with")?.value ?? {}) as JsonObject
  const path = modulePath(field.value, declaration.folder)
  return path === null
    ? { kind: "registered", name: field.value, with: given }
    : { kind: "module", path, with: given }
}

/** The path of a module relative to the root; null where the text is a name. */
export function modulePath(text: string, folder: string): string | null {
  return /^\.{0,2}\//u.test(text) ? normalize(join(folder, text)) : null
}
