/**
 * One check run for a report: made once, then given the rest of its annotations.
 */

import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Clock } from "../../ports/clock.ts"
import type { CheckRun, ReviewProblem, Reviews } from "../../ports/repository.ts"
import type { CheckText } from "../../report/review/check-run.ts"
import { patiently } from "./patience.ts"

/** Makes it; ok says how many annotations the service did not take. */
export async function writeCheck(
  check: CheckText & {
    readonly headSha: string
    readonly url: string
    /** Names the run and its attempt. */
    readonly externalId: string
  },
  ports: { readonly reviews: Reviews; readonly clock: Clock },
): Promise<Result<{ readonly refused: number }, ReviewProblem>> {
  const { reviews, clock } = ports
  const parts = check.annotations
  const partOf = (at: number, annotations = parts[at] ?? []) => requestOf(check, annotations, at)
  let refused = 0
  const first = partOf(0)
  let made = await patiently(() => reviews.addCheck(first), { clock, once: true })
  if (!made.ok && made.error.status === 422 && first.output.annotations.length > 0) {
    refused += first.output.annotations.length
    made = await patiently(() => reviews.addCheck(partOf(0, [])), { clock, once: true })
  }
  if (!made.ok) return made
  const id = made.value
  for (let at = 1; at < parts.length; at++) {
    const { head_sha: _, ...part } = partOf(at)
    const added = await patiently(() => reviews.changeCheck(id, part), { clock, once: true })
    if (added.ok) continue
    refused += part.output.annotations.length
    if (at < parts.length - 1) continue
    // Without its last part the check run would never end.
    const { head_sha: __, ...end } = partOf(at, [])
    const ended = await patiently(() => reviews.changeCheck(id, end), { clock })
    if (!ended.ok) return err(ended.error)
  }
  return ok({ refused })
}

function requestOf(
  check: Parameters<typeof writeCheck>[0],
  annotations: CheckText["annotations"][number],
  at: number,
): CheckRun {
  const { name, title, summary, conclusion, headSha, url, externalId } = check
  const isLast = at >= check.annotations.length - 1
  return {
    ...{ name, head_sha: headSha, details_url: url, external_id: externalId },
    ...(isLast ? { status: "completed", conclusion } : { status: "in_progress" }),
    output: { title, summary, annotations },
  }
}
