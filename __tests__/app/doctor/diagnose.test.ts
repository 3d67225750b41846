/** Repositories that are set up wrongly, each with the fix that `doctor` names, and a healthy one. */
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"
import { nodeWorld } from "../../../src/adapters/node/world.ts"
import { diagnose } from "../../../src/app/doctor/diagnose.ts"
import { readSuite } from "../../../src/app/plan/plan-run.ts"
import { ok } from "../../../src/core/problems/result.ts"
import type { Finding } from "../../../src/formats/doctor.ts"
import {
  WORKFLOW_PATH as FILE,
  HEALTHY_SUITE as SUITE,
  HEALTHY_WORKFLOW as WORKFLOW,
} from "../../__rig__/healthy-repository.ts"

const world = nodeWorld()

async function look(
  root: string,
): Promise<{ readonly items: readonly Finding[]; readonly unseen: readonly string[] }> {
  const settings = { suite: undefined, github: {}, vars: {}, settings: {} }
  const read = readSuite({ root, ...settings }, { ...world, env: {}, commands: null })
  const suite = read.ok ? ok(read.value.suite) : read
  const history = `${root}/.parallel-smoke/history.json`
  const env = { PATH: process.env["PATH"] ?? "" }
  const { findings, unseen } = await diagnose({ root, suite, history, env }, world)
  return { items: findings, unseen }
}

/** A repository of these files, with a workflow that is right but for one change. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "smoke-doctor-"))
  for (const [path, text] of Object.entries({ "smoke.yml": SUITE, [FILE]: WORKFLOW, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  spawnSync("git", ["init", "--quiet"], { cwd: root })
  return root
}

const CALLER = `on: { push: , pull_request: }
permissions: { contents: read }
jobs:
  Unit Tests:
    uses: acme/parallel-smoke/.github/workflows/smoke.yml@v0
  again:
    uses: acme/parallel-smoke/.github/workflows/smoke.yml@v0
`

const changed = (from: string, to: string) => ({ [FILE]: WORKFLOW.replace(from, to) })

/** What is wrong, by the code of the finding; the fix of each is a patch that puts it right. */
const PATCHED: readonly (readonly [code: string, files: Readonly<Record<string, string>>])[] = [
  [
    "workflow/no-shard",
    changed(
      "        with:\n          shard: ${{ matrix.shard }}\n",
      "        with: { plan-digest: abc }\n",
    ),
  ],
  [
    "workflow/no-shard",
    changed("        with:\n          shard: ${{ matrix.shard }}\n", "        with:\n"),
  ],
  ["workflow/permissions", changed("permissions:\n  contents: read", "permissions: {}")],
  ["workflow/permissions", changed("permissions:\n  contents: read", "permissions:")],
  ["workflow/moving-ref", changed("plan@v0", "plan@main")],
  [
    "workflow/no-checkout",
    changed("      - uses: actions/checkout@v7\n      - uses", "      - uses"),
  ],
  ["workflow/no-shard", changed("        with:\n          shard: ${{ matrix.shard }}\n", "")],
  ["workflow/fail-fast", changed("      fail-fast: false\n", "")],
  ["workflow/fail-fast", changed("fail-fast: false", "fail-fast: true")],
  ["workflow/skipped-verdict", changed("    if: always()\n", "")],
  ["workflow/skipped-verdict", changed("if: always()", "if: success()")],
  ["workflow/verdict-needs", changed("needs: [plan, shards]", "needs: plan")],
  [
    "workflow/tolerated",
    changed("    if: always()", "    if: always()\n    continue-on-error: true"),
  ],
  ["workflow/permissions", changed("permissions:\n  contents: read\n", "")],
  ["workflow/permissions", changed("contents: read", "checks: write")],
  ["workflow/no-default-branch", changed("  push:\n    branches: [main]\n", "")],
  ["workflow/same-id", { [FILE]: CALLER }],
  ["runner/unknown-label", changed("runs-on: ubuntu-latest", "runs-on: ubuntu-20.04")],
  [
    "workflow/allow-runners",
    { "smoke.yml": `runners: { big: { runs-on: [self-hosted, big] } }\n${SUITE}` },
  ],
  [
    "workflow/no-shard",
    {
      [FILE]:
        changed("        with:\n          shard: ${{ matrix.shard }}\n", "")[FILE]?.replaceAll(
          "\n",
          "\r\n",
        ) ?? "",
    },
  ],
]

/** Where the fix is a command. */
const COMMANDED: readonly (readonly [
  code: string,
  files: Readonly<Record<string, string>>,
  next: string,
])[] = [
  ["suite/missing", { "smoke.yml": "" }, "parallel-smoke create"],
  ["suite/invalid", { "smoke.yml": "scenarios:\n  a: { runn: echo }\n" }, "+2 smoke.yml"],
  ["workflow/missing", { [FILE]: "jobs: {}\n" }, "parallel-smoke create --workflow"],
  ["workflow/syntax", changed("jobs:", "jobs: ["), `${FILE}`],
  ["workflow/owner", { [FILE]: WORKFLOW.replaceAll("acme/", "OWNER/") }, "sed -i"],
  [
    "quarantine/expired",
    {
      "smoke.yml":
        "scenarios:\n  a: { run: echo, quarantine: { until: 2020-01-31, owner: '@team' } }\n",
    },
    "+2 smoke.yml",
  ],
  [
    "runner/unknown-label",
    { "smoke.yml": `runners: { old: { runs-on: ubuntu-18.04 } }\n${SUITE}` },
    "sed -i 's/ubuntu-18.04/ubuntu-latest/' smoke.yml",
  ],
  ["history/unreadable", { ".parallel-smoke/history.json": "{" }, "mv "],
]

describe("doctor", () => {
  it("finds nothing in a healthy repository", async () => {
    const root = repository({})
    expect(await look(root)).toEqual({
      items: [],
      unseen: ["required checks: without GITHUB_TOKEN or GH_TOKEN the service is not asked"],
    })
  })

  it.each(PATCHED)("%s: its patch applies, and then it is gone", async (code, files) => {
    const root = repository(files)
    const seen = await look(root)
    expect([...new Set(seen.items.map((item) => item.code))]).toEqual([code])
    expect(seen.items[0]).toMatchObject({ file: FILE, line: expect.any(Number) })
    for (let round = 0; round < 3; round++) {
      const [item] = (await look(root)).items
      if (item === undefined) break
      expect(item.fix.kind).toBe("diff")
      const applied = spawnSync("git", ["apply", "-"], {
        cwd: root,
        input: item.fix.text,
        encoding: "utf8",
      })
      expect([applied.stderr, item.fix.text]).toEqual(["", item.fix.text])
    }
    expect(await look(root)).toMatchObject({ items: [] })
  })

  it.each(COMMANDED)("%s: says what to run", async (code, files, next) => {
    const root = repository(files)
    if (files["smoke.yml"] === "") rmSync(join(root, "smoke.yml"))
    const { items } = await look(root)
    expect(items.map((item) => item.code)).toContain(code)
    const [item] = items.filter((each) => each.code === code)
    expect(item?.fix.kind).toBe("command")
    expect(item?.fix.text).toContain(next)
  })
})
