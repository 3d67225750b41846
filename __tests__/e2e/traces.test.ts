/** Traces of the real command: what arrives, what children are told, and what a collector that is gone costs. */
import { cpSync, symlinkSync } from "node:fs"
import type { ServerResponse } from "node:http"
import { basename, dirname, join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { COMMAND, Project } from "../__rig__/project.ts"
import { type ArrivedSpan, startTraceCollector } from "../__rig__/trace-collector.ts"
import { startWebServer } from "../__rig__/web-server.ts"

const SUITE = `
name: shop
fixtures:
  server: { serve: "echo up; exec sleep 600", ready: { log: { matches: up } } }
before: [{ name: hook, run: 'echo "$TRACEPARENT" > hook.txt' }]
scenarios:
  good: { run: 'echo "$TRACEPARENT" > good.$SMOKE_ATTEMPT.txt', fixtures: [server] }
  bad: { run: 'echo "$TRACEPARENT" > bad.$SMOKE_ATTEMPT.txt; echo "token is $TOKEN" >&2; exit 3', retry: { max-attempts: 2, delay: 0s } }
  own: { run: 'echo "$TRACEPARENT" > own.txt', env: { TRACEPARENT: mine } }
  never: { run: echo, if: "false" }
`

function project(): Project {
  const made = new Project({ "smoke.yml": SUITE })
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(made.root, "node_modules"))
  return made
}

async function collector(answer?: Parameters<typeof startTraceCollector>[0]) {
  const started = await startTraceCollector(answer)
  onTestFinished(() => started.close())
  return { ...started, env: { OTEL_EXPORTER_OTLP_ENDPOINT: started.origin } }
}

/** Every span below the one that it is a part of. */
const treeOf = (spans: readonly ArrivedSpan[]) =>
  spans
    .map((span) => {
      const above = spans.find(({ id }) => id === span.parent)
      return `${above?.name ?? "nothing"} > ${span.name}`
    })
    .toSorted()

const named = (spans: readonly ArrivedSpan[], name: string) =>
  spans.filter((span) => span.name === name)

const VERDICT = /FAILED: 1 of 4 failed \(bad\), 1 skipped · .*exit 1\n$/u

it("sends a run as one trace, in which children know their place", async () => {
  const { spans, env, bytes } = await collector()
  const shop = project()
  const ran = await shop.run(["run", "--redact", "TOKEN"], { ...env, TOKEN: "s3cret-value" })
  expect(ran.stderr).toMatch(VERDICT)
  expect(treeOf(spans)).toEqual([
    "RUN shop > shard 1 of 1",
    "bad > attempt 1",
    "bad > attempt 2",
    "good > attempt 1",
    "nothing > RUN shop",
    "own > attempt 1",
    "shard 1 of 1 > bad",
    "shard 1 of 1 > fixture server",
    "shard 1 of 1 > good",
    "shard 1 of 1 > own",
  ])
  const [run] = named(spans, "RUN shop")
  expect(run?.attributes).toMatchObject({ "cicd.pipeline.result": "failure" })
  expect(run?.status.code).toBe(2)
  const told = (span: ArrivedSpan | undefined) => `00-${run?.traceId}-${span?.id}-01\n`
  expect(shop.read("bad.2.txt")).toBe(told(named(spans, "attempt 2")[0]))
  expect(shop.read("hook.txt")).toBe(told(named(spans, "shard 1 of 1")[0]))
  expect(shop.read("own.txt")).toBe("mine\n")
  expect(bytes()).toContain("token is ***")
  expect(bytes()).not.toContain("s3cret-value")
})

