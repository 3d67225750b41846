/**
 * The context `file`.
 */
import { basename, dirname, extname } from "node:path/posix"
import type { JsonObject } from "../core/json.ts"

/** What expressions read of the file that defines a scenario; the path is relative to the root. */
export function fileContext(path: string): JsonObject {
  const name = basename(path)
  return {
    path,
    relative: path,
    name,
    stem: name.slice(0, name.length - extname(name).length),
    dir: dirname(path),
  }
}
