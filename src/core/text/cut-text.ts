/**
 * Texts of others, as short as they may be kept.
 */

/** The first characters of a text, with no half of a pair at the end; `mark` says that more was there. */
export function cutText(text: string, most: number, mark = ""): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}${mark}` : text.toWellFormed()
}

/** Characters of a list that still fits, with what is said around it, where texts are cut. */
const MOST_LISTED = 380

/** Texts in a row, the first ones whole as far as they fit, the rest counted. */
export function wholeOnes(texts: readonly string[], most: number = MOST_LISTED): string {
  let length = 0
  const fitting = texts.findIndex((text, index) => {
    length += text.length + 2
    return index > 0 && length > most
  })
  if (fitting < 0) return texts.join("; ")
  return `${texts.slice(0, fitting).join("; ")}; and ${texts.length - fitting} more`
}
