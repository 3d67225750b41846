import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { collectRun } from "../../../src/app/collect/collect-run.ts"
import type { ArtifactStore } from "../../../src/ports/artifacts.ts"
import { buildPlan } from "../../__rig__/builders.ts"
import { FakeClock } from "../../__rig__/fakes/clock.ts"
import { type MemoryArtifacts, memoryArtifacts } from "../../__rig__/fakes/memory-artifacts.ts"

const PLAN = buildPlan({ shards: [["a"], ["b"]] })

describe("collectRun", () => {
  let into: string
  let artifacts: MemoryArtifacts

  beforeEach(() => {
    into = mkdtempSync(join(tmpdir(), "collect-run-"))
    artifacts = memoryArtifacts()
  })

  afterEach(() => {
    rmSync(into, { recursive: true, force: true })
  })

  const handOver = (shard: number, attempt: number, exitCode = 0) => {
    const manifest = { schemaVersion: 1, suite: PLAN.suite, planDigest: PLAN.digest, runId: "r" }
    const more = { shard, shards: 2, attempt, runner: "linux", complete: true }
    artifacts.plant({
      attempt,
      name: `smoke-shop-shard-${shard}-a${attempt}`,
      contents: {
        "manifest.json": JSON.stringify({ ...manifest, ...more }),
        "results.json": JSON.stringify({ summary: { exitCode } }),
      },
    })
  }

  const collect = (attempt: number, plannedAt = 1) => {
    const clock = new FakeClock()
    const said: string[] = []
    let lists = 0
    const real = artifacts.storeOf(attempt)
    const store: ArtifactStore = {
      ...real,
      list: () => {
        lists += 1
        return real.list()
      },
    }
    const say = (line: string) => void said.push(line)
    const found = collectRun(
      { plan: PLAN, path: join(into, "plan.json"), prefix: "smoke-shop", attempt: plannedAt },
      { store, files: nodeFiles, clock, say, attempt, into },
    ).then(({ folders, problems }) => ({
      shards: folders.map(({ manifest }) => `${manifest.shard}-a${manifest.attempt}`),
      problems,
    }))
    return { clock, said, found, lists: () => lists }
  }

  it("asks once where everything is listed", async () => {
    handOver(1, 1, 1)
    handOver(2, 1)
    const { found, said, lists } = collect(1)
    expect(await found).toEqual({ shards: ["1-a1", "2-a1"], problems: [] })
    expect([said, lists()]).toEqual([[], 1])
  })

  it("waits for a shard that is listed 20 s late", async () => {
    handOver(1, 1)
    const { clock, found, said } = collect(1)
    await clock.advance(20_000)
    handOver(2, 1)
    await clock.advance(2_000)
    expect(await found).toEqual({ shards: ["1-a1", "2-a1"], problems: [] })
    expect(said).toEqual(["no results of 1 shard (2) are listed yet: asking again for up to 30.0s"])
  })

  it("goes on without one that never comes", async () => {
    handOver(1, 1)
    const { clock, found, lists } = collect(1)
    await clock.advance(30_000)
    expect(await found).toEqual({ shards: ["1-a1"], problems: [] })
    expect(lists()).toBe(16)
  })

  it("does not take a red result for the newer one that is late", async () => {
    handOver(1, 1, 1)
    handOver(2, 1)
    const { clock, found, said } = collect(2)
    await clock.advance(20_000)
    handOver(1, 2)
    await clock.advance(2_000)
    expect(await found).toEqual({ shards: ["1-a1", "1-a2", "2-a1"], problems: [] })
    expect(said).toHaveLength(1)
  })

  it("takes it where there is no newer one: the aggregate alone was run again", async () => {
    handOver(1, 1, 1)
    handOver(2, 1)
    const { clock, found } = collect(2)
    await clock.advance(30_000)
    expect(await found).toEqual({ shards: ["1-a1", "2-a1"], problems: [] })
  })

  it("believes no result from before the plan, though it is the same plan", async () => {
    handOver(1, 1)
    handOver(2, 1)
    handOver(2, 2, 1)
    const { clock, found } = collect(2, 2)
    await clock.advance(30_000)
    expect(await found).toEqual({ shards: ["2-a1", "2-a2"], problems: [] })
  })
})
