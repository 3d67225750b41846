/**
 * Plain files by patterns, whatever their names are. Patterns become regular expressions in which `**`
 * does not match a line end, so line ends are shown to them as characters that no name has.
 */
import { type Dirent, readdirSync } from "node:fs"
import { sep } from "node:path"
import { globFiles } from "./glob-files.ts"
import { NEVER_SEARCHED } from "./search-files.ts"

const LINE_ENDS = /[\n\r\u2028\u2029]/gu

/** Half of a character: names are decoded from UTF-8, which has no such thing. */
const HALF = 0xdc00
const SHOWN: Readonly<Record<string, number>> = { "\n": 0, "\r": 1, "\u2028": 2, "\u2029": 3 }
const ENDS = Object.keys(SHOWN)

/** As `Files.glob`. */
export function globPlain(root: string, patterns: readonly string[]): readonly string[] {
  return globFiles(patterns.map(shown), {
    cwd: root,
    ignore: [...NEVER_SEARCHED],
    fs: { readdirSync: readFolder as unknown as typeof readdirSync },
  })
    .map((path) => (sep === "\\" ? path.replaceAll("\\", "/") : path))
    .map(original)
    .sort()
}

function readFolder(path: unknown): readonly Dirent[] {
  const entries = readdirSync(original(String(path)), { withFileTypes: true })
  for (const entry of entries) entry.name = shown(entry.name)
  return entries
}

function shown(text: string): string {
  return text.replace(LINE_ENDS, (end) => String.fromCharCode(HALF + (SHOWN[end] ?? 0)))
}

function original(text: string): string {
  // With the flag `u` only halves that are alone match.
  return text.replace(/[\udc00-\udc03]/gu, (half) => ENDS[half.charCodeAt(0) - HALF] ?? half)
}
