import { describe, expect, it } from "vitest"
import { githubRunners } from "../../../src/adapters/github/runners.ts"
import { startWebServer, type WebServer } from "../../__rig__/web-server.ts"

function row(index: number) {
  return {
    ...{ id: index, name: `box-${index}`, os: "linux", busy: index % 2 === 1 },
    status: index === 3 ? "offline" : "online",
    labels: [{ name: "self-hosted" }, { name: `n${index}` }],
  }
}

/** Two pages of runners for those who may see them. */
function service(): Promise<WebServer> {
  return startWebServer((path, response, request) => {
    const { searchParams } = new URL(path, "http://x")
    response.setHeader("content-type", "application/json")
    if (request.headers.authorization !== "token allowed") {
      response.statusCode = 403
      response.end('{"message":"Resource not accessible by integration"}')
      return
    }
    const page = Number(searchParams.get("page"))
    const from = (page - 1) * 100
    const rows = Array.from({ length: Math.min(100, 130 - from) }, (_, i) => row(from + i))
    response.end(JSON.stringify({ total_count: 130, runners: rows }))
  })
}

const listWith = (apiUrl: string, token = "allowed") =>
  githubRunners({ token, repository: "acme/shop", apiUrl }).list()

describe("githubRunners", () => {
  it("lists all pages with labels and what the runners do", async () => {
    const server = await service()
    const listed = await listWith(server.origin)
    await server.close()
    if (!listed.ok) throw new Error(listed.error)
    expect(listed.value).toHaveLength(130)
    expect(listed.value[3]).toEqual({
      name: "box-3",
      online: false,
      busy: true,
      labels: ["self-hosted", "n3"],
    })
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/repos/acme/shop/actions/runners?page=1&per_page=100",
      "/repos/acme/shop/actions/runners?page=2&per_page=100",
    ])
  })

  it("says why they cannot be listed", async () => {
    const server = await service()
    const refused = await listWith(server.origin, "other")
    await server.close()
    expect(refused).toMatchObject({
      ok: false,
      error: expect.stringContaining("Resource not accessible by integration"),
    })
    expect((await listWith(server.origin)).ok).toBe(false)
  })
})
