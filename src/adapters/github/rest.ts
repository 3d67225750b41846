/**
 * GitHub's REST client for one repository, loaded only when it is asked.
 */
import { err, messageOf, ok, type Result } from "../../core/problems/result.ts"
import type { Repository } from "../../ports/repository.ts"

/** Advice is not worth a longer wait. */
const TIMEOUT_MS = 10_000

type Client = ReturnType<typeof import("@actions/github")["getOctokit"]>

/** Whom to ask, and about what. */
export interface RestOptions {
  readonly token: string
  /** `owner/name`. */
  readonly repository: string
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string
  readonly timeoutMs?: number
}

/** What every request of an answer is made with. */
export interface Asking {
  readonly client: Client
  readonly owner: string
  readonly repo: string
  /** Of all requests together. */
  readonly signal: AbortSignal
}

/** Requests that together give one answer. */
export type Ask<E = string> = <T>(action: (asking: Asking) => Promise<T>) => Promise<Result<T, E>>

/** Asks about one repository; the error is a fragment of a sentence. */
export function askRepository(options: RestOptions): Ask {
  return askWith(messageOf, options)
}

/** Asks about one repository; the error is made from what the client throws. */
export function askWith<E>(
  toError: (error: unknown) => E,
  { token, repository, apiUrl, timeoutMs = TIMEOUT_MS }: RestOptions,
): Ask<E> {
  const [owner = "", repo = ""] = repository.split("/")
  return async (action) => {
    try {
      const { getOctokit } = await import("@actions/github")
      const client = getOctokit(token, { baseUrl: apiUrl })
      return ok(await action({ client, owner, repo, signal: AbortSignal.timeout(timeoutMs) }))
    } catch (error) {
      return err(toError(error))
    }
  }
}

/** The repository with that name. */
export function githubRepository(options: RestOptions): Repository {
  const ask = askRepository(options)
  return {
    isPrivate: () =>
      ask(async ({ client, owner, repo, signal }) => {
        const request = { owner, repo, request: { signal } }
        const { data } = await client.request("GET /repos/{owner}/{repo}", request)
        return data.private
      }),
  }
}
