/**
 * The one comment of an `id` on a pull request. A run that is no longer about the newest commit does
 * not write, and of two that were made at once one goes.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Comment, PullRequest, ReviewProblem, Reviews } from "../../ports/repository.ts"
import {
  type CommentedRun,
  type CommentMark,
  type CommentMode,
  isDue,
  readMark,
  renderComment,
} from "../../report/review/comment.ts"
import { patiently } from "./patience.ts"
import type { PullSource } from "./target.ts"

/** What became of it; why nothing was written is a fragment. */
export type Written =
  | { readonly kind: "written"; readonly pull: number }
  | { readonly kind: "left"; readonly why: string }

interface Ports {
  readonly reviews: Reviews
  readonly clock: Clock
}

/** Writes the comment, or says why not. */
export async function writeComment(
  run: CommentedRun & { readonly mode: CommentMode; readonly source: PullSource },
  ports: Ports,
): Promise<Result<Written, ReviewProblem>> {
  const { mode, source, mark, id } = run
  const found = await findPull(source, { sha: mark.sha, ...ports })
  if (!found.ok) return found
  if (typeof found.value === "string") return left(found.value)
  const pull = found.value.number
  const login = await patiently(() => ports.reviews.login(), ports)
  if (!login.ok) return login
  const listed = await ownComments(pull, { id, login: login.value, ...ports })
  if (!listed.ok) return listed
  const [first] = listed.value
  const before = first === undefined ? null : readMark(id, first.body)
  if (before !== null && isLater(before, mark)) return left("a later attempt has written it")
  if (!isDue(mode, { results: run.results, mark, before })) {
    return left(`with \`comment: ${mode}\` there is nothing to say`)
  }
  // Asked as late as possible: listing takes a while, and a newer commit's run may have come first.
  const now = await patiently(() => ports.reviews.pull(pull), ports)
  if (!now.ok) return now
  if (now.value.headSha !== mark.sha) return left(outdated(now.value))
  const body = renderComment(run, before)
  if (first !== undefined) {
    const changed = await patiently(() => ports.reviews.changeComment(first.id, body), ports)
    return changed.ok ? ok({ kind: "written", pull }) : changed
  }
  const added = await patiently(() => ports.reviews.addComment(pull, body), {
    ...ports,
    once: true,
  })
  if (!added.ok) return added
  return settle({ ...run, pull, added: added.value, login: login.value, body }, ports)
}

/** Where another run made a comment at the same time, the older one stays, and says what is newer. */
async function settle(
  own: CommentedRun & {
    readonly pull: number
    readonly added: number
    readonly login: string
    readonly body: string
  },
  ports: Ports,
): Promise<Result<Written, ReviewProblem>> {
  const { id, pull, added, login, body, mark } = own
  const written = ok({ kind: "written", pull } as const)
  const listed = await ownComments(pull, { id, login, ...ports })
  const [first] = listed.ok ? listed.value : []
  if (first === undefined || first.id >= added) return written
  const removed = await patiently(() => ports.reviews.removeComment(added), ports)
  if (!removed.ok) return removed
  const now = await patiently(() => ports.reviews.pull(pull), ports)
  if (!now.ok) return now
  if (now.value.headSha !== mark.sha) return left(outdated(now.value))
  const changed = await patiently(() => ports.reviews.changeComment(first.id, body), ports)
  return changed.ok ? written : changed
}

/** Those that this token wrote and no person hid, oldest first. */
async function ownComments(
  pull: number,
  of: Ports & { readonly id: string; readonly login: string },
): Promise<Result<readonly Comment[], ReviewProblem>> {
  const { reviews, id, login } = of
  const listed = await patiently(() => reviews.comments(pull), of)
  if (!listed.ok) return listed
  return ok(
    listed.value
      .filter(({ author, minimised }) => author === login && !minimised)
      .filter(({ body }) => readMark(id, body) !== null)
      .toSorted((a, b) => a.id - b.id),
  )
}

/** The pull request, or why there is no comment. */
async function findPull(
  source: PullSource,
  of: Ports & { readonly sha: string },
): Promise<Result<PullRequest | { readonly number: number } | string, ReviewProblem>> {
  switch (source.kind) {
    case "none":
      return ok("the run was for no pull request")
    case "number":
      return ok({ number: source.number })
    case "head": {
      const { owner, branch, repository } = source
      if (owner === "" || branch === "") return ok("the run does not tell its branch")
      const open = await patiently(() => of.reviews.openPulls({ owner, branch }), of)
      if (!open.ok) return err(open.error)
      const own = open.value.filter(
        ({ headSha, headRepository }) => headSha === of.sha && headRepository === repository,
      )
      const [only] = own
      if (own.length > 1) return ok(`${own.length} pull requests are open for this commit`)
      return ok(only ?? "no pull request is open for this commit")
    }
  }
}

/** Runs of the same commit may write in any order, but a run not over its own later attempt. */
function isLater(before: CommentMark, mark: CommentMark): boolean {
  return before.sha === mark.sha && before.run === mark.run && before.attempt > mark.attempt
}

function outdated({ headSha }: PullRequest): string {
  return `the pull request has a newer commit, ${headSha.slice(0, 7)}`
}

function left(why: string): Result<Written, ReviewProblem> {
  return ok({ kind: "left", why })
}
