/**
 * Long texts in pieces, so that the whole text is never in memory.
 */

/** Characters of a piece, about. */
const PIECE = 65_536

/** The same text in fewer pieces: short ones are joined. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = ""
  for (const text of texts) {
    piece += text
    if (piece.length < PIECE) continue
    yield piece
    piece = ""
  }
  if (piece !== "") yield piece
}
