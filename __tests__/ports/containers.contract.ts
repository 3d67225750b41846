/**
 * What every engine of containers keeps.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ContainerEngine, Containers } from "../../src/ports/containers.ts"

/** What a container of these tests is: it listens on port 80, and its health check is `true`. */
export interface ContractWorld {
  readonly containers: Containers
  readonly env: Readonly<Record<string, string>>
  /** An image that is there. */
  readonly image: string
  readonly start: (name: string, labels: Readonly<Record<string, string>>) => void
  readonly end?: () => void | Promise<void>
}

export function describeContainers(name: string, make: () => Promise<ContractWorld>): void {
  describe(`containers: ${name}`, () => {
    let world: ContractWorld
    let engine: ContainerEngine
    const { signal } = new AbortController()
    const mark = `smoke-contract-${process.pid}`
    const [one, two, three] = [`${mark}-1`, `${mark}-2`, `${mark}-3`]
    beforeAll(async () => {
      world = await make()
      const found = await world.containers.find({ cwd: "/", env: world.env, signal })
      if (!found.ok) throw new Error(found.error)
      engine = found.value
    })
    afterAll(async () => {
      await engine.remove([one, two, three])
      await world.end?.()
    })

    it("know their images, and say why one cannot be had", async () => {
      expect(await engine.hasImage(world.image)).toBe(true)
      expect(await engine.hasImage("localhost:1/none:1")).toBe(false)
      const by = { credentials: null, temporary: "/tmp/none", signal }
      const pulled = await engine.pull("localhost:1/none:1", by)
      expect(pulled).toEqual({ ok: false, error: expect.stringContaining("pull: ") })
    })

    it("look into one that runs, and end it", async () => {
      expect(await engine.look(one)).toBeNull()
      world.start(one, { "smoke-contract": mark })
      const found = await engine.look(one)
      expect(found?.address).toMatch(/^\d+(?:\.\d+){3}$/u)
      expect(found?.listening()?.has(80)).toBe(true)
      expect(found?.usage()?.memoryBytes).toBeGreaterThan(10_000)
      expect(await engine.exec(one, found?.health ?? [], signal)).toEqual({ ok: true })
      const failed = await engine.exec(one, ["false"], signal)
      expect(failed).toEqual({ ok: false, error: expect.stringContaining("exit code 1") })
      expect(await engine.signal(one, "SIGTERM")).toBe(true)
      await until(async () => (await engine.look(one)) === null)
      expect(await engine.signal(`${mark}-none`, "SIGTERM")).toBe(false)
      expect(await engine.stop(`${mark}-none`, 1_000)).toBe(false)
    })

    it("find containers by a label, and remove them", async () => {
      world.start(three, { "smoke-contract": mark, "smoke-engine": "here/1/2" })
      world.start(two, { "smoke-contract": "another" })
      const found = await engine.labelled(`smoke-contract=${mark}`)
      expect(found).toMatchObject([{ labels: { "smoke-engine": "here/1/2" } }])
      expect(await engine.labelled("smoke-contract=nobody")).toEqual([])
      expect(await engine.remove(found.map((each) => each.name))).toEqual({ ok: true })
      expect(await engine.look(three)).toBeNull()
      expect(await engine.look(two)).not.toBeNull()
      expect(await engine.stop(two, 1_000)).toBe(true)
      expect(await engine.remove([three, two])).toEqual({ ok: true })
    })
  })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await holds()) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
