/**
 * What needs images with more than busybox, made of Debian's packages: examples/services with PostgreSQL and
 * Redis, which start as the official ones do, and the image of the command itself.
 */
import { execFileSync } from "node:child_process"
import { cpSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { DEBIAN_IMAGES, debianStore, makeNode, makeServices } from "../__rig__/debian-images.ts"
import { describeLayer } from "../__rig__/layers.ts"
import { podman } from "../__rig__/podman.ts"
import { Project } from "../__rig__/project.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))
const SERVICES = `${ROOT}/examples/services`
const MINIMAL = `${ROOT}/examples/minimal`

/** The image of the command. */
const COMMAND_IMAGE = "localhost/smoke-test-command:1"

/** Ends with 0 unless a process of the container waits to be reaped. */
const NO_ZOMBIE = `! grep -H "^State:.Z" /proc/[0-9]*/status 2>/dev/null`

describeLayer(DEBIAN_IMAGES, () => {
  let store: ReturnType<typeof debianStore>
  beforeAll(() => {
    store = debianStore()
    makeServices(store.env)
  }, 600_000)
  afterAll(() => {
    store.remove()
  })

  it("all scenarios use one PostgreSQL with its schema, each an empty Redis, and no container is left", async () => {
    const project = new Project({})
    cpSync(SERVICES, project.root, { recursive: true })
    const ran = await project.run(["run", "--out", "run", "-c", "3"], { ...store.env })
    expect(ran.stderr + ran.stdout).toContain("7 of 7 passed")
    const { fixtures } = project.results("run/results.json")
    expect(fixtures).toMatchObject([
      { name: "postgres", created: 1, leases: 3, failures: 0, evictions: 0 },
      { name: "redis", leases: 5, failures: 0, evictions: 0 },
    ])
    expect(fixtures[1]?.created).toBeLessThanOrEqual(2)
    expect(podman(store.env, "ps", "--all", "--quiet")).toBe("")
    expect(project.survivors()).toEqual([])
  })

  describe("the command in an image", () => {
    beforeAll(() => {
      const base = makeNode(store.env)
      const words = ["--quiet", "--pull=never", "--build-arg", `BASE=${base}`]
      podman(store.env, "build", ...words, "--tag", COMMAND_IMAGE, ROOT)
    })

    /** Runs the command on a project as the user of the image. */
    const run = ({ root }: Project, ...words: string[]) => {
      const isRoot = process.getuid?.() === 0
      if (isRoot) execFileSync("chown", ["-R", "1000:1000", root])
      const as = isRoot ? [] : ["--userns=keep-id:uid=1000,gid=1000"]
      const place = ["--network=none", "--volume", `${root}:/work`, COMMAND_IMAGE]
      return podman(store.env, "run", "--rm", ...as, ...place, ...words)
    }

    it("runs a suite as a user who is not root", () => {
      const project = new Project({})
      cpSync(MINIMAL, project.root, { recursive: true })
      run(project, "run", "--out", "run")
      const { summary } = project.results("run/results.json")
      expect(summary).toMatchObject({ total: 3, exitCode: 0, conclusion: "success" })
    })

    it("leaves no zombie, although it is process 1 there", () => {
      const project = new Project({
        "smoke.yml": `
scenarios:
  orphans:
    run: |
      test "$(id -u)" = 1000 && tr '\\0' ' ' < /proc/1/cmdline | grep parallel-smoke
      for n in 1 2 3; do (setsid sleep 0.2 & exec true) & done
      wait
      setsid --fork sleep 300
  after: { needs: [orphans], run: 'sleep 1; ${NO_ZOMBIE}' }
`,
      })
      run(project, "run", "--out", "run")
      const { scenarios } = project.results("run/results.json")
      expect(scenarios.map(({ id, verdict }) => [id, verdict])).toEqual([
        ["orphans", "passed"],
        ["after", "passed"],
      ])
    })
  })
})
