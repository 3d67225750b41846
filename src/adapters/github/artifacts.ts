/**
 * The artifacts of a run by GitHub's own client, loaded only when used: it takes a noticeable part
 * of a second. It only logs a digest that differs; here that is a failure.
 */
import type { DefaultArtifactClient, FindOptions } from "@actions/artifact"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type {
  ArtifactProblem,
  ArtifactProblemReason,
  ArtifactStore,
  Uploaded,
} from "../../ports/artifacts.ts"
import { toArtifactProblem } from "./artifact-problem.ts"

/** How the artifacts are reached. */
export interface GithubArtifactsOptions {
  /** `GITHUB_SERVER_URL`. */
  readonly serverUrl: string
  /** `GITHUB_RETENTION_DAYS`, which the repository allows; to ask for more is an annotation in every job. */
  readonly mostRetentionDays?: string | undefined
  /** The way over REST for what the service lists but does not give out; null without a token. */
  readonly fallback: {
    readonly token: string
    /** `owner/name`. */
    readonly repository: string
    readonly runId: number
  } | null
}

type Attempt<T> = (client: DefaultArtifactClient) => Promise<Result<T, ArtifactProblem>>

/** The service may know of an artifact and still not give it out; REST then may. */
const WORTH_ANOTHER_WAY: readonly ArtifactProblemReason[] = ["not-found", "network"]

/** The store of the run that this process is a job of. */
export function githubArtifacts(options: GithubArtifactsOptions): ArtifactStore {
  const supported = isSupportedHost(options.serverUrl)
  const findBy = findOptions(options.fallback)
  const allowed = Number.parseInt(options.mostRetentionDays ?? "", 10)
  const allowedDays = (days: number) => (allowed > 0 ? Math.min(days, allowed) : days)

  const attempt = async <T>(action: Attempt<T>): Promise<Result<T, ArtifactProblem>> => {
    // Asked before the client is: its refusal would take one of the step's ten warnings.
    if (!supported) {
      const message = `${options.serverUrl} has no artifact service of version 4`
      return err({ reason: "unsupported-host", message })
    }
    try {
      // The client's unzip library uses what Node deprecates; users of the action cannot mend that.
      process.noDeprecation = true
      const { DefaultArtifactClient: Client } = await import("@actions/artifact")
      return await action(new Client())
    } catch (error) {
      return err(toArtifactProblem(error))
    }
  }

  const orByRest = async <T>(
    action: (client: DefaultArtifactClient, find: FindOptions) => ReturnType<Attempt<T>>,
  ): Promise<Result<T, ArtifactProblem>> => {
    const first = await attempt((client) => action(client, {}))
    if (first.ok || findBy === null || !WORTH_ANOTHER_WAY.includes(first.error.reason)) return first
    const second = await attempt((client) => action(client, findBy))
    if (second.ok) return second
    const message = `${first.error.message}; by REST: ${second.error.message}`
    return err({ reason: second.error.reason, message })
  }

  return {
    upload: ({ name, files, rootDirectory, retentionDays, compressionLevel }) =>
      attempt(async (client) =>
        toUploaded(
          await client.uploadArtifact(name, [...files], rootDirectory, {
            retentionDays: allowedDays(retentionDays),
            compressionLevel,
          }),
        ),
      ),

    uploadRaw: ({ file, retentionDays }) =>
      attempt(async (client) =>
        // The client takes the artifact's name from the file.
        toUploaded(
          await client.uploadArtifact("raw", [file], parentOf(file), {
            retentionDays: allowedDays(retentionDays),
            skipArchive: true,
          }),
        ),
      ),

    list: () =>
      orByRest(async (client, find) => {
        const { artifacts } = await client.listArtifacts({ latest: false, ...find })
        return ok(
          artifacts.map((one) => ({
            name: one.name,
            id: one.id,
            sizeBytes: one.size,
            digest: one.digest ?? null,
          })),
        )
      }),

    download: (entry, toFolder) =>
      orByRest(async (client, find) => {
        const { digestMismatch } = await client.downloadArtifact(entry.id, {
          path: toFolder,
          ...(entry.digest === null ? {} : { expectedHash: entry.digest }),
          ...find,
        })
        if (digestMismatch !== true) return ok(undefined)
        const message = `${entry.name} (${entry.id}) does not have the digest ${entry.digest}`
        return err({ reason: "digest-mismatch", message })
      }),
  }
}

function toUploaded(response: {
  readonly id?: number
  readonly size?: number
  readonly digest?: string
}): Result<Uploaded, ArtifactProblem> {
  const { id, size, digest } = response
  if (id === undefined || size === undefined || digest === undefined) {
    return err({ reason: "other", message: "the service confirmed the upload without its id" })
  }
  return ok({ id, sizeBytes: size, digest: `sha256:${digest}` })
}

function findOptions(fallback: GithubArtifactsOptions["fallback"]): FindOptions | null {
  if (fallback === null) return null
  const [repositoryOwner, repositoryName] = fallback.repository.split("/")
  if (repositoryOwner === undefined || repositoryName === undefined) return null
  const { token, runId: workflowRunId } = fallback
  return { findBy: { token, workflowRunId, repositoryOwner, repositoryName } }
}

/** The hosts that the client accepts: github.com, data residency, and loopback names. */
function isSupportedHost(serverUrl: string): boolean {
  if (!URL.canParse(serverUrl)) return false
  const host = new URL(serverUrl).hostname.toLowerCase()
  return host === "github.com" || host.endsWith(".ghe.com") || host.endsWith(".localhost")
}

function parentOf(file: string): string {
  return file.replace(/[/\\][^/\\]*$/u, "") || "/"
}
