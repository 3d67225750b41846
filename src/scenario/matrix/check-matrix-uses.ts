/**
 * Finds uses of `matrix` that no combination fills: they would be empty texts.
 */
import { type Diagnostic, errorAt } from "../../core/problems/diagnostic.ts"
import { didYouMean } from "../../core/text/nearest.ts"
import { usesOf } from "../expressions/expression.ts"
import { textsWithExpressions } from "../layers/check-layer.ts"
import type { Declaration } from "../layers/declaration.ts"
import type { Expansion } from "./expand.ts"

/** Says which dimensions a scenario reads that its matrix does not have. */
export function checkMatrixUses(
  declaration: Declaration,
  expansions: readonly Expansion[],
): Diagnostic[] {
  const { own } = declaration
  const subjects = textsWithExpressions(own).map((one) => ({ ...one, uses: usesOf(one.subject) }))
  if (!subjects.some(({ uses }) => uses.some(({ context }) => context === "matrix"))) return []
  const dimensions = new Set<string>()
  for (const { matrix } of expansions) {
    for (const name of Object.keys(matrix ?? {})) dimensions.add(name.toLowerCase())
  }
  return subjects.flatMap(({ path, uses }) =>
    uses.flatMap((use) => {
      const [dimension] = use.path
      if (use.context !== "matrix" || dimension === undefined) return []
      if (dimensions.has(dimension.toLowerCase())) return []
      const message =
        dimensions.size === 0
          ? "the scenario has no matrix"
          : `the matrix has no dimension \`${dimension}\``
      const hint = didYouMean(dimension, dimensions)
      return errorAt(own.document.locateInText(path, use.range), {
        code: "expression/context",
        message,
        hint,
      })
    }),
  )
}
