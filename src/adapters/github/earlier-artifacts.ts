/**
 * Artifacts of earlier runs by REST. It takes a token with `actions: read`. Archives are not unpacked: what is looked for here is a file as it is.
 */
import type { EarlierArtifact, EarlierArtifacts } from "../../ports/earlier-artifacts.ts"
import { askRepository, type RestOptions } from "./rest.ts"

/** Pages of a hundred: in a busy repository the newest may all be of other branches. */
const MAX_PAGES = 3

/** What the listing has of an artifact; the client's own types lack nothing, but all is optional. */
interface Row {
  readonly id: number
  readonly size_in_bytes: number
  readonly created_at: string | null
  readonly expired: boolean
  readonly workflow_run?: {
    readonly id?: number
    readonly repository_id?: number
    readonly head_repository_id?: number
    readonly head_branch?: string | null
  } | null
}

/** What runs of a repository have left behind. */
export function githubEarlierArtifacts(options: RestOptions): EarlierArtifacts {
  const ask = askRepository(options)
  return {
    list: (name) =>
      ask(async ({ client, owner, repo, signal }) => {
        const found: EarlierArtifact[] = []
        for (let page = 1; page <= MAX_PAGES; page++) {
          const { data } = await client.request("GET /repos/{owner}/{repo}/actions/artifacts", {
            ...{ owner, repo, name, page, per_page: 100 },
            request: { signal },
          })
          found.push(...data.artifacts.flatMap((row: Row) => toArtifact(row)))
          if (page * 100 >= data.total_count || data.artifacts.length === 0) break
        }
        return found
      }),

    workflowOf: (runId) =>
      ask(async ({ client, owner, repo, signal }) => {
        const { data } = await client.request("GET /repos/{owner}/{repo}/actions/runs/{run_id}", {
          ...{ owner, repo, run_id: runId },
          request: { signal },
        })
        return data.path.split("@", 1)[0] ?? ""
      }),

    read: ({ id }, { mostBytes }) =>
      ask(async ({ client, owner, repo, signal }) => {
        const { data } = await client.request(
          "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
          {
            ...{ owner, repo, artifact_id: id, archive_format: "zip" },
            request: { signal, parseSuccessResponseBody: false },
          },
        )
        return textOf(data as ReadableStream<Uint8Array>, mostBytes)
      }),
  }
}

/** Nothing of what has expired, or whose run is not told. */
function toArtifact(row: Row): EarlierArtifact[] {
  const { id, size_in_bytes: sizeBytes, created_at: createdAt, workflow_run: run } = row
  const { id: runId, head_branch: branch, repository_id: own, head_repository_id: head } = run ?? {}
  if (row.expired || createdAt === null || runId === undefined || branch == null) return []
  const ownCommits = own !== undefined && own === head
  return [{ id, sizeBytes, createdAt, runId, branch, ownCommits }]
}

/** Reads at most so many bytes, even if the list names a smaller size. */
async function textOf(body: ReadableStream<Uint8Array>, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > mostBytes) throw new Error(`it is larger than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}
