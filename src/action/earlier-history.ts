/**
 * The history as an artifact: what runs leave where the cache does not take it, found again by later
 * runs over REST. Who could upload it could also falsify it, so it is read as any history is; only
 * what a fork's commits made, another branch or another workflow is not looked at.
 */
import { defaultBranch } from "../app/history/read-beside.ts"
import { objectOf } from "../core/json/foreign.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { MAX_READ_BYTES } from "../formats/history.ts"
import { historyArtifactName } from "../plan/artifact-names.ts"
import type { ArtifactProblem } from "../ports/artifacts.ts"
import type { EarlierArtifact } from "../ports/earlier-artifacts.ts"
import type { ActionContext } from "./context.ts"

/** Runs that are asked for their workflow before nothing is found. */
const MOST_RUNS = 5

/** Days for which it is kept. */
const RETENTION_DAYS = 30

/** A history that was found, and what to say of it. */
export interface EarlierHistory {
  readonly text: string
  readonly from: string
}

type Facts = Pick<ActionContext, "env" | "github">

/** The newest history that an earlier run left; null where none did. The error is a fragment. */
export async function findEarlierHistory(
  id: string,
  context: Pick<ActionContext, "earlier" | "env" | "github">,
): Promise<Result<EarlierHistory | null, string>> {
  const { earlier } = context
  if (earlier === null) return err("there is no token to search with")
  const listed = await earlier.list(historyArtifactName(id))
  if (!listed.ok) return err(`${listed.error} (it takes \`actions: read\`)`)
  const candidates = trustedArtifacts(listed.value, branchesOf(context))
  const own = ownWorkflow(context.env)
  for (const artifact of candidates.slice(0, MOST_RUNS)) {
    const workflow = await earlier.workflowOf(artifact.runId)
    if (!workflow.ok) return workflow
    if (own !== null && workflow.value !== own) continue
    if (artifact.sizeBytes > MAX_READ_BYTES)
      return err(`that of run ${artifact.runId} is too large`)
    const text = await earlier.read(artifact, { mostBytes: MAX_READ_BYTES })
    if (!text.ok) return text
    return ok({ text: text.value, from: `run ${artifact.runId} of ${artifact.branch}` })
  }
  return ok(null)
}

/** Leaves the file, which has the artifact's name, as an artifact. */
export async function leaveHistory(
  kept: { readonly id: string; readonly text: string },
  context: Pick<ActionContext, "store" | "files" | "temporary" | "uniqueName">,
): Promise<Result<string, Pick<ArtifactProblem, "message">>> {
  const { store, files, temporary, uniqueName } = context
  const name = historyArtifactName(kept.id)
  const folder = `${temporary}/.parallel-smoke/history-${uniqueName()}`
  const file = `${folder}/${name}`
  const written = files.writeAtomic(file, kept.text)
  if (!written.ok) return err(written.error)
  const uploaded = await store.uploadRaw({ file, retentionDays: RETENTION_DAYS })
  files.remove(folder)
  return uploaded.ok ? ok(name) : uploaded
}

/** What commits of this repository made, by branch in the order given, then the newest first. */
export function trustedArtifacts(
  all: readonly EarlierArtifact[],
  branches: readonly string[],
): readonly EarlierArtifact[] {
  return all
    .filter(({ ownCommits, branch }) => ownCommits && branches.includes(branch))
    .toSorted(
      (a, b) =>
        branches.indexOf(a.branch) - branches.indexOf(b.branch) ||
        Date.parse(b.createdAt) - Date.parse(a.createdAt) ||
        b.runId - a.runId,
    )
}

/** The run's own branch, the one it is to be merged into, the default one; as caches are looked for. */
export function branchesOf({ env, github }: Facts): readonly string[] {
  const head = env["GITHUB_HEAD_REF"] ?? ""
  const own = head === "" ? (env["GITHUB_REF_NAME"] ?? "") : head
  const names = [
    isFork({ env, github }) ? "" : own,
    env["GITHUB_BASE_REF"] ?? "",
    defaultBranch(github) ?? "",
  ]
  return [...new Set(names)].filter((name) => name !== "")
}

/** True for the pull request of a fork: what it keeps nobody else could read or should believe. */
export function isFork({ env, github }: Facts): boolean {
  const { head } = objectOf(objectOf(github["event"])["pull_request"])
  const from = objectOf(objectOf(head)["repo"])["full_name"]
  return typeof from === "string" && from !== env["GITHUB_REPOSITORY"]
}

/** The file of this run's workflow (the caller's, where it was called); null where nobody tells. */
function ownWorkflow(env: Facts["env"]): string | null {
  const path = (env["GITHUB_WORKFLOW_REF"] ?? "").split("@", 1)[0] ?? ""
  return /^[^/]+\/[^/]+\/(.+)$/u.exec(path)?.[1] ?? null
}
