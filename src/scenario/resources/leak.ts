/**
 * `leak` of a fixture: how fast its instances may grow in a soak.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import type { FixtureSpec } from "../../formats/fixture.ts"
import { bytesPerHourOf } from "../keys/parts.ts"
import type { FixtureText } from "../keys/sections/fixtures.ts"
import type { LocatedDocument, Path } from "../text/document.ts"

/** The limit with its place; nothing where the fixture has none. */
export function leakOf(
  { leak, start }: FixtureText,
  at: {
    readonly document: LocatedDocument
    readonly path: Path
    readonly diagnostics: Diagnostic[]
  },
): Pick<FixtureSpec, "leak"> {
  if (leak === undefined) return {}
  const location = at.document.locateKey([...at.path, "leak"])
  if (start !== undefined) {
    const message = "`leak` has no process to measure: what `start` leaves behind is unknown"
    const hint = "write `serve` or `container`, or remove `leak`"
    at.diagnostics.push(errorAt(location, { code: "suite/value", message, hint }))
    return {}
  }
  const line = at.document.lineOf(location)
  return { leak: { memoryPerHour: bytesPerHourOf(leak.memory), file: location.file.path, line } }
}
