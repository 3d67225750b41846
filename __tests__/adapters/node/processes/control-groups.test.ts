import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { createControlGroups } from "../../../../src/adapters/node/processes/control-groups.ts"

describe.runIf(process.platform === "linux")("control groups", () => {
  it("are none where the system has none, and nothing is left of the attempt", () => {
    const mount = mkdtempSync(join(tmpdir(), "smoke-cgroup-"))
    expect(createControlGroups(mount).make({ memoryBytes: 1 << 26 })).toBeNull()
    expect(readdirSync(mount)).toEqual([])
  })

  it("hold what they are told, where this machine lets us make them", () => {
    const group = createControlGroups().make({ memoryBytes: 1 << 26 })
    // Without rights, or with groups of the first version, there is none: then memory is looked at.
    if (group === null) return
    expect(readFileSync(`${group.path}/memory.max`, "utf8").trim()).toBe(String(1 << 26))
    expect(group.ranOut()).toBe(false)
    group.remove()
    expect(() => readdirSync(group.path)).toThrow()
  })
})
