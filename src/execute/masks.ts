/**
 * Values that children ask to be kept secret, in the words of Actions: a line `::add-mask::VALUE`.
 */
import type { Files } from "../ports/files.ts"

const PREFIX = "::add-mask::"

/** A longer log is looked through to here before its end is told, and whole before it is uploaded. */
const SEARCH_BYTES = 100 * 1024 * 1024

/** A child that asks for more is no child that keeps secrets. */
const MOST_MASKS = 1_000

/** The values that a log asks to be masked, from an offset on. */
export function masksIn(
  files: Files,
  log: { readonly path: string; readonly from: number; readonly bytes?: number },
): string[] {
  const { path, from, bytes = SEARCH_BYTES } = log
  const values = files.linesWith(path, { prefix: PREFIX, from, bytes })
  return [...new Set(values.map(unescapeValue))].slice(0, MOST_MASKS)
}

/** As a command of Actions escapes its value. */
function unescapeValue(text: string): string {
  return text.trim().replace(/%0D/giu, "\r").replace(/%0A/giu, "\n").replaceAll("%25", "%")
}
