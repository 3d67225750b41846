import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"

const SCRIPT = new URL("../../scripts/reusable-workflows.mjs", import.meta.url).href
const ROOT = fileURLToPath(new URL("../..", import.meta.url))

interface Call {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
}

/** The text with its marked parts made; a called workflow has what `call` says. */
function made(text: string, call: Call): string {
  const program = `import { makeWorkflow } from ${JSON.stringify(SCRIPT)}
process.stdout.write(makeWorkflow(${JSON.stringify(text)}, () => (${JSON.stringify(call)})))`
  return execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  })
}

const CALLED: Call = {
  inputs: {
    suite: { description: "a suite", type: "string", default: "" },
    "max-parallel": { description: "jobs", type: "number", default: 256 },
  },
  secrets: { env: { description: "lines", required: false } },
  outputs: { conclusion: { description: "the verdict", value: "x" } },
}

const WRAPPER = `on:
  workflow_call:
    inputs:
      # made: inputs
      # end
      suite: { type: string, default: soak.yml }
    secrets:
      # made: secrets
      # end
    outputs:
      # made: outputs of smoke
      # end
jobs:
  smoke:
    uses: $/.github/workflows/smoke.yml
    with:
      suite: \${{ inputs.suite }}
      # made: pass to smoke.yml
      # end
    secrets:
      # made: pass secrets to smoke.yml
      # end
`

const STEPS = `on:
  workflow_call:
    inputs:
      # made: inputs
      # end
    secrets:
      # made: secrets
      # end
    outputs:
      # made: outputs of verdict
      # end
jobs:
  verdict:
    outputs:
      conclusion: by hand
      # made: outputs from aggregate
      # end
    steps:
      - uses: $/run
        with:
          checkpoint: 5m
          # made: pass to run
          # end
      - id: merge
        uses: $/aggregate
`

describe("a reusable workflow", () => {
  it("that calls another one has its inputs, secrets and outputs, but for what is written by hand", () => {
    const { on, jobs } = parse(made(WRAPPER, CALLED))
    expect(on.workflow_call).toEqual({
      inputs: {
        suite: { type: "string", default: "soak.yml" },
        "max-parallel": CALLED.inputs["max-parallel"],
      },
      secrets: CALLED.secrets,
      outputs: {
        conclusion: { description: "the verdict", value: "${{ jobs.smoke.outputs.conclusion }}" },
      },
    })
    expect(jobs.smoke.with).toEqual({
      suite: "${{ inputs.suite }}",
      "max-parallel": "${{ inputs.max-parallel }}",
    })
    expect(jobs.smoke.secrets).toEqual({ env: "${{ secrets.env }}" })
  })

  it("passes secrets to a step as inputs, and tells what its step tells", () => {
    const { on, jobs } = parse(made(STEPS, CALLED))
    const [run] = jobs.verdict.steps
    expect(run.with).toMatchObject({ checkpoint: "5m", env: "${{ secrets.env }}" })
    expect(Object.keys(run.with)).not.toContain("suite")
    expect(on.workflow_call.secrets).toHaveProperty("env")
    expect(on.workflow_call.inputs).toHaveProperty("pass-env")
    for (const name of ["suite", "checkpoint"]) {
      expect(on.workflow_call.inputs).not.toHaveProperty([name])
    }
    expect(jobs.verdict.outputs).toMatchObject({
      conclusion: "by hand",
      failed: "${{ steps.merge.outputs.failed }}",
    })
    expect(jobs.verdict.outputs).not.toHaveProperty("results")
    expect(on.workflow_call.outputs.failed.value).toBe("${{ jobs.verdict.outputs.failed }}")
  })

  it("comes out the same when it is made again", () => {
    const once = made(STEPS, CALLED)
    expect(made(once, CALLED)).toBe(once)
  })

  it("cannot have a mark that means nothing", () => {
    const text = WRAPPER.replace("pass to smoke.yml", "pass to other.yml")
    expect(() => made(text, CALLED)).toThrow('nothing makes "pass to other.yml"')
  })
})
