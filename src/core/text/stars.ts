/** Whether a text consists of these pieces with anything between them, as with `*` in a pattern. */
export function matchesPieces(pieces: readonly string[], text: string): boolean {
  const [first = ""] = pieces
  const last = pieces.at(-1) ?? ""
  if (pieces.length < 2) return text === first
  const end = text.length - last.length
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false
  // Taking the first place of each piece leaves the most room for the others, so there is no
  // backtracking.
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= end
}
