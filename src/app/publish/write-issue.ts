/**
 * The one issue of an `id`: opened when a run is not green, changed when it says something else, closed
 * when one is green. An older run does not write over a newer one, and of two issues that were opened
 * at once one goes.
 */
import { ok, type Result } from "../../core/problems/result.ts"
import type { Results } from "../../formats/results.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Issue, IssueChange, ReviewProblem, Reviews } from "../../ports/repository.ts"
import { neutraliseInline } from "../../report/lines/neutralise.ts"
import {
  type CommentedRun,
  type CommentMark,
  isDue,
  readMark,
  renderComment,
} from "../../report/review/comment.ts"
import { patiently } from "./patience.ts"

/** What became of it; why nothing was written is a fragment. */
export type IssueWritten =
  | { readonly kind: "opened" | "changed" | "closed"; readonly number: number }
  | { readonly kind: "left"; readonly why: string }

interface Ports {
  readonly reviews: Reviews
  readonly clock: Clock
}

/** Writes the issue, or says why not. */
export async function writeIssue(
  run: CommentedRun,
  ports: Ports,
): Promise<Result<IssueWritten, ReviewProblem>> {
  const { id, results } = run
  if (results.summary.conclusion === "cancelled") return left("the run was cancelled")
  const login = await patiently(() => ports.reviews.login(), ports)
  if (!login.ok) return login
  const listed = await ownIssues(id, login.value, ports)
  if (!listed.ok) return listed
  const [first] = listed.value
  if (first !== undefined) return changeFirst(run, first, ports)
  if (isGreen(results)) return left("the run is green, and there is none")
  const added = await patiently(
    () => ports.reviews.addIssue({ title: titleOf(results), body: renderComment(run, null) }),
    { ...ports, once: true },
  )
  if (!added.ok) return added
  const opened: Result<IssueWritten, never> = ok({ kind: "opened", number: added.value })
  // Another run may have opened one at the same time: the older one stays, and says what is newer.
  const again = await ownIssues(id, login.value, ports)
  const [oldest] = again.ok ? again.value : []
  if (oldest === undefined || oldest.number >= added.value) return opened
  const body = `Another run opened #${oldest.number} at the same time.`
  const closed = await change(added.value, { body, state: "unwanted" }, ports)
  return closed.ok ? changeFirst(run, oldest, ports) : closed
}

async function changeFirst(
  run: CommentedRun,
  first: Issue,
  ports: Ports,
): Promise<Result<IssueWritten, ReviewProblem>> {
  const { number, isOpen, isUnwanted } = first
  const { id, results, mark } = run
  const before = readMark(id, first.body)
  if (before !== null && isOlder(mark, before)) return left("a later run has written it")
  if (isUnwanted) return left(`#${number} was closed as not planned`)
  const green = isGreen(results)
  if (green && !isOpen) return left(`the run is green, and #${number} is closed`)
  const isNews = isDue("changes", { results, mark, before })
  if (!green && isOpen && !isNews) return left(`#${number} says the same`)
  const state = green ? "solved" : isOpen ? undefined : "open"
  const body = renderComment(run, before)
  const written = await change(number, state === undefined ? { body } : { body, state }, ports)
  if (!written.ok) return written
  return ok({ kind: green ? "closed" : isOpen ? "changed" : "opened", number })
}

/** Those that this token wrote, oldest first. */
async function ownIssues(
  id: string,
  login: string,
  ports: Ports,
): Promise<Result<readonly Issue[], ReviewProblem>> {
  const listed = await patiently(() => ports.reviews.issues(login), ports)
  if (!listed.ok) return listed
  return ok(
    listed.value
      .filter(({ author, body }) => author === login && readMark(id, body) !== null)
      .toSorted((a, b) => a.number - b.number),
  )
}

function change(number: number, what: IssueChange, ports: Ports) {
  return patiently(() => ports.reviews.changeIssue(number, what), ports)
}

/** Ids of runs grow. */
function isOlder(mark: CommentMark, before: CommentMark): boolean {
  const [now, then] = [Number(mark.run), Number(before.run)]
  return now === then ? mark.attempt < before.attempt : now < then
}

function isGreen({ summary }: Results): boolean {
  return summary.exitCode === 0
}

/** It stays what it is while the issue is open, so that people find it again. */
function titleOf({ run }: Results): string {
  return `${neutraliseInline(run.suite, 100)} fails`
}

function left(why: string): Result<IssueWritten, never> {
  return ok({ kind: "left", why })
}
