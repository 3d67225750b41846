import { describe, expect, it } from "vitest"
import { parseNvidiaSmi, renderNodes } from "../../src/capability/gpu.ts"

describe("graphics processors", () => {
  it("lists those of nvidia-smi", () => {
    const text =
      "GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-5c1a)\nGPU 1: Tesla T4 (UUID: GPU-77)\nnoise\n"
    expect(parseNvidiaSmi(text)).toEqual(["NVIDIA A100-SXM4-40GB", "Tesla T4"])
    expect(parseNvidiaSmi("No devices were found")).toEqual([])
  })

  it("counts nodes for computing alone", () => {
    expect(renderNodes(["by-path", "card0", "renderD128", "renderD129"])).toEqual([
      "renderD128",
      "renderD129",
    ])
  })
})
