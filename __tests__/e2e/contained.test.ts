/**
 * Scenarios that run in a container, by podman and by docker's command line.
 */
import { execFileSync } from "node:child_process"
import { chmodSync, chownSync, existsSync, statSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { describeLayer } from "../__rig__/layers.ts"
import {
  DOCKER,
  IMAGE,
  makeImage,
  PODMAN,
  podman,
  podmanEnvironment,
  podmanSocket,
} from "../__rig__/podman.ts"
import { programsFolder } from "../__rig__/programs-folder.ts"
import { COMMAND, Project } from "../__rig__/project.ts"

const DEFAULTS = `defaults: { container: "${IMAGE}", shell: sh }`

/** One container serves what it has loaded from another; commands of the first run outside. */
const NESTED = `
fixtures:
  store:
    stop-timeout: 1s
    container: { image: "${IMAGE}", command: httpd -f -p 80 -h /www, volumes: ./www:/www, ports: [80] }
    outputs: { STORE_URL: "http://\${{ fixture.host }}:\${{ fixture.ports['80'] }}" }
  shop:
    stop-timeout: 1s
    fixtures: [store]
    container:
      image: ${IMAGE}
      env: { UPSTREAM: "\${{ fixtures.store.host }}:\${{ fixtures.store.ports['80'] }}" }
      command:
        - sh
        - -c
        - test "http://$UPSTREAM" = "$STORE_URL" && wget -qO /tmp/index.html "$STORE_URL/" && httpd -f -p 80 -h /tmp
      ports: [80]
    health: curl -sf "$STORE_URL/"
scenarios:
  a: { run: 'curl -sf "http://127.0.0.1:$SMOKE_FIXTURE_SHOP_80/" | grep hello', fixtures: [shop] }
`

describeLayer(PODMAN, () => {
  const env = podmanEnvironment()
  beforeAll(() => {
    makeImage(env)
  })

  it("a command has workspace, attempt folders, variables and outputs as outside", async () => {
    const project = new Project({
      "web/in": "from the workspace",
      "smoke.yml": `
${DEFAULTS}
scenarios:
  a:
    working-directory: web
    args: [one, "two words"]
    env: { FOO: "a b" }
    artifacts: { paths: [made] }
    run: |
      test "$(pwd)" = "$GITHUB_WORKSPACE/web" && test "$2" = "two words" && test "$FOO" = "a b"
      cat in > made
      test -d "$SMOKE_CACHE_DIR" && echo kept > "$SMOKE_TMP/kept"
      test -z "$OUTSIDE" && test ! -e /etc/hostname.outside
      echo "answer=42" >> "$SMOKE_OUTPUT"
      echo "inside $(cat /proc/1/comm)" >&2
  b: { needs: [a], run: "test \${{ needs.a.outputs.answer }} = 42", container: false }
`,
    })
    const GITHUB_WORKSPACE = project.root
    const ran = await project.run(["run", "--out", "run"], {
      ...env,
      OUTSIDE: "1",
      GITHUB_WORKSPACE,
    })
    expect(ran.stderr + ran.stdout).toContain("2 of 2 passed")
    expect(project.read("web/made")).toBe("from the workspace")
    expect(project.read("run/artifacts/a.1/made")).toBe("from the workspace")
    expect(project.read("run/logs/a.1.log")).toBe("inside sh\n")
  })

  it("gets its own signal at a timeout, before TERM", async () => {
    const project = new Project({
      "smoke.yml": `
${DEFAULTS}
scenarios:
  a:
    run: |
      trap 'echo dumped; exit 3' USR1
      touch up
      while :; do sleep 0.1; done
    timeout: 15s
    timeout-signal: SIGUSR1
    on-timeout: test -e up && kill -0 "$SMOKE_PID" && echo beside
`,
    })
    const ran = await project.run(["run", "--out", "run"], { ...env })
    expect(ran.exitCode).toBe(1)
    expect(project.results("run/results.json").scenarios[0]?.attempts[0]).toMatchObject({
      ...{ cause: "timeout", exitCode: 3 },
    })
    expect(project.read("run/logs/a.1.log")).toMatch(/\nbeside\n[\s\S]*\ndumped\n/u)
  })

  it("reaches a fixture by the address that it has outside", async () => {
    const project = new Project({
      "www/index.html": "hello",
      "smoke.yml": `
${DEFAULTS}
fixtures:
  web:
    stop-timeout: 1s
    container: { image: "${IMAGE}", command: httpd -f -p 80 -h /www, volumes: ./www:/www, ports: [80] }
    outputs: { WEB: "http://\${{ fixture.host }}:\${{ fixture.ports['80'] }}" }
scenarios:
  in: { run: 'wget -qO- "$WEB/" | grep hello', fixtures: [web] }
  out: { run: 'curl -sf "$WEB/" | grep hello', fixtures: [web], container: false }
`,
    })
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.stderr + ran.stdout).toContain("2 of 2 passed")
  })

  it("a container that leases another one reaches it by an address of its own", async () => {
    const project = new Project({ "www/index.html": "hello", "smoke.yml": NESTED })
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.stderr + ran.stdout).toContain("1 of 1 passed")
  })

  it("ends as outside: exit codes, one TERM, KILL after the grace, limits", async () => {
    const project = new Project({
      "smoke.yml": `
${DEFAULTS}
scenarios:
  code: { run: "exit 7" }
  engine-code: { run: "exit 125" }
  skip: { run: "exit 77" }
  term: { run: "trap 'echo term >> terms; exit 5' TERM; sleep 60 & wait", timeout: 2s }
  child:
    timeout: 2s
    run: sh -c "trap 'sleep 0.5; echo child >> children; exit 0' TERM; sleep 60 & wait"; true
  deaf: { run: "trap '' TERM; while :; do sleep 1; done", timeout: 1s }
  memory: { run: "x=aaaaaaaaaaaaaaaa; while [ \${#x} -lt 60000000 ]; do x=$x$x; done; sleep 9", limits: { memory: 20Mi } }
  own-memory:
    container: { image: "${IMAGE}", memory: 20Mi }
    run: "x=aaaaaaaaaaaaaaaa; while [ \${#x} -lt 60000000 ]; do x=$x$x; done"
  cpu: { run: "while :; do :; done", limits: { cpu-time: 1s } }
  output: { run: "yes", limits: { output: 1Mi } }
`,
    })
    const ran = await project.run(["run", "--out", "run", "-c", "2"], env)
    expect(ran.exitCode, ran.stderr).toBe(1)
    const { run, scenarios } = project.results("run/results.json")
    expect(Object.fromEntries(scenarios.map(({ id, cause }) => [id, cause]))).toEqual({
      code: "exit-code",
      "engine-code": "exit-code",
      skip: null,
      term: "timeout",
      child: "timeout",
      deaf: "timeout",
      memory: "memory-limit",
      "own-memory": "memory-limit",
      cpu: "cpu-limit",
      output: "output-limit",
    })
    expect(project.read("terms")).toBe("term\n")
    expect(project.read("children")).toBe("child\n")
    const [deaf] = scenarios.find(({ id }) => id === "deaf")?.attempts ?? []
    expect(deaf?.durationSeconds).toBeGreaterThan(4.5)
    // The client of podman alone would be 30 MB.
    const [cpu] = scenarios.find(({ id }) => id === "cpu")?.attempts ?? []
    expect(cpu?.peakMemoryBytes).toBeLessThan(8e6)
    expect(cpu?.cpuSeconds).toBeGreaterThan(0.9)
    expect(podman(env, "ps", "-aq", "--filter", `label=smoke-run-id=${run.id}`)).toBe("")
  })

  it("what cannot be started fails by `spawn`, with the reason", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  none: { run: "true", container: { image: "localhost/none:1", pull: never } }
  shell: { run: "true", container: { image: "${IMAGE}", options: "--entrypoint /none" } }
  option: { run: "true", container: { image: "${IMAGE}", options: "--no-such-option" } }
`,
    })
    await project.run(["run", "--out", "run"], env)
    const { scenarios } = project.results("run/results.json")
    const byId = Object.fromEntries(scenarios.map((one) => [one.id, one]))
    expect(byId["none"]).toMatchObject({ cause: "spawn" })
    expect(byId["none"]?.message).toContain("localhost/none:1 is not on this machine")
    expect(byId["option"]).toMatchObject({ cause: "spawn" })
    expect(byId["option"]?.message).toContain("no-such-option")
  })
})

describeLayer(DOCKER, () => {
  const env = podmanEnvironment()
  let socket: Awaited<ReturnType<typeof podmanSocket>>
  beforeAll(async () => {
    makeImage(env)
    socket = await podmanSocket(env)
  })
  afterAll(() => {
    socket.end()
  })

  it.runIf(process.getuid?.() === 0)(
    "what is written belongs to the user, and what root leaves is removed",
    () => {
      const project = new Project({
        "smoke.yml": `
${DEFAULTS}
scenarios:
  a: { run: 'echo x > made; echo y > "$HOME/file"' }
  b:
    container: { image: "${IMAGE}", options: --user 0 }
    run: 'mkdir -p "$SMOKE_TMP/dir"; echo x > "$SMOKE_TMP/dir/file"; chmod 700 "$SMOKE_TMP/dir"; echo "$SMOKE_TMP" > tmp'
`,
      })
      const path = socket.DOCKER_HOST.replace("unix://", "")
      chmodSync(path, 0o666)
      for (const folder of [dirname(path), dirname(COMMAND)]) chmodSync(folder, 0o755)
      chownSync(project.root, 1234, 1234)
      const words = ["--reuid=1234", "--regid=1234", "--clear-groups", process.execPath, COMMAND]
      execFileSync("setpriv", [...words, "run", "--out", "run"], {
        cwd: project.root,
        encoding: "utf8",
        stdio: "pipe",
        env: {
          ...{ PATH: process.env["PATH"], HOME: project.root },
          DOCKER_HOST: socket.DOCKER_HOST,
        },
      })
      expect(statSync(join(project.root, "made")).uid).toBe(1234)
      expect(existsSync(project.read("tmp").trim())).toBe(false)
    },
  )

  it("a container that leases another one reaches it by an address of its own", async () => {
    const project = new Project({ "www/index.html": "hello", "smoke.yml": NESTED })
    const { DOCKER_HOST } = socket
    const ran = await project.run(["run", "--out", "run"], { DOCKER_HOST })
    expect(ran.stderr + ran.stdout).toContain("1 of 1 passed")
  })

  it("a daemon that goes in the middle fails what runs as infrastructure trouble", async () => {
    const own = await podmanSocket(env)
    const project = new Project({
      "smoke.yml": `
${DEFAULTS}
fixtures:
  web: { container: { image: "${IMAGE}", command: sleep 300 }, stop-timeout: 1s }
scenarios:
  a: { run: "echo begun > begun; sleep 60" }
  b: { run: "echo begun > begun2; sleep 60", container: false, fixtures: [web], timeout: 5s }
`,
    })
    const { DOCKER_HOST } = own
    const running = project.start(["run", "--out", "run", "-c", "2"], { DOCKER_HOST })
    await Promise.all([project.appears("begun"), project.appears("begun2")])
    own.end()
    await running.ended
    const { scenarios } = project.results("run/results.json")
    const byId = Object.fromEntries(scenarios.map((one) => [one.id, one]))
    expect(byId["a"]).toMatchObject({ verdict: "failed", cause: "spawn" })
    expect(byId["b"]).toMatchObject({ verdict: "failed", cause: "fixture" })
  })
})

describe.runIf(process.platform === "linux")("without an engine", () => {
  it("a scenario with a container fails by `spawn`, or is skipped where it requires one", async () => {
    const project = new Project({
      "smoke.yml": `
scenarios:
  a: { run: "true", container: alpine }
  b: { run: "true", container: alpine, requires: [docker] }
`,
    })
    const ran = await project.run(["run", "--out", "run"], { PATH: programsFolder({}) })
    expect(ran.exitCode).toBe(1)
    const [a, b] = project.results("run/results.json").scenarios
    expect(a).toMatchObject({ verdict: "failed", cause: "spawn" })
    expect(a?.message).toContain("start docker, or install podman")
    expect(b).toMatchObject({ verdict: "skipped", reason: "missing-capability" })
  })
})
