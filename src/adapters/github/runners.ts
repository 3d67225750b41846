/**
 * Self-hosted runners by REST. The token of a job cannot list them: that takes one with the
 * permission "Administration: read".
 */
import type { Runners } from "../../ports/repository.ts"
import { askRepository, type RestOptions } from "./rest.ts"

/** Pages of a hundred; more runners than that need no counting. */
const MAX_PAGES = 10

/** The runners of a repository. */
export function githubRunners(options: RestOptions): Runners {
  const ask = askRepository(options)
  return {
    list: () =>
      ask(async ({ client, owner, repo, signal }) => {
        const runners = []
        for (let page = 1; page <= MAX_PAGES; page++) {
          const { data } = await client.request("GET /repos/{owner}/{repo}/actions/runners", {
            ...{ owner, repo, page, per_page: 100 },
            request: { signal },
          })
          runners.push(...data.runners)
          if (runners.length >= data.total_count || data.runners.length === 0) break
        }
        return runners.map(({ name, status, busy, labels }) => ({
          name,
          online: status === "online",
          busy,
          labels: labels.map((label) => label.name),
        }))
      }),
  }
}