it("tells servers that requests are sent to, unless the suite has a header for that", async () => {
  const { spans, env } = await collector()
  const web = await startWebServer((_, response) => void response.end("ok"))
  onTestFinished(() => web.close())
  const shop = project()
  shop.write(
    "smoke.yml",
    `scenarios:\n  plain: { http: "${web.origin}/a" }\n  own: { http: { url: "${web.origin}/b", headers: { Traceparent: mine } } }\n`,
  )
  expect((await shop.run(["run"], env)).exitCode).toBe(0)
  const { id, traceId } = spans.find(({ parent, name }) => {
    const above = spans.find((span) => span.id === parent)
    return name === "attempt 1" && above?.name === "plain"
  }) ?? { id: "", traceId: "" }
  const told = (path: string) =>
    web.requests.find((request) => request.path === path)?.headers["traceparent"]
  expect(told("/a")).toBe(`00-${traceId}-${id}-01`)
  expect(told("/b")).toBe("mine")
  await shop.run(["run"], { TRACEPARENT: "theirs" })
  const untraced = web.requests.filter(({ path }) => path === "/a").at(-1)
  expect(untraced?.headers).not.toHaveProperty("traceparent")
})

it("joins the trace of its surroundings from every shard, and aggregate adds the run's span", async () => {
  const { spans, env } = await collector()
  const traceId = "0af7651916cd43dd8448eb211c80319c"
  const around = { ...env, TRACEPARENT: `00-${traceId}-b7ad6b7169203331-01` }
  const shop = project()
  await shop.run(["plan", "--shards", "2", "-o", "plan.json"])
  for (const shard of ["1", "2"]) {
    await shop.run(["run", "--plan", "plan.json", "--shard", shard, "--out", `s${shard}`], around)
  }
  expect(named(spans, "RUN shop")).toEqual([])
  await shop.run(["aggregate", "s1", "s2", "--plan", "plan.json"], around)
  const [run, ...more] = named(spans, "RUN shop")
  expect(more).toEqual([])
  expect(run?.parent).toBe("b7ad6b7169203331")
  expect(spans.every((span) => span.traceId === traceId)).toBe(true)
  expect(treeOf(spans)).toContain("RUN shop > shard 1 of 2")
  expect(treeOf(spans)).toContain("RUN shop > shard 2 of 2")
  expect(spans.filter(({ parent }) => parent === "b7ad6b7169203331")).toEqual([run])
})

it("sends nothing of a trace that its surroundings do not keep, and tells children so", async () => {
  const { spans, env } = await collector()
  const shop = project()
  const traceId = "0af7651916cd43dd8448eb211c80319c"
  const around = { ...env, TRACEPARENT: `00-${traceId}-b7ad6b7169203331-00` }
  expect((await shop.run(["run"], around)).stderr).toMatch(VERDICT)
  expect(spans).toEqual([])
  expect(shop.read("good.1.txt")).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-[\da-f]{16}-00\n$/u)
})

it.each([
  ["answers 500", (response: ServerResponse) => void response.writeHead(500).end(), "answered 500"],
  ["never answers", () => {}, "o answer within 2 s|timed out"],
] as const)("says in one line that a collector %s; the verdict stays", async (_, answer, words) => {
  const { env } = await collector(answer)
  const shop = project()
  const ran = await shop.run(["run"], env)
  expect(ran.stderr).toMatch(VERDICT)
  expect(ran.stderr).toMatch(
    new RegExp(`\nthe trace of this run was not sent: .*(${words})\n`, "u"),
  )
  expect(ran.exitCode).toBe(1)
})

it("says in one line how to install the package; the verdict stays", async () => {
  const shop = new Project({ "smoke.yml": SUITE })
  // Without what lies beside the command of the other tests.
  const filter = (path: string) => basename(path) !== "node_modules"
  cpSync(dirname(COMMAND), join(shop.root, "tool"), { recursive: true, filter })
  const text = 'OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9 exec "$1" tool/cli.mjs "${@:3}"'
  const ran = await shop.startBy(text, ["run"]).ended
  expect(ran.stderr).toContain(
    "\nthe trace of this run was not sent: this needs a package: npm install --save-dev @opentelemetry/exporter-trace-otlp-proto\n",
  )
  expect(ran.stderr).toMatch(VERDICT)
})

it("leaves TRACEPARENT alone where no collector is named", async () => {
  const shop = project()
  await shop.run(["run"], { TRACEPARENT: "theirs" })
  expect(shop.read("good.1.txt")).toBe("theirs\n")
})
