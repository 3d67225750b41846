/**
 * Files of a run's folder whose names hold a secret get other names, alike on disk and wherever they
 * are named.
 */
import posix from "node:path/posix"
import { REDACTED } from "../../core/text/secret.ts"
import type { Files } from "../../ports/files.ts"

/** Stands in names of files for a secret: some systems take no asterisk. */
const IN_NAMES = "redacted"

/** Renames such files; gives the path of each file from then on, relative to the folder. */
export function hideFileNames(
  folder: string,
  paths: readonly string[],
  by: { readonly files: Files; readonly redact: (text: string) => string },
): (path: string) => string {
  const { files, redact } = by
  const found = new Map<string, string>()
  for (const path of paths) {
    const clean = cleanPath(path, redact)
    if (clean === path) continue
    const to = freePath(folder, clean, files)
    found.set(path, to)
    // Whatever cannot be renamed must not be uploaded.
    files.linkPlain(`${folder}/${path}`, `${folder}/${to}`)
    files.remove(`${folder}/${path}`)
  }
  return (path) => {
    const clean = cleanPath(path, redact)
    return found.get(path) ?? clean
  }
}

/** The first two parts are ours: which folder, and whose file. */
function cleanPath(path: string, redact: (text: string) => string): string {
  const parts = path.split("/")
  const own = parts.slice(0, 2).join("/")
  const named = redact(parts.slice(2).join("/"))
  return named === "" ? own : `${own}/${named.replaceAll(REDACTED, IN_NAMES)}`
}

function freePath(folder: string, path: string, files: Files): string {
  const { dir, name, ext } = posix.parse(path)
  let free = path
  for (let i = 2; files.exists(`${folder}/${free}`); i++) free = `${dir}/${name}-${i}${ext}`
  return free
}
