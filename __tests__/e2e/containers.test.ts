/**
 * Containers of fixtures through the real CLI and podman, and what goes wrong with them.
 */
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { nodeEngines } from "../../src/adapters/node/machine/engines.ts"
import { imageRegistry } from "../__rig__/image-registry.ts"
import { describeLayer } from "../__rig__/layers.ts"
import { IMAGE, makeImage, PODMAN, podman, podmanEnvironment } from "../__rig__/podman.ts"
import { programsFolder } from "../__rig__/programs-folder.ts"
import { Project } from "../__rig__/project.ts"

const WEB = `
  web:
    stop-timeout: 1s
    container:
      image: ${IMAGE}
      command: httpd -f -v -p 80 -h /www
      volumes: ["./www:/www:ro"]
      ports: [80]
      memory: 64Mi
`

describeLayer(PODMAN, () => {
  const env = podmanEnvironment()
  beforeAll(() => {
    makeImage(env)
  })

  const left = (runId: string) =>
    podman(env, "ps", "-aq", "--filter", `label=smoke-run-id=${runId}`)

  it("a service has ports, volumes, labels and a log, and is gone at the end", async () => {
    const project = new Project({
      "www/index.html": "hello from inside",
      "smoke.yml": `
fixtures:${WEB}
    outputs: { WEB_URL: "http://\${{ fixture.host }}:\${{ fixture.ports['80'] }}" }
    health: 'test "$("$SMOKE_CONTAINER_ENGINE" exec "$SMOKE_CONTAINER" cat /www/index.html)" = "hello from inside"'
scenarios:
  a:
    fixtures: [web]
    run: |
      test "$WEB_URL" = "http://127.0.0.1:$SMOKE_FIXTURE_WEB_80"
      curl -sf "$WEB_URL/" | tee page
      podman ps --filter "label=smoke-run-id=$SMOKE_RUN_ID" --format '{{.Labels}}' > labels
  b: { run: "curl -sf http://\${{ fixtures.web.host }}:\${{ fixtures.web.ports['80'] }}/", fixtures: [web] }
`,
    })
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.stderr + ran.stdout).toContain("2 of 2 passed")
    expect(project.read("page")).toBe("hello from inside")
    expect(project.read("labels")).toMatch(/smoke-fixture:web.*smoke-instance:1.*smoke-shard:1/u)
    expect(project.read("run/logs/fixtures/web.1.log")).toContain("response:200")
    const { run, fixtures } = project.results("run/results.json")
    expect(fixtures).toMatchObject([{ name: "web", created: 1, leases: 2 }])
    expect(left(run.id)).toBe("")
  })

  it("is ready when its health check says so, else when its ports listen inside", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  checked:
    container:
      image: ${IMAGE}
      command: [sh, -c, "trap 'exit 0' TERM; sleep 1; touch /tmp/up; sleep 60 & wait"]
      options: --health-cmd "test -e /tmp/up"
  late:
    container:
      image: ${IMAGE}
      entrypoint: sh
      command: [-c, "trap 'exit 0' TERM; sleep 1; httpd -p 80; sleep 60 & wait"]
      ports: [80]
scenarios:
  a:
    fixtures: [checked, late]
    run: 'curl -s -o /dev/null "http://127.0.0.1:$SMOKE_FIXTURE_LATE_80/"'
`,
    })
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.stderr + ran.stdout).toContain("1 of 1 passed")
    const { fixtures } = project.results("run/results.json")
    for (const { meanStartSeconds } of fixtures) expect(meanStartSeconds).toBeGreaterThan(1)
  })

  it("an image that is missing fails what waits, and a container that ends says why", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures:
  none: { container: { image: "localhost/none:1", pull: never } }
  broken: { container: { image: "${IMAGE}", command: "sh -c 'echo no config; exit 3'", ports: [80] } }
scenarios:
  a: { run: "true", fixtures: [none] }
  b: { run: "true", fixtures: [broken] }
  c: { run: "true" }
`,
    })
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.exitCode).toBe(1)
    const [a, b, c] = project.results("run/results.json").scenarios
    expect(a).toMatchObject({ verdict: "failed", cause: "fixture" })
    expect(a?.message).toContain("the image localhost/none:1 is not on this machine")
    expect(b).toMatchObject({ verdict: "failed", cause: "fixture" })
    expect(b?.message).toContain("exit code 3: no config")
    expect(c).toMatchObject({ verdict: "passed" })
  })

  it("a pull that hangs ends with the time of the start", async () => {
    const silent = await listening()
    const { port } = silent.address() as { port: number }
    const project = new Project({
      "smoke.yml": `
fixtures:
  db: { container: "127.0.0.1:${port}/postgres:16", start-timeout: 2s }
scenarios:
  a: { run: "true", fixtures: [db] }
`,
    })
    const begunAt = performance.now()
    const ran = await project.run(["run", "--out", "run"], env)
    silent.close()
    expect(performance.now() - begunAt).toBeLessThan(10_000)
    expect(ran.stderr).toContain(`pulling 127.0.0.1:${port}/postgres:16`)
    const [a] = project.results("run/results.json").scenarios
    expect(a).toMatchObject({ verdict: "failed", cause: "fixture" })
    expect(a?.message).toContain(`127.0.0.1:${port}/postgres:16 was not pulled within 2.0s`)
  })

  it("credentials are for the registry alone; without values the pull is anonymous", async () => {
    const password = "pa55-w0rd-of-the-registry"
    const registry = await imageRegistry(IMAGE, { name: "me", password }, env)
    const project = new Project({
      podman: `#!/bin/bash\necho "$@" >> "${tmpdir()}/\${RIG_WORDS:-words}"; PATH=\${PATH#*:} exec podman "$@"\n`,
      "registries.conf": `[[registry]]\nlocation = "${registry.host}"\ninsecure = true\n`,
      "smoke.yml": `
defaults: { shell: sh }
fixtures:
  secret:
    container:
      image: ${registry.host}/private/box:1
      command: sleep 60
      credentials: { username: "\${{ env.REGISTRY_USER }}", password: "\${{ env.REGISTRY_PASSWORD }}" }
    stop-timeout: 1s
  open:
    container:
      image: ${registry.host}/public/box:1
      command: sleep 60
      credentials: { username: "\${{ env.NONE }}", password: "\${{ env.NONE }}" }
    stop-timeout: 1s
  refused:
    container:
      image: ${registry.host}/private/box:2
      credentials: { username: me, password: "\${{ env.REGISTRY_USER }}" }
scenarios:
  a: { run: "true", fixtures: [secret, open] }
  b: { run: "true", fixtures: [refused] }
`,
    })
    const words = `words-${process.pid}`
    const ran = await project.run(["run", "--out", "run"], {
      ...{ ...env, PATH: `${project.root}:${process.env["PATH"]}`, RIG_WORDS: words },
      ...{ REGISTRY_USER: "me", REGISTRY_PASSWORD: password, NONE: "" },
      CONTAINERS_REGISTRIES_CONF: join(project.root, "registries.conf"),
    })
    registry.end()
    podman(env, "rmi", "--force", `${registry.host}/private/box:1`, `${registry.host}/public/box:1`)
    const [a, b] = project.results("run/results.json").scenarios
    expect(a, ran.stderr).toMatchObject({ verdict: "passed" })
    expect(b).toMatchObject({ verdict: "failed", cause: "fixture" })
    expect(b?.message).toMatch(/login.*(?:invalid username|unauthorized)/u)
    expect(registry.asked).toContain("password /v2/private/box/manifests/1")
    expect(registry.asked).toContain("anonymous /v2/public/box/manifests/1")
    const called = readFileSync(join(tmpdir(), words), "utf8")
    rmSync(join(tmpdir(), words))
    expect(called).toContain(`login --username me --password-stdin ${registry.host}`)
    expect(called).not.toContain(password)
    const grep = spawnSync("grep", ["-rl", password, project.root])
    expect(String(grep.stdout)).toBe("")
  })

  it("an instance that is killed costs its scenario no attempt", async () => {
    const project = new Project({
      "www/index.html": "hello",
      "smoke.yml": `
fixtures:${WEB}
scenarios:
  a:
    fixtures: [web]
    run: |
      test -e once && exit 0
      touch once
      podman kill $(podman ps -q --filter "label=smoke-run-id=$SMOKE_RUN_ID")
      exit 1
`,
    })
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.exitCode).toBe(0)
    const { run, fixtures } = project.results("run/results.json")
    expect(fixtures).toMatchObject([{ created: 2, evictions: 1 }])
    expect(left(run.id)).toBe("")
  })

  it("is removed when the run is cancelled", async () => {
    const project = new Project({
      "www/index.html": "hello",
      "smoke.yml": `
fixtures:${WEB}
scenarios:
  a: { run: "echo begun > begun; sleep 60", fixtures: [web] }
`,
    })
    const running = project.start(["run", "--out", "run"], env)
    await project.appears("begun")
    running.process.kill("SIGINT")
    expect((await running.ended).exitCode).toBe(130)
    expect(left(project.results("run/results.json").run.id)).toBe("")
  })

  it("nothing is left of a killed engine, and nothing of another is touched", async () => {
    const other = podman(env, ...ours(nodeEngines.self), IMAGE, "sleep", "100").trim()
    const dead = podman(
      env,
      ...ours(nodeEngines.self.replace(/\d+\/\d+$/u, "999999/1")),
      IMAGE,
      "sleep",
      "100",
    )
    const project = new Project({
      "www/index.html": "hello",
      "smoke.yml": `
fixtures:${WEB}
scenarios:
  a: { run: "echo begun > begun; sleep 60", fixtures: [web] }
  b: { run: "echo begun > contained; trap '' TERM; sleep 60", shell: sh, container: ${IMAGE} }
`,
    })
    const running = project.start(["run", "--out", "run", "-c", "2"], env)
    await Promise.all([project.appears("begun"), project.appears("contained")])
    const all = podman(env, "ps", "-aq", "--no-trunc")
    expect(all).toContain(other)
    expect(all).not.toContain(dead.trim())
    const [, runId = ""] = /"runId":"([^"]+)"/u.exec(project.read("run/journal.ndjson")) ?? []
    expect(left(runId).trim().split("\n")).toHaveLength(2)
    running.process.kill("SIGKILL")
    await running.ended
    const begunAt = performance.now()
    while (left(runId) !== "" && performance.now() - begunAt < 12_000) {
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect(left(runId)).toBe("")
    expect(performance.now() - begunAt).toBeLessThan(10_000)
    expect(podman(env, "ps", "-q", "--no-trunc")).toContain(other)
    podman(env, "rm", "-f", "-t", "0", other)
  })
})

describe.runIf(process.platform === "linux")("without an engine", () => {
  it("what needs a container fails with what to do, and nothing else", async () => {
    const project = new Project({
      "smoke.yml": `
fixtures: { db: { container: postgres } }
scenarios:
  a: { run: "true", fixtures: [db] }
  b: { run: "true", fixtures: [db], requires: [docker] }
  c: { run: "true" }
`,
    })
    const ran = await project.run(["run", "--out", "run"], { PATH: programsFolder({}) })
    expect(ran.exitCode).toBe(1)
    const [a, c, b] = project.results("run/results.json").scenarios
    expect(a).toMatchObject({ verdict: "failed", cause: "fixture" })
    expect(a?.message).toContain("start docker, or install podman")
    expect(b).toMatchObject({ verdict: "skipped", reason: "missing-capability" })
    expect(c).toMatchObject({ verdict: "passed" })
  })
})

/** A container as an engine of that name starts one. */
function ours(engine: string): string[] {
  return ["run", "--detach", "--rm", "--label", `smoke-engine=${engine}`]
}

/** A server that accepts and never answers. */
function listening(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, "127.0.0.1", () => {
      resolve(server)
    })
  })
}
