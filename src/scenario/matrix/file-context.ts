/**
 * The context `file`.
 */
import { basename, dirname, extname } from "node:path/posix"
import type { JsonObject } from "../../core/json/json.ts"
import { hashText } from "../../core/quantities/random.ts"
import type { EachFile } from "../files/for-each.ts"

/** What expressions read of the file that defines a scenario; the path is relative to the root. */
function fileContext(path: string): JsonObject {
  const name = basename(path)
  return {
    path,
    relative: path,
    name,
    stem: name.slice(0, name.length - extname(name).length),
    dir: dirname(path),
    hash: hashText(path),
  }
}

/** The context of a scenario: the file that it is for, else the file that defines it. */
export function fileContextOf(
  defining: string,
  each: Pick<EachFile, "path" | "relative"> | null,
): JsonObject {
  if (each === null) return fileContext(defining)
  return { ...fileContext(each.path), relative: each.relative, hash: hashText(each.relative) }
}
