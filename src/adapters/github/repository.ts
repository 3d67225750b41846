/**
 * Facts of a repository by REST. Any token may ask.
 */
import type { Repository } from "../../ports/repository.ts"
import { askRepository, type RestOptions } from "./rest.ts"

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
