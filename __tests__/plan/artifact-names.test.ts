import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { identityOf } from "../../src/core/identity.ts"
import {
  artifactPrefix,
  historyArtifactName,
  isRefusedArtifactName,
  isShardArtifactName,
  planArtifactName,
  readPlanArtifactName,
  refusedArtifactName,
  reportArtifactName,
  shardArtifactName,
} from "../../src/plan/artifact-names.ts"

describe("artifact names", () => {
  it("follow the published rule", () => {
    const owner = { prefix: "smoke-storefront", attempt: 2 }
    expect(planArtifactName(owner)).toBe("smoke-storefront-plan-a2")
    expect(shardArtifactName({ ...owner, shard: 3 })).toBe("smoke-storefront-shard-3-a2")
    expect(shardArtifactName({ ...owner, shard: 3, upload: 1 })).toBe("smoke-storefront-shard-3-a2")
    expect(shardArtifactName({ ...owner, shard: 3, upload: 2 })).toBe(
      "smoke-storefront-shard-3-a2-u2",
    )
    expect(reportArtifactName({ ...owner, upload: 4 })).toBe("smoke-storefront-report-a2-u4")
    expect(refusedArtifactName(owner)).toBe("smoke-storefront-refused-a2")
    expect(historyArtifactName("storefront")).toBe("smoke-storefront-history.json")
  })

  it.each([
    ["smoke-a-refused-a1", true],
    ["smoke-a-refused-a12-u2", true],
    ["smoke-a-b-refused-a1", false],
    ["smoke-ab-refused-a1", false],
    ["smoke-a-refused-a1-x", false],
    ["smoke-a-plan-a1", false],
  ])("%s is the mark of who was refused: %s", (name, expected) => {
    expect(isRefusedArtifactName("smoke-a", name)).toBe(expected)
  })

  it.each([
    ["smoke-a-shard-1-a1", true],
    ["smoke-a-shard-12-a3-u2", true],
    ["smoke-a-shard-0-a1", false],
    ["smoke-a-shard-1-a1-u", false],
    ["smoke-a-shard-1-a1-extra", false],
    ["smoke-a-plan-a1", false],
    ["smoke-ab-shard-1-a1", false],
    ["smoke-a-b-shard-1-a1", false],
    ["xsmoke-a-shard-1-a1", false],
  ])("%s is a shard's: %s", (name, expected) => {
    expect(isShardArtifactName({ prefix: "smoke-a" }, name)).toBe(expected)
  })

  it("are recognised again, valid for the service, and different for different owners", () => {
    const owner = fc.record({
      suite: fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("a", "a-plan-a1", "a-shard-1-a1", "a-shard-1", "a-report-a1-u2", "a-plan"),
      ),
      shard: fc.integer({ min: 1, max: 256 }),
      attempt: fc.integer({ min: 1, max: 50 }),
      upload: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(owner, owner, (a, b) => {
        const prefix = artifactPrefix(identityOf(a.suite))
        const name = shardArtifactName({ ...a, prefix })
        expect(name).toMatch(/^[a-z0-9-]{1,120}$/u)
        expect(isShardArtifactName({ prefix }, name)).toBe(true)
        expect(isShardArtifactName({ prefix, shard: a.shard }, name)).toBe(true)
        expect(isShardArtifactName({ prefix, shard: a.shard + 1 }, name)).toBe(false)
        expect(readPlanArtifactName(name)).toBe(null)
        const { attempt, upload } = a
        const plan = planArtifactName({ attempt, upload, prefix })
        expect(readPlanArtifactName(plan)).toEqual({ prefix, attempt, upload })
        const other = shardArtifactName({ ...b, prefix: artifactPrefix(identityOf(b.suite)) })
        const same =
          a.suite === b.suite &&
          a.shard === b.shard &&
          a.attempt === b.attempt &&
          a.upload === b.upload
        expect(other === name).toBe(same)
      }),
    )
  })
})
