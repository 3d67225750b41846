/**
 * Whether a suite has too many scenarios: they are counted before any is made, and the sum is shown.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { HIGHEST_MAX_SCENARIOS } from "../../core/quantities/scenario-limit.ts"
import { type Declaration, fieldOf } from "../layers/declaration.ts"
import type { Counted, Expander } from "./expand.ts"
import type { MatrixCount } from "./matrix.ts"

/** Comparisons that counting may make for all matrices of a suite: well under a second. */
const MAX_STEPS = 1_000_000

/** Why the declarations must not be expanded; empty where they may. */
export function checkSuiteLimit(
  expanders: readonly Expander[],
  most: number,
): readonly Diagnostic[] {
  const steps = { left: MAX_STEPS }
  const counts = expanders.map(({ declaration, count }) => ({ declaration, ...count(steps) }))
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  const found = counts.flatMap(({ diagnostics }) => diagnostics)
  // What is wrong otherwise is found again where the suite is expanded.
  if (total <= most) return steps.left < 0 ? found : []
  const largest = counts.filter(({ count }) => count > 1).sort((a, b) => b.count - a.count)
  const parts = largest.map(({ declaration, ...counted }) => ({
    message: arithmetic(declaration, counted),
    location: placeOf(declaration),
  }))
  const [first, ...related] = parts
  const all = `the suite has ${figure(total)} scenarios`
  const sum = first === undefined || counts.length === 1 ? "" : `, and ${all}`
  const refused: Diagnostic = errorAt(
    first?.location ?? placeOf((expanders[0] as Expander).declaration),
    {
      code: "suite/too-many-scenarios",
      message: `${first?.message ?? all}${sum}; at most ${figure(most)} are allowed`,
      hint: `use fewer values or files, or allow more, up to ${figure(HIGHEST_MAX_SCENARIOS)}: \`--max-scenarios\`, or the action's input \`max-scenarios\``,
      related: related.length === 0 ? undefined : related,
    },
  )
  return [...found, refused]
}

/** `load` expands to 1,000 files × 10 a × 20 b = 200,000 */
function arithmetic(declaration: Declaration, { files, matrix, count }: Counted): string {
  const { key } = declaration
  const varies = fieldOf(declaration, "strategy") === undefined ? [] : ["their matrices"]
  const factors = [
    ...(files === null ? [] : [`${figure(files)} files`]),
    ...(matrix === null ? varies : [matrixText(matrix, files !== null)]),
  ]
  return `\`${key}\` expands to ${factors.join(" × ")} = ${figure(count)} scenarios`
}

function matrixText({ sizes, excluded, included }: MatrixCount, isFactor: boolean): string {
  const product = sizes.map(({ name, size }) => `${figure(size)} ${name}`).join(" × ")
  const parts = [
    ...(product === "" ? [] : [product]),
    ...(included === 0 ? [] : [`${figure(included)} included`]),
  ]
  const text = `${parts.join(" + ")}${excluded === 0 ? "" : ` − ${figure(excluded)} excluded`}`
  return isFactor && (parts.length > 1 || excluded > 0) ? `(${text})` : text
}

function placeOf(declaration: Declaration): Diagnostic["location"] {
  const field = fieldOf(declaration, "strategy") ?? fieldOf(declaration, "for-each")
  return field === undefined ? declaration.location : field.document.locateKey(field.path)
}

function figure(count: number): string {
  return count.toLocaleString("en-US")
}
