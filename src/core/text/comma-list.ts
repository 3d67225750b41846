/**
 * Words that one text lists: `a, b`.
 */

/** The words of a text, parted by commas or lines, without the blanks around them. */
export function parseCommaList(text: string): string[] {
  return text
    .split(/[,\n]/u)
    .map((word) => word.trim())
    .filter((word) => word !== "")
}
