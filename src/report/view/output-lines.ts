/**
 * Output of a scenario between the lines of a run: harmless, and marked as foreign.
 */
import { neutraliseInline, neutraliseLine } from "../lines/neutralise.ts"
import { paletteFor } from "../lines/palette.ts"

/** New output of a scenario; foreign text. */
export interface OutputPiece {
  readonly id: string
  /** Number of omitted bytes before the lines. */
  readonly skippedBytes: number
  readonly lines: readonly string[]
}

/** The lines of a piece; with the scenario's id if several are shown. */
export function renderOutput(
  piece: OutputPiece,
  { named, color }: { readonly named: boolean; readonly color: boolean },
): string[] {
  const { skippedBytes, lines } = piece
  const start = named ? `  ${neutraliseInline(piece.id)} |` : "    |"
  const { quiet } = paletteFor(color)
  const left = skippedBytes === 0 ? [] : [`${start} ${quiet(notShown(skippedBytes))}`]
  return [...left, ...lines.map((line) => `${start} ${neutraliseLine(line)}`.trimEnd())]
}

function notShown(bytes: number): string {
  return `… ${bytes} ${bytes === 1 ? "byte" : "bytes"} not shown`
}
