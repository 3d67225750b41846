/**
 * Shortens foreign texts.
 */

/**
 * The first characters of a text, without half a surrogate pair at the end. `mark` shows that the
 * text was longer.
 */
export function cutText(text: string, most: number, mark = ""): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}${mark}` : text.toWellFormed()
}

/** Length of a list that still fits, with its surrounding text, where texts are cut. */
const MOST_LISTED = 380

/** A list of texts: the first ones that fit, and the number of the others. */
export function wholeOnes(texts: readonly string[], most: number = MOST_LISTED): string {
  let length = 0
  const fitting = texts.findIndex((text, index) => {
    length += text.length + 2
    return index > 0 && length > most
  })
  if (fitting < 0) return texts.join("; ")
  return `${texts.slice(0, fitting).join("; ")}; and ${texts.length - fitting} more`
}
