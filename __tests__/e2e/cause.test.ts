/**
 * What a person reads of a failure whose output goes on after the line that matters: the same line and
 * the same excerpt everywhere, live and merged.
 */
import { describe, expect, it } from "vitest"
import type { Results } from "../../src/formats/results.ts"
import { toAnnotations } from "../../src/report/view/annotations.ts"
import { Project } from "../__rig__/project.ts"

const CLEANS = 'for i in $(seq 1 200); do echo "[INFO] removing pod $i"; done'

/** Progress on one line, with the sequences of a terminal. */
const PROGRESS = "for i in $(seq 1 80); do printf '\\r\\033[Kpacking %d of 80' $i; done; echo"

const SUITE = `
scenarios:
  trap:
    run: |
      cleanup() { ${CLEANS}; echo "[SUCCESS] Cleanup completed"; }
      trap cleanup EXIT
      echo "[INFO] waiting for the pod"
      echo "[ERROR] the pod is not ready"
      exit 3
  progress:
    run: |
      echo "cannot unpack shop.tar.gz"
      ${PROGRESS}
      exit 1
  killed:
    run: |
      echo "fatal: no room on the disk"
      ${CLEANS}
      kill -KILL $$
  expects:
    run: |
      echo "ERROR: the list is empty"
      ${CLEANS}
      exit 1
    expect: { exit-code: 0 }
  matched:
    run: |
      echo "shop.txt(3) E7 the total is wrong"
      ${CLEANS}
      exit 1
    problem-matcher: shop.json
  seeded:
    run: "true"
    before:
      - name: Seed
        run: |
          echo "ERROR: the table is locked"
          ${CLEANS}
          exit 5
`

const MATCHER = JSON.stringify({
  problemMatcher: [
    {
      owner: "shop",
      pattern: [{ regexp: "^(.+)\\((\\d+)\\) (E7 .+)$", file: 1, line: 2, message: 3 }],
    },
  ],
})

const CAUSES: Readonly<Record<string, readonly [string, string]>> = {
  trap: ["exit code 3: [ERROR] the pod is not ready", "[ERROR] the pod is not ready"],
  progress: ["exit code 1: cannot unpack shop.tar.gz", "packing 80 of 80"],
  killed: ["ended by SIGKILL: fatal: no room on the disk", "fatal: no room on the disk"],
  expects: [
    "expected exit code 0, but got 1: ERROR: the list is empty",
    "ERROR: the list is empty",
  ],
  matched: ["exit code 1: shop.txt:3: E7 the total is wrong", "shop.txt(3) E7 the total is wrong"],
  seeded: [
    "hook `Seed` before: exit code 5: ERROR: the table is locked",
    "ERROR: the table is locked",
  ],
}

describe.runIf(process.platform === "linux")("the cause of a failure", () => {
  it("is one line, with the same excerpt around it, in every report, live and merged", async () => {
    const project = new Project({ "smoke.yml": SUITE, "shop.json": MATCHER, "shop.txt": "3\n" })
    const reports = (name: string) => ["--junit", `${name}.xml`, "--summary", `${name}.md`]
    const live = await project.run(["run", "--out", "live", ...reports("live")])
    await project.run([
      ...["aggregate", "live", "--plan", "live/plan.json", "--out", "merged", ...reports("merged")],
    ])
    const results: Results = project.results("live/results.json")
    const texts = {
      terminal: live.stderr,
      summary: plainText(project.read("live.md")),
      junit: project.read("live.xml").replaceAll("</system-out>", "\n"),
      annotations: toAnnotations(results)
        .map(({ message }) => message)
        .join("\n"),
    }
    for (const [id, [cause, excerpt]] of Object.entries(CAUSES)) {
      const { message } = results.scenarios.find((scenario) => scenario.id === id) ?? {}
      expect([id, message]).toEqual([id, cause])
      const without = (wanted: string) =>
        Object.entries(texts).flatMap(([name, text]) => (text.includes(wanted) ? [] : [name]))
      expect([id, without(cause)]).toEqual([id, []])
      expect([id, without(`${excerpt}\n`)]).toEqual([id, ["annotations"]])
    }
    expect(texts.terminal).not.toContain("packing 79 of 80")
    expect(project.read("merged.xml")).toBe(project.read("live.xml"))
    expect(project.read("merged.md")).toBe(project.read("live.md"))
  })
})

/** Markdown and XML write some characters as numbers. */
function plainText(text: string): string {
  return text.replace(/&#(\d+);/gu, (_, code: string) => String.fromCharCode(Number(code)))
}
