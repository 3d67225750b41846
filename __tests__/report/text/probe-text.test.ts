import { describe, expect, it } from "vitest"
import type { Capability } from "../../../src/formats/capability.ts"
import { renderCapabilities } from "../../../src/report/text/probe-text.ts"

function capability(name: string, what: Partial<Capability>): Capability {
  return {
    ...{ name, scope: "runner", present: true, quantity: null, unit: null, evidence: "" },
    ...what,
  }
}

const ALL: readonly Capability[] = [
  capability("cpu", { quantity: 1.5, unit: "cores", evidence: "quota of 1.5 cores" }),
  capability("memory", { quantity: 7.99 * 2 ** 30, unit: "bytes", evidence: "/proc/meminfo" }),
  capability("node", { value: "22.11.0", evidence: "node --version: v22.11.0" }),
  capability('cluster["nvidia.com/gpu"]', { scope: "run", quantity: 6, unit: "pieces" }),
  capability("docker", { present: false, evidence: "the program was not found" }),
  capability("staging", {
    ...{ scope: "run", present: false },
    evidence: "GET http://x/: \u001b[31m::error::503\nService Unavailable",
  }),
]

describe("renderCapabilities", () => {
  it("shows each with its evidence", async () => {
    const text = renderCapabilities(ALL, { color: false, required: ["staging"] })
    await expect(`${text}\n`).toMatchFileSnapshot("__golden__/capabilities.txt")
    expect(text).not.toContain("\u001b")
  })
})
