/**
 * What is known of the machines behind the classes of a plan: advice, so that no job waits a day for
 * a label that no machine has.
 */
import { hostedMachine } from "../../capability/hosted-labels.ts"
import type { Plan } from "../../formats/plan.ts"
import type { RegisteredRunner, Runners } from "../../ports/repository.ts"

/** A line for each class of the plan that is not GitHub's own. */
export async function runnerNotes(
  plan: Pick<Plan, "shards">,
  runners: Runners,
): Promise<readonly string[]> {
  const classes = new Map<string, readonly string[]>()
  for (const { runner, runsOn } of plan.shards) {
    if (hostedMachine(runsOn) === null) classes.set(runner, [runsOn].flat())
  }
  if (classes.size === 0) return []
  const listed = await runners.list()
  if (!listed.ok) return [`the runners of this repository could not be listed: ${listed.error}`]
  return [...classes].map(([name, labels]) => noteOf(name, { labels, runners: listed.value }))
}

function noteOf(
  name: string,
  of: { readonly labels: readonly string[]; readonly runners: readonly RegisteredRunner[] },
): string {
  const labels = of.labels.map((label) => label.toLowerCase())
  const matching = of.runners.filter((runner) => {
    const own = new Set(runner.labels.map((label) => label.toLowerCase()))
    return labels.every((label) => own.has(label))
  })
  if (matching.length === 0) {
    return `runner class ${name}: no runner of this repository has the labels ${of.labels.join(", ")}; runners of an organization and runners that start on demand are not listed, and a job without a runner waits for a day`
  }
  const online = matching.filter((runner) => runner.online)
  const idle = online.filter((runner) => !runner.busy)
  return `runner class ${name}: ${matching.length} registered, ${online.length} online, ${idle.length} idle`
}
