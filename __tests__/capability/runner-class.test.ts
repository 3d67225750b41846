import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { BUILT_INS } from "../../src/capability/builtin.ts"
import {
  HOSTED_LABELS,
  HOSTED_LABELS_DATE,
  labelsNotAllowed,
} from "../../src/capability/hosted-labels.ts"
import { capabilitiesOfClass, fitsClass } from "../../src/capability/runner-class.ts"
import { builtinSpec, wantedProbes } from "../../src/capability/wanted.ts"
import { requirements, there } from "./capability-rig.ts"

const GI = 2 ** 30

function place(
  asks: { readonly requires?: readonly string[]; readonly demand?: Record<string, number> },
  runner: Parameters<typeof capabilitiesOfClass>[0],
) {
  const { requires = [], demand = {} } = asks
  return fitsClass({ requires: requirements(...requires), demand }, capabilitiesOfClass(runner))
}

const LINUX = { runsOn: "ubuntu-latest", capabilities: {} }

describe("fitsClass", () => {
  it("knows GitHub's labels", () => {
    expect(
      place({ requires: ["os == linux", "cpu >= 4"], demand: { memory: 12 * GI } }, LINUX),
    ).toEqual({ fits: true, assumed: [] })
    expect(place({ requires: ["gpu >= 1"] }, LINUX)).toMatchObject({
      fits: false,
      lacks: expect.stringMatching(
        /^needs gpu >= 1; it is absent: ubuntu-latest, as GitHub documents it \(\d{4}-\d\d-\d\d\)$/u,
      ),
    })
    expect(place({ demand: { memory: 32 * GI } }, LINUX)).toMatchObject({ fits: false })
  })

  it("takes what nobody knows to be there, and says what", () => {
    const asks = { requires: ["docker", "node >= 22", "docker >= 24"], demand: { tokens: 2 } }
    expect(place(asks, LINUX)).toEqual({ fits: true, assumed: ["docker", "node", "tokens"] })
    const own = { runsOn: ["self-hosted", "big"], capabilities: {} }
    expect(place({ requires: ["gpu"] }, own)).toEqual({ fits: true, assumed: ["gpu"] })
  })

  it("believes the suite before the label", () => {
    const large = {
      runsOn: "ubuntu-latest",
      capabilities: { memory: "64Gi", gpu: 1, docker: false },
    }
    expect(place({ requires: ["gpu >= 1", "memory >= 60Gi"] }, large).fits).toBe(true)
    expect(place({ requires: ["docker"] }, large)).toEqual({
      fits: false,
      lacks: "needs docker; it is absent: as the suite declares it",
    })
    const without = { runsOn: "x", capabilities: { gpu: false, '["g++"]': false } }
    expect(place({ requires: ["gpu == 0"] }, without).fits).toBe(true)
    expect(place({ requires: ["gpu >= 1"] }, without).fits).toBe(false)
    expect(place({ requires: ['["g++"] >= 12'] }, without).fits).toBe(false)
    const tools = { runsOn: "x", capabilities: { node: "22.10", fpga: "xilinx" } }
    expect(place({ requires: ["node >= 22.9", "fpga == xilinx"] }, tools).fits).toBe(true)
    expect(place({ requires: ["node >= 22.11"] }, tools).fits).toBe(false)
  })

  it("knows that machines of private repositories are smaller, and says so", () => {
    const asks = { requires: requirements("memory >= 12Gi"), demand: {} }
    const at = (visibility: "public" | "private", runsOn = "ubuntu-latest") =>
      fitsClass(asks, capabilitiesOfClass({ runsOn, capabilities: {} }, { visibility }))
    expect(at("public").fits).toBe(true)
    expect(at("private")).toMatchObject({
      fits: false,
      lacks: expect.stringContaining("ubuntu-latest in private repositories, as GitHub documents"),
    })
    expect(at("private", "macos-15-intel").fits).toBe(true)
  })

  it("believes what was seen before the label, and the suite before that", () => {
    const seen = [there("memory", { quantity: 8 * GI, unit: "bytes" })]
    const asks = { requires: requirements("memory >= 12Gi"), demand: {} }
    expect(fitsClass(asks, capabilitiesOfClass(LINUX, { seen })).fits).toBe(false)
    const declared = { ...LINUX, capabilities: { memory: 16 * GI } }
    expect(fitsClass(asks, capabilitiesOfClass(declared, { seen })).fits).toBe(true)
  })
})

describe("labelsNotAllowed", () => {
  it.each([
    ["ubuntu-latest", [], []],
    ["Ubuntu-Latest", [], []],
    [["self-hosted", "gpu"], [], ["self-hosted", "gpu"]],
    [["self-hosted", "gpu"], ["self-hosted", "gpu"], []],
    [["self-hosted", "gpu"], ["self-hosted"], ["gpu"]],
    ["ubuntu-latest", ["self-hosted"], ["ubuntu-latest"]],
    ["team-a-large", ["team-*"], []],
    ["team-a-large", ["team-*-large"], []],
    ["team-large", ["team-*-large"], ["team-large"]],
    ["x-team-a", ["team-*"], ["x-team-a"]],
    ["anything", ["*"], []],
  ])("%j against %j", (runsOn, allowed, refused) => {
    expect(labelsNotAllowed(runsOn, allowed)).toEqual(refused)
  })

  it("allows every label of the table", () => {
    expect(
      [...HOSTED_LABELS.public.keys()].flatMap((label) => labelsNotAllowed(label, [])),
    ).toEqual([])
  })
})

describe("wantedProbes", () => {
  const hive = { ...builtinSpec(""), how: { kind: "tcp", host: "hive", port: 9083 } } as const
  const staging = { ...hive, scope: "run", required: true } as const
  const probes = { hive, staging, idle: hive }
  const scenario = (requires: readonly string[], demand: Record<string, number> = {}) => ({
    requires: requirements(...requires),
    demand,
  })

  it("asks only for what somebody asks about, and what the run cannot do without", () => {
    const scenarios = [scenario(["hive", "node >= 22"], { cpu: 1, tokens: 2, "hive.rows": 1 })]
    const names = (scope: "run" | "runner") =>
      wantedProbes({ scenarios, probes }, scope).map(({ name }) => name)
    expect(names("runner")).toEqual(["cpu", "hive", "node"])
    expect(names("run")).toEqual(["staging"])
    expect(wantedProbes({ scenarios: [], probes: { hive } }, "runner")).toEqual([])
  })
})

describe("docs/capabilities.md", () => {
  const page = readFileSync(new URL("../../docs/capabilities.md", import.meta.url), "utf8")

  it("has every label with its machine, and the date", () => {
    expect(page).toContain(`(as of ${HOSTED_LABELS_DATE})`)
    for (const [label, { cpu, memoryGiB, arch }] of HOSTED_LABELS.public) {
      const own = HOSTED_LABELS.private.get(label)
      const row = page
        .split("\n")
        .find((line) => line.includes(`\`${label}\``) && line.includes("GiB |"))
      expect(row).toContain(
        `| ${cpu}, ${memoryGiB} GiB | ${own?.cpu}, ${own?.memoryGiB} GiB | ${arch} |`,
      )
    }
  })

  it("has every built-in capability, as suites know them", () => {
    for (const name of Object.keys(BUILT_INS)) expect(page).toContain(`| \`${name}\` |`)
  })
})
