import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nodeHttp } from "../../../src/adapters/node/http.ts"
import type { HttpRequest } from "../../../src/ports/http.ts"
import { startWebServer, type WebServer } from "../../__rig__/web-server.ts"

let server: WebServer
let other: WebServer

beforeAll(async () => {
  other = await startWebServer((_, response) => {
    response.end("other")
  })
  server = await startWebServer((path, response) => {
    const [, name = "", code = ""] = path.split("/")
    if (name === "to") response.writeHead(Number(code), { location: "/end" })
    else if (name === "loop") response.writeHead(302, { location: "/loop" })
    else if (name === "away") response.writeHead(307, { location: `${other.origin}/x` })
    else if (name === "odd") response.writeHead(302, { location: "http://[" })
    else if (name === "big") response.write("x".repeat(100_000))
    else if (name === "hangs") return
    else if (name === "breaks") {
      response.destroy()
      return
    }
    response.end(name)
  })
})

afterAll(async () => {
  await server.close()
  await other.close()
})

function send(path: string, more: Partial<HttpRequest> = {}) {
  return nodeHttp.send({
    url: path.startsWith("http") ? path : `${server.origin}${path}`,
    method: "GET",
    headers: {},
    body: null,
    follow: true,
    maxBodyBytes: 1_000,
    signal: new AbortController().signal,
    ...more,
  })
}

describe("nodeHttp", () => {
  it("sends what it is told and gives the answer back", async () => {
    const sent = { method: "POST", headers: { "X-One": "1" }, body: "é" }
    expect(await send("/plain", sent)).toMatchObject({
      ok: true,
      value: { status: 200, statusText: "OK", body: "plain", whole: true },
    })
    const got = server.requests.at(-1)
    expect(got).toMatchObject({ method: "POST", path: "/plain", body: "é" })
    expect(got?.headers).toMatchObject({ "x-one": "1", "user-agent": "parallel-smoke" })
  })

  it.each([
    [301, "POST", "GET", ""],
    [302, "POST", "GET", ""],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", "text"],
    [308, "PUT", "PUT", "text"],
    [302, "HEAD", "HEAD", "text"],
  ])("follows %i of a %s by a %s", async (code, method, next, body) => {
    const answer = await send(`/to/${code}`, { method, body: "text" })
    expect(answer).toMatchObject({ ok: true, value: { status: 200, url: `${server.origin}/end` } })
    expect(server.requests.at(-1)).toMatchObject({ method: next, path: "/end" })
    if (method !== "HEAD") expect(server.requests.at(-1)?.body).toBe(body)
  })

  it("does not follow where it is told not to, or where there is no way", async () => {
    expect(await send("/to/302", { follow: false })).toMatchObject({ value: { status: 302 } })
    expect(await send("/odd")).toMatchObject({ value: { status: 302 } })
    expect(await send("/loop")).toEqual({
      ok: false,
      error: { code: "failed", message: "more than 20 redirects" },
    })
  })

  it("keeps secrets from another host", async () => {
    const headers = { Authorization: "Bearer x", cookie: "a=b", "x-trace": "1" }
    await send("/away", { headers })
    const got = other.requests.at(-1)?.headers
    expect(got).toMatchObject({ "x-trace": "1" })
    expect(got).not.toHaveProperty("authorization")
    expect(got).not.toHaveProperty("cookie")
  })

  it("reads no more of a body than it may", async () => {
    const answer = await send("/big")
    expect(answer).toMatchObject({ ok: true, value: { whole: false } })
    if (answer.ok) expect(answer.value.body).toHaveLength(1_000)
  })

  it("says why there is no answer", async () => {
    const abort = new AbortController()
    const hanging = send("/hangs", { signal: abort.signal })
    abort.abort()
    expect(await hanging).toMatchObject({ error: { code: "aborted" } })
    expect(await send("/breaks")).toMatchObject({ error: { code: "failed" } })
    const closed = await startWebServer(() => {})
    await closed.close()
    expect(await send(`${closed.origin}/`)).toMatchObject({ error: { code: "refused" } })
    expect(await send("http://nowhere.invalid/")).toMatchObject({ error: { code: "failed" } })
    expect(await send("/x", { headers: { bad: "a\nb" } })).toMatchObject({
      error: { code: "failed" },
    })
  })
})
