/**
 * Self-hosted runners by GitHub's REST client, loaded only when it is asked. The token of a job
 * cannot list them: that takes one with the permission "Administration: read".
 */
import { err, ok } from "../../core/result.ts"
import type { Runners } from "../../ports/runners.ts"

/** Pages of a hundred; more runners than that need no counting. */
const MAX_PAGES = 10

/** Longer than this planning does not wait. */
const TIMEOUT_MS = 10_000

/** The runners of a repository. */
export function githubRunners(options: {
  readonly token: string
  /** `owner/name`. */
  readonly repository: string
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string
}): Runners {
  const { token, repository, apiUrl } = options
  const [owner = "", repo = ""] = repository.split("/")
  return {
    list: async () => {
      try {
        const { getOctokit } = await import("@actions/github")
        const client = getOctokit(token, { baseUrl: apiUrl })
        const signal = AbortSignal.timeout(TIMEOUT_MS)
        const runners = []
        for (let page = 1; page <= MAX_PAGES; page++) {
          const { data } = await client.request("GET /repos/{owner}/{repo}/actions/runners", {
            ...{ owner, repo, page, per_page: 100 },
            request: { signal },
          })
          runners.push(...data.runners)
          if (runners.length >= data.total_count || data.runners.length === 0) break
        }
        return ok(
          runners.map(({ name, status, busy, labels }) => ({
            name,
            online: status === "online",
            busy,
            labels: labels.map((label) => label.name),
          })),
        )
      } catch (error) {
        return err(error instanceof Error ? error.message : String(error))
      }
    },
  }
}
