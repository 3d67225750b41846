/**
 * Mappings in which exactly one of several keys says how something is done.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { LocatedDocument, Path } from "../text/document.ts"
import { keysAt } from "../text/document-keys.ts"

/** The one key that is given; null where there is none or several, which is reported. */
export function oneWay<K extends string>(
  text: Readonly<Partial<Record<K, unknown>>>,
  at: {
    readonly keys: readonly K[]
    readonly document: LocatedDocument
    readonly path: Path
    /** What the mapping is, for messages: `the capability \`docker\``. */
    readonly what: string
    readonly diagnostics: Diagnostic[]
  },
): K | null {
  const { keys, document, path, diagnostics } = at
  const [first, second] = keys.filter((key) => text[key] !== undefined)
  if (first !== undefined && second === undefined) return first
  if (first === undefined) {
    // What should have been the way was refused.
    if (keysAt(document, path).some((key) => !Object.hasOwn(text, key))) return null
    const message = `${at.what} has none of ${keys.join(", ")}`
    const hint = "use exactly one of them"
    diagnostics.push(
      errorAt(document.locateKey(path), { code: "suite/missing-key", message, hint }),
    )
    return null
  }
  const message = `${at.what} has \`${first}\` and \`${second}\``
  const location = document.locateKey([...path, second ?? first])
  const hint = "keep one of them"
  const related = [{ message: "the other is here", location: document.locateKey([...path, first]) }]
  diagnostics.push(errorAt(location, { code: "suite/value", message, hint, related }))
  return null
}
