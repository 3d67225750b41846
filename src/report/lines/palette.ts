/**
 * Colours of a terminal, or none.
 */
import type { Verdict } from "../../core/verdict.ts"

/** Paints a text; without colour it returns it as it is. */
export type Paint = (text: string) => string

/** The few colours that views use. */
export interface Palette {
  readonly good: Paint
  readonly bad: Paint
  readonly warn: Paint
  readonly quiet: Paint
  readonly strong: Paint
}

/** The palette for a console. */
export function paletteFor(color: boolean): Palette {
  const paint =
    (code: number, end: number): Paint =>
    (text) =>
      color && text !== "" ? `\u001b[${code}m${text}\u001b[${end}m` : text
  return {
    good: paint(32, 39),
    bad: paint(31, 39),
    warn: paint(33, 39),
    quiet: paint(2, 22),
    strong: paint(1, 22),
  }
}

/** The colour of each verdict. */
export function paintOf(verdict: Verdict, palette: Palette): Paint {
  switch (verdict) {
    case "passed":
      return palette.good
    case "failed":
    case "lost":
      return palette.bad
    case "flaky":
    case "cancelled":
      return palette.warn
    case "skipped":
      return palette.quiet
  }
}
