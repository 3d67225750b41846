/**
 * examples/services with images of Debian's PostgreSQL and Redis, which start as the official ones do.
 */
import { cpSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it } from "vitest"
import { DEBIAN_IMAGES, debianStore, makeServices } from "../__rig__/debian-images.ts"
import { describeLayer } from "../__rig__/layers.ts"
import { podman } from "../__rig__/podman.ts"
import { Project } from "../__rig__/project.ts"

const EXAMPLE = fileURLToPath(new URL("../../examples/services", import.meta.url))

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
    cpSync(EXAMPLE, project.root, { recursive: true })
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
})
