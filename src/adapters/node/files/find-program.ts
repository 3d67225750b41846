/**
 * Where a program is, found once: the kernel tries every folder of PATH anew for a bare name, while
 * the engine waits.
 */
import { accessSync, constants, statSync } from "node:fs"

const found = new Map<string, string>()

/** The program's path, or the name as it stands where that cannot be told. */
export function findProgram(name: string, path: string | undefined): string {
  if (path === undefined || name.includes("/") || process.platform === "win32") return name
  const key = `${name}\0${path}`
  const known = found.get(key)
  if (known !== undefined) return known
  for (const folder of path.split(":")) {
    // A relative folder means another place for each working directory.
    if (!folder.startsWith("/")) return name
    const candidate = `${folder}/${name}`
    if (!isProgram(candidate)) continue
    found.set(key, candidate)
    return candidate
  }
  return name
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
