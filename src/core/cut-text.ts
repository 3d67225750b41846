/**
 * Texts of others, as short as they may be kept.
 */

/** The first characters of a text, with no half of a pair at the end; `mark` says that more was there. */
export function cutText(text: string, most: number, mark = ""): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}${mark}` : text.toWellFormed()
}
