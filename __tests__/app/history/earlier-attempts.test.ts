import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import type { ShardFolder } from "../../../src/app/collect/collect-shards.ts"
import { remainderOf } from "../../../src/app/history/earlier-attempts.ts"
import { buildPlan, buildShard, type ShardScript } from "../../__rig__/builders.ts"

const PLAN = buildPlan({
  shards: [["p", "f", "k", "s", "d", "c", { id: "n", needs: ["p"] }, "x"], ["far"]],
})

describe("remainderOf", () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "earlier-"))
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function keep(attempt: number, script: ShardScript | string): ShardFolder {
    const path = mkdtempSync(join(folder, "attempt-"))
    const text =
      typeof script === "string"
        ? script
        : script.events.map((event) => `${JSON.stringify(event)}\n`).join("")
    writeFileSync(join(path, "journal.ndjson"), text)
    return {
      artifact: `smoke-shop-shard-1-a${attempt}`,
      folder: path,
      manifest: {
        schemaVersion: 1,
        suite: "shop",
        planDigest: PLAN.digest,
        runId: "run-1",
        shard: 1,
        shards: 2,
        attempt,
        runner: "default",
        complete: true,
      },
    }
  }

  const remainder = (...earlier: readonly ShardFolder[]) =>
    remainderOf({ plan: PLAN, shard: 1, earlier, files: nodeFiles })

  const first = (): ShardScript =>
    buildShard(PLAN, 1)
      .start()
      .passed("p")
      .failed("f")
      .flaky("k")
      .skipped("s", "no gpu", "missing-capability")
      .skipped("d", "f failed", "dependency-failed")
      .cancelled("c")
      .passed("x")

  it("is everything where nothing is known", () => {
    expect(remainder().ids).toEqual(PLAN.shards[0]?.scenarios)
  })

  it("leaves out what passed, was flaky or was skipped for a reason of its own", () => {
    // `n` has no verdict and brings `p`, which it needs.
    expect(remainder(keep(1, first())).ids).toEqual(["p", "f", "d", "c", "n"])
    expect(remainder(keep(1, first().passed("n").finish())).ids).toEqual(["f", "d", "c"])
  })

  it("lets the later attempt decide, whatever the order of the folders", () => {
    const one = keep(1, first().passed("n").finish())
    const two = keep(
      2,
      buildShard(PLAN, 1).start({ attempt: 2 }).passed("f").failed("p").passed("d").finish(),
    )
    for (const folders of [
      [one, two],
      [two, one],
    ]) {
      const { ids, fold } = remainder(...folders)
      expect(ids).toEqual(["p", "c"])
      const attempts = fold.state.scenarios.get("f")?.attempts ?? []
      expect(attempts.map(({ outcome }) => outcome)).toEqual(["failed", "passed"])
    }
  })

  it("believes a torn journal up to the tear", () => {
    const { events } = first()
    const lines = events.map((event) => JSON.stringify(event))
    const upTo = (count: number) => keep(1, `${lines.slice(0, count).join("\n")}\n{"v":1,"se`)
    const done = events.findIndex((event) => event.type === "scenario-finished") + 1
    // Only `p` is known to have passed, and `n` needs it.
    expect(remainder(upTo(done)).ids).toEqual(["p", "f", "k", "s", "d", "c", "n", "x"])
    expect(remainder(upTo(done)).fold.state.scenarios.get("p")?.ending).not.toBeNull()
    expect(remainder(upTo(lines.length)).ids).toEqual(["p", "f", "d", "c", "n"])
  })

  it("takes a missing or foreign journal for none", () => {
    const empty = keep(1, "")
    rmSync(join(empty.folder, "journal.ndjson"))
    const foreign = keep(1, buildShard(PLAN, 2).start().passed("far").finish())
    expect(remainder(empty, foreign).ids).toEqual(PLAN.shards[0]?.scenarios)
  })

  it("has nothing to do for a shard that the plan does not have", () => {
    expect(remainderOf({ plan: PLAN, shard: 9, earlier: [], files: nodeFiles }).ids).toEqual([])
  })
})
