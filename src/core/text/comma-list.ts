/**
 * Words that one text lists: `a, b`.
 */

/** The words of a text, separated by commas or lines, trimmed. */
export function parseCommaList(text: string): string[] {
  return text
    .split(/[,\n]/u)
    .map((word) => word.trim())
    .filter((word) => word !== "")
}
