import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { nodePatterns } from "../../../src/adapters/node/patterns.ts"
import { err, ok } from "../../../src/core/problems/result.ts"
import { judgeResponse, runHttpAttempt } from "../../../src/execute/kinds/http-attempt.ts"
import type { HttpExpectSpec, HttpSpec } from "../../../src/formats/run-specs.ts"
import type { Http, HttpResponse } from "../../../src/ports/http.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { startWebServer, type WebServer } from "../../__rig__/web-server.ts"
import { suiteRun } from "../real-rig.ts"

const EXPECT: HttpExpectSpec = { status: ["2xx"], headers: {}, body: null, withinMs: null }

const ANSWER: HttpResponse = {
  status: 200,
  statusText: "OK",
  headers: [
    ["content-type", "application/json"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ],
  url: "http://x/",
  body: '{"status":"ok","items":[{"id":1}]}',
  whole: true,
}

async function judged(
  expected: Partial<HttpExpectSpec>,
  answer: Partial<HttpResponse> = {},
): Promise<string> {
  const said = await judgeResponse(
    { ...EXPECT, ...expected },
    { response: { ...ANSWER, ...answer }, durationMs: 900, patterns: nodePatterns },
  )
  return said.join("; ")
}

describe("judgeResponse", () => {
  it.each<[Partial<HttpExpectSpec>, Partial<HttpResponse>, string]>([
    [{}, {}, ""],
    [{}, { status: 204 }, ""],
    [
      {},
      { status: 503, statusText: "Service Unavailable" },
      "expected status 2xx, but got 503 Service Unavailable",
    ],
    [{ status: ["204", "3xx"] }, { status: 304 }, ""],
    [{ status: ["204", "3xx"] }, {}, "expected status one of 204, 3xx, but got 200 OK"],
    [{ headers: { "content-type": "application/json" } }, {}, ""],
    [
      { headers: { "content-type": "text/html" } },
      {},
      'expected the header content-type to be "text/html", but it is "application/json"',
    ],
    [{ headers: { "set-cookie": { contains: ["b=2"], matches: [], notContains: [] } } }, {}, ""],
    [{ headers: { etag: "x" } }, {}, "expected the header etag, but it is missing"],
    [
      { body: { contains: ["shop"], matches: [], notContains: [] } },
      { body: "closed" },
      'expected the body to contain "shop", but it ends with "closed"',
    ],
    [{ json: { status: "ok", "$.items[0].id": 1 } }, {}, ""],
    [
      { json: { status: "down", items: [], more: { a: 1 } } },
      {},
      'expected $.status of the body to be "down", but it is "ok"; expected $.items of the body to be [], but it is [{"id":1}]; expected $.more of the body to be {"a":1}, but it is missing',
    ],
    [{ json: {} }, { body: "<html>" }, 'expected a body in JSON, but it is "<html>"'],
    [{ json: {} }, { body: "" }, "expected a body in JSON, but it is empty"],
    [{ withinMs: 800 }, {}, "expected to end within 800ms, but it took 900ms"],
  ])("%j of %j", async (expected, answer, said) => {
    expect(await judged(expected, answer)).toBe(said)
  })
})

const SPEC: HttpSpec = {
  kind: "http",
  url: "http://shop.test/",
  method: "GET",
  headers: {},
  body: null,
  follow: true,
  retryRefusedMs: 30_000,
  expect: EXPECT,
}

function attempting(answers: (count: number) => ReturnType<Http["send"]>, spec = SPEC) {
  const clock = new FakeClock()
  const stop = new AbortController()
  let count = 0
  const http: Http = {
    send: (request) =>
      Promise.race([
        answers(++count),
        new Promise<Awaited<ReturnType<Http["send"]>>>((resolve) => {
          request.signal.addEventListener("abort", () => {
            resolve(err({ code: "aborted", message: "aborted" }))
          })
        }),
      ]),
  }
  const log = join(mkdtempSync(join(tmpdir(), "smoke-http-")), "log")
  const run = runHttpAttempt(
    { spec, log, timeoutMs: 60_000, stop: stop.signal },
    { clock, files: nodeFiles, http, patterns: nodePatterns },
  )
  return { clock, stop, run, log, count: () => count }
}

const REFUSED = err({ code: "refused", message: "connection refused" } as const)

describe("runHttpAttempt", () => {
  it("asks again while the connection is refused", async () => {
    const attempt = attempting(async (count) => (count < 5 ? REFUSED : ok(ANSWER)))
    await attempt.clock.advance(5_000)
    expect(await attempt.run).toMatchObject({ outcome: "passed", durationMs: 2_000 })
    expect(attempt.count()).toBe(5)
    expect(attempt.clock.waiting).toBe(0)
  })

  it("does not count what is lost while all is stopped, neither for its time nor for within", async () => {
    let answer = () => {}
    const asked = () =>
      new Promise<ReturnType<typeof ok<HttpResponse>>>((resolve) => {
        answer = () => resolve(ok(ANSWER))
      })
    const attempt = attempting(asked, { ...SPEC, expect: { ...EXPECT, withinMs: 3_000 } })
    await attempt.clock.advance(1_000)
    attempt.clock.suspend(600_000)
    await attempt.clock.advance(1_000)
    answer()
    expect(await attempt.run).toMatchObject({ outcome: "passed", durationMs: 2_000 })
  })

  it("gives up when the time for that is over", async () => {
    const attempt = attempting(async () => REFUSED)
    await attempt.clock.advance(31_000)
    expect(await attempt.run).toMatchObject({
      outcome: "failed",
      cause: "expectation",
      message: "expected an answer from shop.test, but connection refused for 30.0s",
    })
  })

  it("does not ask again where it is told not to, nor after any other trouble", async () => {
    const once = attempting(async () => REFUSED, { ...SPEC, retryRefusedMs: 0 })
    expect((await once.run).message).toBe(
      "expected an answer from shop.test, but connection refused",
    )
    const broken = attempting(async () => err({ code: "failed", message: "socket hang up" }))
    expect((await broken.run).message).toContain("socket hang up")
    expect(broken.count()).toBe(1)
  })

  it("ends with the attempt's time, also while it waits to ask again", async () => {
    const hanging = attempting(() => new Promise(() => {}))
    await hanging.clock.advance(60_000)
    expect(await hanging.run).toMatchObject({
      cause: "timeout",
      message: "timed out after 1m00s",
      durationMs: 60_000,
    })
    const refused = attempting(async () => REFUSED, { ...SPEC, retryRefusedMs: 90_000 })
    await refused.clock.advance(60_000)
    expect(await refused.run).toMatchObject({ cause: "timeout" })
    expect(refused.clock.waiting).toBe(0)
  })

  it("is cancelled with the run", async () => {
    for (const answers of [() => new Promise<never>(() => {}), async () => REFUSED]) {
      const attempt = attempting(answers)
      await attempt.clock.advance(700)
      attempt.stop.abort()
      await attempt.clock.advance(0)
      expect(await attempt.run).toMatchObject({ outcome: "cancelled", cause: null })
      expect(attempt.clock.waiting).toBe(0)
    }
  })

  it("writes both sides to the log, but no value of a header that is sent", async () => {
    const answer = { ...ANSWER, body: "x".repeat(70_000) }
    const attempt = attempting(async () => ok(answer), {
      ...SPEC,
      headers: { authorization: "Bearer secret" },
    })
    await attempt.run
    const log = readFileSync(attempt.log, "utf8")
    expect(log).toContain("> GET http://shop.test/\n> authorization: …\n")
    expect(log).toContain("< 200 OK from http://x/\n< content-type: application/json\n")
    expect(log).not.toContain("secret")
    expect(log).toContain("! the body continues")
    expect(log.length).toBeLessThan(67_000)
  })
})

describe("a scenario with http", () => {
  let server: WebServer
  beforeAll(async () => {
    server = await startWebServer((path, response, request) => {
      if (path === "/old") response.writeHead(302, { location: "/health" })
      else if (path === "/down") response.writeHead(503)
      response.end(JSON.stringify({ status: "ok", path, method: request.method, n: 5 }))
    })
  })
  afterAll(() => server.close())

  it("is asked for by the engine, from its text to its events", async () => {
    const run = suiteRun(
      `
scenarios:
  home: { http: "${server.origin}/" }
  old: { http: "\${{ env.ORIGIN }}/old", env: { ORIGIN: "${server.origin}" } }
  down: { http: "${server.origin}/down" }
  json:
    http:
      url: ${server.origin}/json
      method: post
      headers: { X-Id: "\${{ scenario.id }}", X-Number: 1.10 }
      body: hello
      expect: { json: { status: ok, n: "\${{ fromJSON('5') }}", "$.method": POST }, within: 20s }
  wrong: { http: { url: "${server.origin}/", expect: { status: 404, body: nothing } } }
  bad-url: { http: "\${{ env.NOTHING }}/x" }
  hooked:
    before: 'echo URL=${server.origin}/hooked >> "$GITHUB_ENV"'
    http: "\${{ env.URL }}"
    after: 'echo $SMOKE_VERDICT'
`,
    )
    await run.dispatcher.run()
    const ends = Object.keys(run.plan.scenarios).map((id) => {
      const { outcome, cause, message } = run.attempt(id)
      return [id, outcome, cause, message]
    })
    expect(ends).toEqual([
      ["home", "passed", null, null],
      ["old", "passed", null, null],
      ["down", "failed", "expectation", "expected status 2xx, but got 503 Service Unavailable"],
      ["json", "passed", null, null],
      [
        "wrong",
        "failed",
        "expectation",
        'expected status 404, but got 200 OK; expected the body to contain "nothing", but it ends with "{\\"status\\":\\"ok\\",\\"path\\":\\"/\\",\\"method\\":\\"GET\\",\\"n\\":5}"',
      ],
      ["bad-url", "failed", "spawn", "http.url: `/x` is not a URL"],
      ["hooked", "passed", null, null],
    ])
    const sent = server.requests.find(({ path }) => path === "/json")
    expect(sent).toMatchObject({ method: "POST", body: "hello" })
    expect(sent?.headers).toMatchObject({ "x-id": "json", "x-number": "1.10" })
    expect(run.attempt("down").tail).toContain("< 503 Service Unavailable")
  })
})
