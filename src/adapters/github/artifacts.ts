/**
 * The artifacts of a run by GitHub's own client, loaded only when used: it takes a noticeable part
 * of a second. It only logs a digest that differs; here that is a failure.
 */
import type { DefaultArtifactClient, FindOptions } from "@actions/artifact"
import { defined } from "../../core/defined.ts"
import { err, messageOf, ok, type Result } from "../../core/problems/result.ts"
import type {
  ArtifactProblem,
  ArtifactProblemReason,
  ArtifactStore,
  Uploaded,
} from "../../ports/artifacts.ts"

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
  /** The artifacts are of another run than this job's, so there is only the way over REST. */
  readonly elsewhere?: boolean
}

type Attempt<T> = (client: DefaultArtifactClient) => Promise<Result<T, ArtifactProblem>>

/** The service may know of an artifact and still not give it out; REST then may. */
const WORTH_ANOTHER_WAY: readonly ArtifactProblemReason[] = ["not-found", "network"]

/** The store of the run that this process is a job of. */
export function githubArtifacts(options: GithubArtifactsOptions): ArtifactStore {
  const { attempt, orByRest } = clientOf(options)
  const allowed = Number.parseInt(options.mostRetentionDays ?? "", 10)
  const allowedDays = (days: number) => (allowed > 0 ? Math.min(days, allowed) : days)
  return {
    upload: ({ name, files, rootDirectory, retentionDays, compressionLevel }) =>
      attempt(async (client) => {
        const how = { retentionDays: allowedDays(retentionDays), compressionLevel }
        return toUploaded(await client.uploadArtifact(name, [...files], rootDirectory, how))
      }),

    uploadRaw: ({ file, retentionDays }) =>
      attempt(async (client) => {
        const how = { retentionDays: allowedDays(retentionDays), skipArchive: true }
        // The client takes the artifact's name from the file.
        return toUploaded(await client.uploadArtifact("raw", [file], parentOf(file), how))
      }),

    list: () =>
      orByRest(async (client, find) => {
        const { artifacts } = await client.listArtifacts({ latest: false, ...find })
        return ok(
          artifacts.map(({ name, id, size: sizeBytes, digest = null }) => {
            return { name, id, sizeBytes, digest }
          }),
        )
      }),

    download: ({ name, id, digest }, path) =>
      orByRest(async (client, find) => {
        const how = defined({ path, expectedHash: digest ?? undefined })
        const { digestMismatch } = await client.downloadArtifact(id, { ...how, ...find })
        if (digestMismatch !== true) return ok(undefined)
        const message = `${name} (${id}) does not have the digest ${digest}`
        return err({ reason: "digest-mismatch", message })
      }),

    remove: (name) =>
      attempt(async (client) => {
        await client.deleteArtifact(name)
        return ok(undefined)
      }),
  }
}

/** Ways to use the client: as the job alone, or by REST as well where that may tell more. */
function clientOf(options: GithubArtifactsOptions) {
  const supported = isSupportedHost(options.serverUrl)
  const findBy = findOptions(options.fallback)
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
    if (options.elsewhere === true) {
      if (findBy !== null) return attempt((client) => action(client, findBy))
      return err({ reason: "forbidden", message: "another run's artifacts take a token" })
    }
    const first = await attempt((client) => action(client, {}))
    if (first.ok || findBy === null || !WORTH_ANOTHER_WAY.includes(first.error.reason)) return first
    const second = await attempt((client) => action(client, findBy))
    if (second.ok) return second
    const message = `${first.error.message}; by REST: ${second.error.message}`
    return err({ reason: second.error.reason, message })
  }
  return { attempt, orByRest }
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
export function isSupportedHost(serverUrl: string): boolean {
  if (!URL.canParse(serverUrl)) return false
  const host = new URL(serverUrl).hostname.toLowerCase()
  return host === "github.com" || host.endsWith(".ghe.com") || host.endsWith(".localhost")
}

function parentOf(file: string): string {
  return file.replace(/[/\\][^/\\]*$/u, "") || "/"
}

const BY_STATUS: Readonly<Record<number, ArtifactProblemReason>> = {
  401: "forbidden",
  403: "forbidden",
  404: "not-found",
  409: "conflict",
  410: "expired",
  429: "rate-limited",
}

const BY_TEXT: readonly (readonly [RegExp, ArtifactProblemReason])[] = [
  [/artifact storage quota has been hit/iu, "quota"],
  [/not currently supported on GHES/u, "unsupported-host"],
  // Neither variable nor token of the service: a host that offers none, or no job at all.
  [/unable to get the ACTIONS_\w+ env variable/iu, "unsupported-host"],
  [/failed to get backend IDs/iu, "unsupported-host"],
  [/no artifacts? found|artifact not found/iu, "not-found"],
  [/rate limit/iu, "rate-limited"],
]

const BROKEN =
  /unable to make request|ECONN\w+|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|EPIPE|socket hang up|fetch failed|unable to download and extract|failed to make request after|upload progress stalled/iu

/** The reason behind anything that the client threw. */
export function toArtifactProblem(error: unknown): ArtifactProblem {
  const message = messageOf(error).trim()
  return { reason: reasonOf(error, message), message: firstLine(message) }
}

function reasonOf(error: unknown, message: string): ArtifactProblemReason {
  const named = BY_TEXT.find(([pattern]) => pattern.test(message))
  if (named !== undefined) return named[1]
  const status = statusOf(error) ?? Number(/failed request: \((\d{3})\)/iu.exec(message)?.[1])
  const known = BY_STATUS[status]
  if (known !== undefined) return known
  if (status >= 500 || BROKEN.test(message)) return "network"
  return "other"
}

/** The number that REST (`status`) and storage (`statusCode`) errors carry. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  const { status, statusCode } = error as { status?: unknown; statusCode?: unknown }
  const value = status ?? statusCode
  return typeof value === "number" ? value : undefined
}

function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? ""
}
