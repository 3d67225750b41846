/**
 * What containers must keep, by docker's own daemon and its proxy, which accepts connections before the service
 * behind it listens. All else is tried with podman.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nodeContainers } from "../../src/adapters/node/containers/find-engine.ts"
import { DOCKER_DAEMON, type DockerDaemon, dockerDaemon } from "../__rig__/docker-daemon.ts"
import { describeLayer } from "../__rig__/layers.ts"
import { IMAGE } from "../__rig__/podman.ts"
import { Project } from "../__rig__/project.ts"
import { describeContainers } from "../ports/containers.contract.ts"

const SERVE = "trap 'exit 0' TERM; sleep 1.5; httpd -p 80 -h /www; while sleep 0.1; do :; done"

describeLayer(DOCKER_DAEMON, (dockerd) => {
  describeContainers("docker daemon", async () => {
    const { env, docker, end } = await dockerDaemon(dockerd)
    return {
      ...{ containers: nodeContainers, image: IMAGE, end },
      env: { HOME: "/root", ...env },
      start: (name, labels) => {
        const marks = Object.entries(labels).flatMap(([key, value]) => [
          "--label",
          `${key}=${value}`,
        ])
        const words = ["--rm", "--detach", "--name", name, ...marks, "--health-cmd", "true"]
        const serve = "trap 'exit 0' TERM; httpd -p 80; while sleep 0.1; do :; done"
        docker("run", ...words, IMAGE, "sh", "-c", serve)
      },
    }
  })

  describe("a run", () => {
    let daemon: DockerDaemon
    beforeAll(async () => {
      daemon = await dockerDaemon(dockerd)
    })
    afterAll(() => daemon.end())

    const suite = (scenarios: string) => `
fixtures:
  web:
    container:
      image: ${IMAGE}
      entrypoint: sh
      command: [-c, "${SERVE}"]
      volumes: ["./www:/www:ro"]
      ports: [80]
      memory: 64Mi
    reset: '"$SMOKE_CONTAINER_ENGINE" exec "$SMOKE_CONTAINER" true && echo "$SMOKE_CONTAINER_ENGINE" >> resets'
    leases: 1
    outputs: { WEB_URL: "http://\${{ fixture.host }}:\${{ fixture.ports['80'] }}" }
scenarios:
${scenarios}
`
    const left = () => daemon.docker("ps", "--all", "--quiet", "--filter", "label=smoke-run-id")

    it("waits for the service behind the proxy, which scenarios reach inside and outside", async () => {
      const project = new Project({
        "www/index.html": "hello",
        "smoke.yml": suite(`
  out: { run: 'curl -sf "$WEB_URL/" | grep hello', fixtures: [web] }
  in: { run: 'wget -qO- "$WEB_URL/" | grep hello; echo x > made', fixtures: [web], container: "${IMAGE}", shell: sh }
  big: { run: "x=aaaaaaaaaaaaaaaa; while [ \${#x} -lt 60000000 ]; do x=$x$x; done", container: { image: "${IMAGE}", memory: 20Mi }, shell: sh }
`),
      })
      const ran = await project.run(["run", "--out", "run"], { ...daemon.env })
      const { scenarios, fixtures } = project.results("run/results.json")
      expect(
        scenarios.map(({ id, verdict, cause }) => [id, verdict, cause]),
        ran.stderr,
      ).toEqual([
        ["out", "passed", null],
        ["in", "passed", null],
        ["big", "failed", "memory-limit"],
      ])
      expect(fixtures).toMatchObject([{ name: "web", created: 1, leases: 2, failures: 0 }])
      expect(fixtures[0]?.meanStartSeconds).toBeGreaterThan(1.5)
      expect(project.read("resets")).toBe("docker\n")
      expect(left()).toBe("")
    })

    it("that is killed leaves no container", async () => {
      const project = new Project({
        "www/index.html": "hello",
        "smoke.yml": suite(`
  a: { run: "echo begun > begun; sleep 300", fixtures: [web] }
  b: { run: "echo begun > contained; trap '' TERM; sleep 300", shell: sh, container: "${IMAGE}" }
`),
      })
      const running = project.start(["run", "--out", "run", "-c", "2"], { ...daemon.env })
      await Promise.all([project.appears("begun", 60_000), project.appears("contained", 60_000)])
      expect(left().trim().split("\n")).toHaveLength(2)
      running.process.kill("SIGKILL")
      await running.ended
      await expect.poll(left, { timeout: 60_000 }).toBe("")
    })
  })
})
