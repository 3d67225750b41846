/**
 * `command: publish`: the report of a run becomes a check run and the comment of its pull request, or an issue.
 * Whatever fails is one line: the verdict is judged elsewhere, and nothing here changes it.
 */
import { artifactUrl } from "../../app/collect/run-address.ts"
import { readPast } from "../../app/history/read-past.ts"
import { type FoundReport, findReport } from "../../app/publish/find-report.ts"
import { type Target, targetOf } from "../../app/publish/target.ts"
import { writeCheck } from "../../app/publish/write-check.ts"
import { writeComment } from "../../app/publish/write-comment.ts"
import { writeIssue } from "../../app/publish/write-issue.ts"
import { EXIT_CODES } from "../../core/problems/exit-code.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { ok, type Result } from "../../core/problems/result.ts"
import { DAY_MS } from "../../core/quantities/duration.ts"
import { stateOfResults } from "../../events/state-of-results.ts"
import type { Results } from "../../formats/results.ts"
import type { ReviewProblem, Reviews } from "../../ports/repository.ts"
import { countOf, neutraliseInline } from "../../report/lines/neutralise.ts"
import { toCheckText } from "../../report/review/check-run.ts"
import { type CommentedRun, toMark } from "../../report/review/comment.ts"
import { linksOf, type RunAddress } from "../../report/summary/links.ts"
import type { ActionContext } from "../context.ts"
import type { Finished } from "../reporting.ts"

/** Publishes; always green. */
export async function publishCommand(context: ActionContext): Promise<Result<Finished, Failure>> {
  const done = ok({ exitCode: EXIT_CODES.passed, outputs: {} })
  const { inputs, temporary, console } = context
  const target = targetOf(context)
  const reviews = context.reviews
  if (target === null || reviews === null) {
    const why = target === null ? "this event tells no commit" : "there is no github-token"
    console.info(`nothing to publish: ${why}`)
    return done
  }
  const found = await findReport({
    ...context,
    store: target.foreign ? context.storeOf(Number(target.runId)) : context.store,
    id: inputs.id,
    attempt: target.attempt,
    into: `${temporary}/.parallel-smoke/publish-${context.uniqueName()}`,
  })
  if (!found.ok) {
    console.info(`nothing to publish: no report: ${neutraliseInline(found.error)}`)
    return done
  }
  const run = commentedRun(found.value, target, context)
  if (inputs.issue === true) {
    await publishIssue({ run, target, reviews }, context)
    return done
  }
  await publishCheck({ run, target, reviews }, context)
  await publishComment({ run, target, reviews }, context)
  return done
}

interface Publishing {
  readonly run: CommentedRun
  readonly target: Target
  readonly reviews: Reviews
}

async function publishCheck(
  { run, target, reviews }: Publishing,
  { clock, console }: ActionContext,
): Promise<void> {
  const text = toCheckText(run)
  const { headSha, runId, attempt } = target
  const written = await writeCheck(
    {
      ...text,
      headSha,
      url: linksOf(run.address).run ?? "",
      externalId: `${run.id}/${runId}/${attempt}`,
    },
    { reviews, clock },
  )
  if (!written.ok) {
    console.info(`no check run: ${problemText(written.error, "checks: write")}`)
    return
  }
  const { refused } = written.value
  const without =
    refused === 0 ? "" : `, without ${countOf(refused, "annotation")} that GitHub refused`
  console.info(`check run "${text.name}" for ${headSha.slice(0, 7)}${without}`)
}

async function publishComment(
  { run, target, reviews }: Publishing,
  { inputs, clock, console }: ActionContext,
): Promise<void> {
  const mode = inputs.comment
  if (mode === "off") return
  const written = await writeComment({ ...run, mode, source: target.pull }, { reviews, clock })
  if (!written.ok) {
    console.info(`no comment: ${problemText(written.error, "pull-requests: write")}`)
  } else if (written.value.kind === "left") {
    console.info(`no comment: ${neutraliseInline(written.value.why)}`)
  } else {
    console.info(`comment on pull request #${written.value.pull}`)
  }
}

/** What another run left may be anybody's, and an issue is read by everybody. */
async function publishIssue(
  { run, target, reviews }: Publishing,
  { clock, console }: ActionContext,
): Promise<void> {
  if (target.foreign) {
    console.info("no issue: the report is of another run")
    return
  }
  const written = await writeIssue(run, { reviews, clock })
  if (!written.ok) console.info(`no issue: ${problemText(written.error, "issues: write")}`)
  else if (written.value.kind === "left") {
    console.info(`no issue: ${neutraliseInline(written.value.why)}`)
  } else console.info(`issue #${written.value.number} ${written.value.kind}`)
}

function commentedRun(
  { id, artifact, page, folder, results: read }: FoundReport,
  target: Target,
  { env, files, clock }: ActionContext,
): CommentedRun {
  const { headSha, runId, attempt, commit, foreign } = target
  const results = foreign ? withoutCommands(read) : read
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com"
  const repository = env["GITHUB_REPOSITORY"] ?? ""
  const address: RunAddress = {
    ...{ server, repository, runId, attempt, commit, head: headSha },
    // A page by a stranger opens in nobody's browser with one click.
    report: artifactUrl(
      { server, repository, runId },
      (foreign ? artifact : (page ?? artifact)).id,
    ),
  }
  const about = { suite: results.run.suite, run: runId, now: clock.now() }
  const past = readPast(`${folder}/history.json`, about, files)
  return {
    ...{ id, results, address, past, state: stateOfResults(results) },
    mark: toMark(results, { sha: headSha, run: runId, attempt }),
    reportUntil: untilOf(results, clock.now()),
  }
}

/** Nobody should copy a command that a stranger's artifact brings. */
function withoutCommands(results: Results): Results {
  const { reproduce: _, ...summary } = results.summary
  const scenarios = results.scenarios.map((scenario) => ({ ...scenario, reproduce: null }))
  return { ...results, summary, scenarios }
}

function untilOf({ run }: Results, now: number): number | null {
  if (run.reportDays === undefined) return null
  const finished = Date.parse(run.finishedAt ?? "")
  const from = Number.isNaN(finished) ? now : Math.min(now, Math.max(0, finished))
  return from + run.reportDays * DAY_MS
}

function problemText({ status, message }: ReviewProblem, permission: string): string {
  const what = `${status === null ? "" : `${status} `}${neutraliseInline(message)}`
  return status === 403 ? `${what} (it takes \`${permission}\`)` : what
}
