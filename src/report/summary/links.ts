/**
 * Addresses on the service that runs the jobs, and targets inside the summary. Everything foreign in an
 * address is encoded.
 */
import { identityOf } from "../../core/identity.ts"

/** Where a run can be looked at; all parts are checked before they become an address. */
export interface RunAddress {
  /** `https://github.com` */
  readonly server: string
  /** `owner/name` */
  readonly repository: string
  readonly runId: string
  readonly attempt: number
  /** The commit whose files ran. */
  readonly commit: string | null
  /** The commit that a reviewer knows, where another one ran: that of a pull request. */
  readonly head?: string | null
  /** Where the whole report is; absent where it has no address. */
  readonly report?: string | null
}

const SERVER = /^https?:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[\w.-]+)*$/u
const REPOSITORY = /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/u
const COMMIT = /^[0-9a-f]{7,64}$/u
const NUMBER = /^\d{1,20}$/u

/** Addresses of one run; each is null where it is not known. */
export interface Links {
  readonly run: string | null
  readonly report: string | null
  commit(sha: string): string | null
  /** A line of a file as it was when the run began. */
  line(file: string, line: number): string | null
  job(id: string | undefined): string | null
}

/** The addresses of a run; without an address all are null. */
export function linksOf(address: RunAddress | null): Links {
  const base = baseOf(address)
  if (address === null || base === null) {
    return { run: null, report: null, commit: none, line: none, job: none }
  }
  const { runId, attempt, commit, report = null } = address
  const runs = `${base}/actions/runs/${runId}`
  const isRun = NUMBER.test(runId)
  return {
    run: isRun ? `${runs}/attempts/${attempt}` : null,
    report: report?.startsWith(`${base}/`) ? encodeURI(report) : null,
    commit: (sha) => (COMMIT.test(sha) ? `${base}/commit/${sha}` : null),
    line: (file, line) => {
      if (commit === null || !COMMIT.test(commit) || /^(?:\.{0,2}\/|\.\.$)/u.test(file)) return null
      return `${base}/blob/${commit}/${encodePath(file)}#L${line}`
    },
    job: (id = "") => (isRun && NUMBER.test(id) ? `${runs}/job/${id}` : null),
  }
}

/** Targets of links inside a summary: one page shows the summaries of all jobs of a run. */
export interface Anchors {
  /** The target, to stand before a heading. */
  at(name: string): string
  /** A link to it; the text is Markdown. */
  to(name: string, markdown: string): string
}

/**
 * The sanitiser of GitHub puts `user-content-` before an `id` that lacks it; with it in both places a link
 * works without a script of the page.
 */
export function anchorsOf(id: string): Anchors {
  const target = (name: string) => `user-content-smoke-${identityOf(id)}-${name}`
  return {
    at: (name) => `<a id="${target(name)}"></a>`,
    to: (name, markdown) => link(markdown, `#${target(name)}`),
  }
}

/** A link; the text is Markdown, and only the text where there is no address. */
export function link(markdown: string, href: string | null): string {
  return href === null ? markdown : `<a href="${href}">${markdown}</a>`
}

function none(): null {
  return null
}

function baseOf(address: RunAddress | null): string | null {
  if (address === null) return null
  const { server, repository } = address
  return SERVER.test(server) && REPOSITORY.test(repository) ? `${server}/${repository}` : null
}

function encodePath(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/").replaceAll("'", "%27")
}
