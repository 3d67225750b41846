/**
 * Failures with the same message, once for all that have it. Numbers and long names of one run differ
 * where the trouble is the same, so they do not count.
 */
import type { PageScenario } from "../../src/report/page/page-data.ts"

/** Failures that look alike. */
export interface Cluster {
  /** The message of the first of them. */
  readonly message: string
  readonly cause: string | null
  readonly scenarios: readonly PageScenario[]
}

/** Clusters of what failed or was flaky; the largest first. */
export function clustersOf(scenarios: readonly PageScenario[]): readonly Cluster[] {
  const found = new Map<string, { message: string; cause: string | null; list: PageScenario[] }>()
  for (const scenario of scenarios) {
    const { verdict, cause, message } = scenario
    if (verdict !== "failed" && verdict !== "flaky" && verdict !== "lost") continue
    const text = message ?? cause ?? verdict
    const key = `${cause} ${pattern(text)}`
    const known = found.get(key) ?? { message: text, cause, list: [] }
    known.list.push(scenario)
    found.set(key, known)
  }
  return [...found.values()]
    .sort((a, b) => b.list.length - a.list.length)
    .map(({ list, ...rest }) => ({ ...rest, scenarios: list }))
}

/** What stays of a message when everything is left out that is different in each run. */
function pattern(message: string): string {
  return message
    .replace(/0x[0-9a-f]+|\b[0-9a-f]{8,}\b|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/giu, "#")
    .replace(/\d+([.,:]\d+)*/gu, "#")
    .replace(/\s+/gu, " ")
    .trim()
}
