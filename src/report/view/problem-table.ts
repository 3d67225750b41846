/**
 * What is wrong with a run besides its scenarios, as a list of the job summary.
 */
import type { Results } from "../../formats/results.ts"
import { renderOutage } from "../text/attempts-text.ts"
import { inlineCode } from "./markdown-text.ts"

/** The title and a row for each. */
export function problemTable({ problems, outages = [] }: Results, maxRows: number) {
  const texts = [...outages.map(renderOutage), ...problems.map(({ message }) => message)]
  const rows = texts.map((text) => `- ${inlineCode(text, 500)}`)
  return { title: `Problems (${rows.length})`, head: [], rows, maxRows }
}
