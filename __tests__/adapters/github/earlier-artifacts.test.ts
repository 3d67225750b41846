import { describe, expect, it } from "vitest"
import { githubEarlierArtifacts } from "../../../src/adapters/github/earlier-artifacts.ts"
import { startWebServer, type WebServer } from "../../__rig__/web-server.ts"

const RUN = { id: 7, repository_id: 1, head_repository_id: 1, head_branch: "main" }

function row(id: number, change: Readonly<Record<string, unknown>> = {}) {
  const common = { id, name: "h.json", size_in_bytes: 10, created_at: "2026-01-01T00:00:00Z" }
  return { ...common, expired: false, workflow_run: RUN, ...change }
}

const SPECIAL = [
  row(1),
  row(2, { workflow_run: { ...RUN, head_repository_id: 2 } }),
  row(3, { workflow_run: { ...RUN, repository_id: undefined, head_repository_id: undefined } }),
  row(4, { expired: true }),
  row(5, { workflow_run: null }),
  row(6, { workflow_run: { ...RUN, head_branch: null } }),
]

function service(): Promise<WebServer> {
  return startWebServer((path, response, request) => {
    const { pathname, searchParams } = new URL(path, "http://x")
    response.setHeader("content-type", "application/json")
    if (pathname === "/blob") {
      response.end("0123456789")
    } else if (request.headers.authorization !== "token allowed") {
      response.statusCode = 403
      response.end('{"message":"Resource not accessible by integration"}')
    } else if (pathname.endsWith("/zip")) {
      response.statusCode = 302
      response.setHeader("location", "/blob")
      response.end()
    } else if (pathname.endsWith("/runs/7")) {
      response.end('{"id":7,"path":".github/workflows/a.yml@refs/heads/main"}')
    } else if (searchParams.get("name") === "slow") {
      // Never answered: the client has to give up.
    } else {
      const many = searchParams.get("name") === "many"
      const artifacts = many ? Array.from({ length: 100 }, (_, i) => row(i)) : SPECIAL
      response.end(JSON.stringify({ total_count: many ? 5_000 : SPECIAL.length, artifacts }))
    }
  })
}

const earlier = (apiUrl: string, token = "allowed") =>
  githubEarlierArtifacts({ token, repository: "acme/shop", apiUrl, timeoutMs: 500 })

const ARTIFACT = {
  ...{ id: 1, sizeBytes: 10, createdAt: "2026-01-01T00:00:00Z" },
  ...{ runId: 7, branch: "main", ownCommits: true },
}

describe("githubEarlierArtifacts", () => {
  it("lists what has not expired and tells whose commits made it", async () => {
    const server = await service()
    const listed = await earlier(server.origin).list("h.json")
    const many = await earlier(server.origin).list("many")
    await server.close()
    expect(listed).toEqual({
      ok: true,
      value: [
        ARTIFACT,
        { ...ARTIFACT, id: 2, ownCommits: false },
        { ...ARTIFACT, id: 3, ownCommits: false },
      ],
    })
    expect(many.ok && many.value.length).toBe(300)
    expect(server.requests[0]?.path).toBe(
      "/repos/acme/shop/actions/artifacts?name=h.json&page=1&per_page=100",
    )
  })

  it("reads a file as it is, and never more than was asked for", async () => {
    const server = await service()
    const read = (mostBytes: number) => earlier(server.origin).read(ARTIFACT, { mostBytes })
    expect(await read(10)).toEqual({ ok: true, value: "0123456789" })
    expect(await read(9)).toEqual({ ok: false, error: "it is larger than 9 bytes" })
    await server.close()
  })

  it("tells the file of a run's workflow without its reference", async () => {
    const server = await service()
    const told = await earlier(server.origin).workflowOf(7)
    await server.close()
    expect(told).toEqual({ ok: true, value: ".github/workflows/a.yml" })
  })

  it("says why there is none, and does not wait for ever", async () => {
    const server = await service()
    const refused = await earlier(server.origin, "other").list("h.json")
    expect(refused).toMatchObject({ ok: false, error: expect.stringContaining("not accessible") })
    expect((await earlier(server.origin).list("slow")).ok).toBe(false)
    await server.close()
    expect((await earlier(server.origin).list("h.json")).ok).toBe(false)
  })
})
