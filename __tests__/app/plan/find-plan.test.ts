import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles, sha256Text } from "../../../src/adapters/node/files/files.ts"
import { awaitPlan, findPlan } from "../../../src/app/plan/plan-artifact.ts"
import { digestOf } from "../../../src/app/plan/plan-run.ts"
import type { Plan } from "../../../src/formats/plan.ts"
import { planJsonPieces } from "../../../src/plan/plan-json.ts"
import type { ArtifactProblemReason, ArtifactStore } from "../../../src/ports/artifacts.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { type MemoryArtifacts, memoryArtifacts } from "../../__rig__/fakes/memory-artifacts.ts"

function planOf(id: string, suite = "shop"): Plan {
  const plan = buildPlan({ shards: [[id]], suite })
  return { ...plan, digest: digestOf(plan, sha256Text) }
}

const OLD = planOf("old")
const NEW = planOf("new")

describe("findPlan", () => {
  let into: string
  let artifacts: MemoryArtifacts

  beforeEach(() => {
    artifacts = memoryArtifacts()
    into = mkdtempSync(join(tmpdir(), "find-plan-"))
  })

  afterEach(() => {
    rmSync(into, { recursive: true, force: true })
  })

  const plant = (name: string, attempt: number, plan: Plan | string, token?: string) => {
    const text = typeof plan === "string" ? plan : [...planJsonPieces(plan)].join("")
    const manifest = { schemaVersion: 1, id: "shop", suite: "shop", planDigest: "", runId: "r" }
    const told = token === undefined ? {} : { ...manifest, attempt, job: "plan", token }
    artifacts.plant({
      attempt,
      name,
      contents: { "plan.json": text, "manifest.json": JSON.stringify(told) },
    })
  }

  const find = async (attempt: number, digest?: string, id?: string) => {
    const store = artifacts.storeOf(attempt)
    const ports = { store, files: nodeFiles, sha256: sha256Text }
    const options = { ...ports, attempt, digest, into, ...(id === undefined ? {} : { id }) }
    const found = await findPlan(options)
    if (found.ok) return [Object.keys(found.value.plan.scenarios)[0], found.value.prefix]
    return found.error.reason === "plan/not-found" ? found.error.message : found.error.reason
  }

  it("takes the newest attempt that is not above the job's own", async () => {
    plant("smoke-shop-plan-a1", 1, OLD)
    plant("smoke-shop-plan-a3", 3, NEW)
    expect(await find(1)).toEqual(["old", "smoke-shop"])
    expect(await find(2)).toEqual(["old", "smoke-shop"])
    expect(await find(3)).toEqual(["new", "smoke-shop"])
    expect(await find(10)).toEqual(["new", "smoke-shop"])
  })

  it("takes the highest attempt as a number, and of one attempt the last upload", async () => {
    plant("smoke-shop-plan-a9", 9, OLD)
    plant("smoke-shop-plan-a10", 10, OLD)
    plant("smoke-shop-plan-a10-u2", 10, OLD)
    plant("smoke-shop-plan-a10-u10", 10, NEW)
    expect(await find(12)).toEqual(["new", "smoke-shop"])
  })

  it("with a digest takes that plan, wherever it is", async () => {
    plant("smoke-shop-plan-a1", 1, OLD)
    plant("smoke-shop-plan-a2", 2, NEW)
    plant("smoke-other-plan-a2", 2, planOf("else", "other"))
    expect(await find(2, OLD.digest)).toEqual(["old", "smoke-shop"])
    expect(await find(2, NEW.digest)).toEqual(["new", "smoke-shop"])
  })

  it("needs a digest where the run has several suites", async () => {
    plant("smoke-shop-plan-a1", 1, OLD)
    plant("smoke-other-plan-a1", 1, planOf("else", "other"))
    expect(await find(1)).toBe(
      "the run has several plans (smoke-shop, smoke-other): give plan-digest, or id",
    )
    expect(await find(1, undefined, "other")).toEqual(["else", "smoke-other"])
    expect(await find(1, undefined, "shop")).toEqual(["old", "smoke-shop"])
    expect(await find(1, undefined, "none")).toMatch(/no plan among the artifacts of id none /u)
    expect(await find(1, OLD.digest, "other")).toMatch(/no plan with digest .* of id other /u)
  })

  it("refuses a plan that lies under the name of another id", async () => {
    plant("smoke-shop-plan-a1", 1, planOf("else", "other"))
    expect(await find(1)).toContain("smoke-shop-plan-a1: it contains the plan with id other")
  })

  it("refuses two plans that one attempt has under one id, whatever their digests", async () => {
    plant("smoke-shop-plan-a1", 1, OLD, "one")
    plant("smoke-shop-plan-a1-u2", 1, OLD, "other")
    plant("smoke-shop-plan-a2", 2, OLD, "one")
    plant("smoke-shop-plan-a2-u2", 2, NEW, "other")
    for (const attempt of [1, 2]) expect(await find(attempt, OLD.digest)).toBe("plan/id-taken")
    plant("smoke-shop-plan-a3", 3, OLD, "one")
    plant("smoke-shop-plan-a3-u2", 3, OLD, "one")
    expect(await find(3, OLD.digest)).toEqual(["old", "smoke-shop"])
  })

  it("does not guess whose plan it is where another job was refused the id", async () => {
    plant("smoke-shop-plan-a1", 1, OLD, "one")
    artifacts.plant({ attempt: 1, name: "smoke-shop-refused-a1", contents: { a: "" } })
    expect(await find(1)).toBe("plan/id-taken")
    expect(await find(1, undefined, "shop")).toBe("plan/id-taken")
    expect(await find(1, OLD.digest)).toEqual(["old", "smoke-shop"])
  })

  it("looks further when the newest one cannot be used", async () => {
    plant("smoke-shop-plan-a1", 1, OLD)
    plant("smoke-shop-plan-a2", 2, { ...NEW, seed: 77 })
    expect(await find(2)).toEqual(["old", "smoke-shop"])
  })

  it("tells everything it looked at and why it was not used", async () => {
    plant("smoke-shop-plan-a1", 1, "no json")
    artifacts.plant({ attempt: 2, name: "smoke-shop-plan-a2", contents: { "x.json": "{}" } })
    plant("smoke-shop-plan-a3", 3, OLD)
    const message = await find(3, NEW.digest)
    expect(message).toContain(`no plan with digest ${NEW.digest} among`)
    expect(message).toContain("smoke-shop-plan-a1: it is not JSON")
    expect(message).toContain("smoke-shop-plan-a2: files/unusable")
    expect(message).toContain(`smoke-shop-plan-a3: it has digest ${OLD.digest}`)
  })

  it("asks whether there was a plan job where there is nothing", async () => {
    artifacts.plant({ attempt: 1, name: "smoke-shop-shard-1-a1", contents: { a: "" } })
    artifacts.plant({ attempt: 1, name: "my-plan-a1", contents: { a: "" } })
    expect(await find(1)).toMatch(
      /^no plan among .* attempt 1 and before: did the plan job run\?$/u,
    )
  })

  describe("awaitPlan", () => {
    const awaited = (attempt: number, digest?: string) => {
      const clock = new FakeClock()
      const said: string[] = []
      let asked = 0
      const real = artifacts.storeOf(attempt)
      const store: ArtifactStore = {
        ...real,
        list: () => {
          asked += 1
          return real.list()
        },
      }
      const ports = { store, files: nodeFiles, sha256: sha256Text, clock }
      const say = (line: string) => void said.push(line)
      const found = awaitPlan({ ...ports, attempt, digest, into, say })
      return { clock, said, found, asked: () => asked }
    }

    it("waits for a plan that is listed 20 s late, and no longer", async () => {
      plant("smoke-shop-plan-a1", 1, OLD)
      const { clock, said, found } = awaited(2, NEW.digest)
      await clock.advance(20_000)
      plant("smoke-shop-plan-a2", 2, NEW)
      await clock.advance(2_000)
      expect(await found).toMatchObject({ ok: true, value: { attempt: 2, prefix: "smoke-shop" } })
      expect(said).toEqual(["the plan is not listed yet: asking again for up to 30.0s"])
      expect(clock.waiting).toBe(0)
    })

    it("gives up after half a minute", async () => {
      const { clock, found, asked } = awaited(1)
      await clock.advance(29_999)
      expect(asked()).toBe(15)
      await clock.advance(1)
      expect(asked()).toBe(16)
      expect(await found).toMatchObject({ error: { reason: "plan/not-found", because: "absent" } })
    })

    it("waits for nothing that time does not mend", async () => {
      plant("smoke-shop-plan-a1", 1, OLD)
      plant("smoke-other-plan-a1", 1, NEW)
      expect(await awaited(1).found).toMatchObject({ error: { because: "several" } })
      artifacts.failNext("list", "forbidden")
      expect(await awaited(1).found).toMatchObject({ error: { because: "not-listed" } })
      artifacts.failNext("list", "unsupported-host")
      expect(await awaited(1).found).toMatchObject({ error: { because: "no-service" } })
    })
  })

  it.each<readonly ["list" | "download", ArtifactProblemReason]>([
    ["list", "network"],
    ["download", "network"],
    ["download", "digest-mismatch"],
  ])("forgives one %s that ends in %s", async (operation, reason) => {
    plant("smoke-shop-plan-a1", 1, OLD)
    artifacts.failNext(operation, reason)
    expect(await find(1)).toEqual(["old", "smoke-shop"])
  })

  it.each<readonly ["list" | "download", ArtifactProblemReason, number]>([
    ["list", "forbidden", 1],
    ["list", "network", 2],
    ["download", "not-found", 1],
    ["download", "digest-mismatch", 2],
  ])("does not forgive %s that ends in %s %i times", async (operation, reason, times) => {
    plant("smoke-shop-plan-a1", 1, OLD)
    for (let time = 0; time < times; time++) artifacts.failNext(operation, reason)
    expect(await find(1)).toContain("told to fail")
  })
})
