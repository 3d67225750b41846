/**
 * What the artifact client throws, turned into a reason. Most of its errors lose their class on
 * the way, so the text decides; every shape here is pinned by a test against the real client.
 */
import type { ArtifactProblem, ArtifactProblemReason } from "../../ports/artifacts.ts"

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
  [/no artifacts? found/iu, "not-found"],
  [/rate limit/iu, "rate-limited"],
]

const BROKEN =
  /unable to make request|ECONN\w+|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|EPIPE|socket hang up|fetch failed|unable to download and extract|failed to make request after|upload progress stalled/iu

/** The reason behind anything that the client threw. */
export function toArtifactProblem(error: unknown): ArtifactProblem {
  const message = (error instanceof Error ? error.message : String(error)).trim()
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
