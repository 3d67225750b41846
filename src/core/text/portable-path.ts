/**
 * Paths that every file system and archive accepts, for files with foreign names. People can
 * recognise the file; the caller records the exact name.
 */

/**
 * Characters that the artifact client refuses because of Windows, that archives use between
 * folders, and that control a terminal.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const REFUSED = /[\u0000-\u001f"*:<>?\\|\u007f]/gu

/** File systems allow 255 bytes. */
const MAX_NAME_BYTES = 200

/** Systems allow 4,096 bytes, including the folder in which the archive is unpacked. */
const MAX_PATH_BYTES = 1_000

/** The place for files whose encoded path is too long or already taken. */
const ELSEWHERE = "renamed"

const ENCODER = new TextEncoder()

/**
 * A portable path for each file (relative, with `/`): its own path if possible; all paths differ.
 */
export function portablePaths(paths: readonly string[]): ReadonlyMap<string, string> {
  const strange = paths.filter((path) => encoded(path) !== path || isTooLong(path))
  const names = new Map(paths.map((path) => [path, path]))
  if (strange.length === 0) return names
  for (const path of strange) names.delete(path)
  const files = new Set(names.keys())
  const folders = new Set([...files].flatMap(foldersOf))
  let number = 0
  for (const path of strange) {
    let name = encoded(path)
    while (
      isTooLong(name) ||
      files.has(name) ||
      folders.has(name) ||
      foldersOf(name).some((folder) => files.has(folder))
    ) {
      number += 1
      name = `${ELSEWHERE}/${number}/${encodedName(path.split("/").at(-1) ?? "")}`
    }
    names.set(path, name)
    files.add(name)
    for (const folder of foldersOf(name)) folders.add(folder)
  }
  return names
}

function isTooLong(path: string): boolean {
  return ENCODER.encode(path).length > MAX_PATH_BYTES
}

function encoded(path: string): string {
  return path.split("/").map(encodedName).join("/")
}

/** Encoded as in URLs, and cut if it is too long. */
function encodedName(name: string): string {
  const text = name.replace(
    REFUSED,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  )
  const { read } = ENCODER.encodeInto(text, new Uint8Array(MAX_NAME_BYTES))
  return text.slice(0, read)
}

function foldersOf(path: string): readonly string[] {
  const names = path.split("/").slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join("/"))
}
