import { expect, it } from "vitest"
import { githubRepository } from "../../../src/adapters/github/rest.ts"
import { startWebServer } from "../../__rig__/web-server.ts"

it("asks whether a repository is private, and says why there is no answer", async () => {
  const server = await startWebServer((path, response) => {
    response.setHeader("content-type", "application/json")
    if (path !== "/repos/acme/shop") response.statusCode = 404
    response.end(path === "/repos/acme/shop" ? '{"private":true}' : '{"message":"Not Found"}')
  })
  const ask = (repository: string) =>
    githubRepository({ token: "t", repository, apiUrl: server.origin }).isPrivate()
  expect(await ask("acme/shop")).toEqual({ ok: true, value: true })
  expect(await ask("acme/other")).toMatchObject({
    ok: false,
    error: expect.stringContaining("Not Found"),
  })
  await server.close()
  expect((await ask("acme/shop")).ok).toBe(false)
})
