/**
 * Which scenarios the list shows, and in which order.
 */
import { VERDICTS, type Verdict } from "../../src/core/verdict.ts"
import type { PageScenario } from "../../src/report/page/page-data.ts"
import type { Choice } from "./place.ts"

/** Verdicts, worst first. */
export const WORST_FIRST: readonly Verdict[] = [
  ...(["failed", "lost", "flaky", "cancelled", "skipped", "passed"] as const),
]

/** Orders of the list by the word in the address, with what people read. */
export const ORDERS = {
  worst: "Worst first",
  plan: "As planned",
  slow: "Slowest first",
  name: "By name",
} as const
export type Order = keyof typeof ORDERS

/** Verdicts of a choice; all where it names none. */
export function chosenVerdicts({ verdict = "" }: Choice): ReadonlySet<Verdict> {
  const words = verdict.split(",")
  const known = VERDICTS.filter((one) => words.includes(one))
  return new Set(known.length === 0 ? VERDICTS : known)
}

/** The scenarios of a choice, in its order. */
export function select(
  scenarios: readonly PageScenario[],
  choice: Choice,
): readonly PageScenario[] {
  const verdicts = chosenVerdicts(choice)
  const words = (choice.q ?? "").toLowerCase().split(/\s+/u).filter(Boolean)
  const shard = choice.shard === undefined ? null : Number(choice.shard)
  const { tag, group } = choice
  const found = scenarios.filter(
    (scenario) =>
      verdicts.has(scenario.verdict) &&
      (shard === null || scenario.shard === shard) &&
      (tag === undefined || scenario.tags.includes(tag)) &&
      (group === undefined || scenario.group.includes(group)) &&
      words.every((word) => textOf(scenario).includes(word)),
  )
  return inOrder(found, (choice.sort ?? "worst") as Order)
}

function inOrder(found: PageScenario[], order: Order): readonly PageScenario[] {
  switch (order) {
    case "plan":
      return found
    case "slow":
      return found.sort((a, b) => b.durationSeconds - a.durationSeconds)
    case "name":
      return found.sort((a, b) => (a.id < b.id ? -1 : 1))
    default:
      return found.sort((a, b) => badness(a) - badness(b))
  }
}

/** Failures in quarantine stand behind those that count. */
function badness({ verdict, quarantined }: PageScenario): number {
  return WORST_FIRST.indexOf(verdict) + (quarantined ? 0.5 : 0)
}

const texts = new WeakMap<PageScenario, string>()

/** What is searched, in lower case. */
function textOf(scenario: PageScenario): string {
  const known = texts.get(scenario)
  if (known !== undefined) return known
  const { id, name, message, file, tags, group, cause, reason, matrix } = scenario
  const parts = [id, name, message, file, cause, reason, ...tags, ...group]
  const text = [...parts, matrix === null ? "" : JSON.stringify(matrix)].join("\n").toLowerCase()
  texts.set(scenario, text)
  return text
}
