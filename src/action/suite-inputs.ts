/**
 * A suite without a file: what `include` and `scenarios` say, as the text of a suite file that only
 * this process sees.
 */
import type { ActionInputs } from "./inputs.ts"

/** The text of the suite that the inputs make; null when they name none. */
export function inlineSuite(
  inputs: Pick<ActionInputs, "include" | "scenarios">,
  name: string,
): string | null {
  const { include, scenarios } = inputs
  if (include.length === 0 && scenarios === undefined) return null
  const lines = [`name: ${JSON.stringify(name)}`]
  if (include.length > 0) lines.push(`include: ${JSON.stringify(include)}`)
  if (scenarios !== undefined) {
    lines.push("scenarios:", ...scenarios.split("\n").map((line) => `  ${line}`))
  }
  return `${lines.join("\n")}\n`
}
