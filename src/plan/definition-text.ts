/**
 * What a scenario does, as text: the same text on another day is the same scenario.
 */
import { canonicalJson } from "../core/json/json.ts"
import type { Plan, PlannedScenario } from "../formats/plan.ts"
import { filesRunBy } from "./shard-slice.ts"

/** Makes the texts of a plan's scenarios; where they stand and what their logs are called do not matter. */
export function definitionTexts({
  files,
}: Pick<Plan, "files">): (planned: PlannedScenario) => string {
  const digestOf = new Map(files.map(({ path, sha256 }) => [path, sha256]))
  return ({ needs, definition }) => {
    const { line: _, slug: __, ...rest } = definition
    const digests = filesRunBy(definition).map((one) => digestOf.get(one) ?? null)
    return canonicalJson({ needs, definition: rest, digests })
  }
}
