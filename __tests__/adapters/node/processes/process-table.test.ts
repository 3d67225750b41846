import { spawn } from "node:child_process"
import { describe, expect, it } from "vitest"
import { ProcessFamily } from "../../../../src/adapters/node/processes/process-table.ts"

describe.runIf(process.platform === "linux")("the family of a process", () => {
  it("is looked at anew where nothing that was started may be missed", () => {
    const family = new ProcessFamily(() => 0)
    expect(family.living([process.pid])).toEqual([...family.below().keys()])
    const child = spawn("sleep", ["60"])
    try {
      // A look that others share may be as old as this.
      expect([...family.below().keys()]).not.toContain(child.pid)
      expect(family.living([process.pid])).toContain(child.pid)
    } finally {
      child.kill("SIGKILL")
    }
  })
})
