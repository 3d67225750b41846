/**
 * JUnit as we write it, read by a library that people use: the counts in the document are those of its cases, and
 * those of `results.json`.
 */
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { expect, it } from "vitest"
import { describeLayer, findProgram, type Layer } from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"

const READER = `
import json, sys
from junitparser.xunit2 import JUnitXml, TestSuite
xml = JUnitXml.fromfile(sys.argv[1])
if isinstance(xml, TestSuite): raise SystemExit("no testsuites")
counts = lambda one: [one.tests, one.failures, one.errors, one.skipped]
def look():
    suites = [[s.name, s.tests, s.failures, s.errors, s.skipped] for s in xml]
    return {"all": [xml.tests, xml.failures, xml.errors], "suites": suites}
said = look()
xml.update_statistics()
cases = {c.name: {"kinds": [type(r).__name__ for r in c.result],
                  "reruns": len(list(c.rerun_failures())), "flakes": len(list(c.flaky_failures())),
                  "out": c.system_out} for s in xml for c in s}
json.dump({"said": said, "counted": look(), "cases": cases}, sys.stdout)
`

interface Read {
  readonly said: unknown
  readonly counted: unknown
  readonly cases: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const JUNITPARSER: Layer = {
  name: "junitparser",
  find: () => {
    const done = spawnSync("python3", ["-c", "import junitparser"])
    return done.status === 0 ? findProgram("python3") : { missing: "not found" }
  },
}

const GOLDEN = join(import.meta.dirname, "../report/view/__golden__")

describeLayer(JUNITPARSER, (python) => {
  const read = (path: string): Read => {
    const done = spawnSync(python, ["-c", READER, path], { encoding: "utf8" })
    expect(done.stderr).toBe("")
    const read = JSON.parse(done.stdout) as Read
    expect(read.said).toEqual(read.counted)
    return read
  }

  it.each(["a-bad-day", "a-good-day", "a-hostile-run"])("counts the cases of %s alike", (name) => {
    expect(Object.keys(read(join(GOLDEN, `junit-${name}.xml`)).cases)).not.toEqual([])
  })

  it("reads what a run has written", async () => {
    const project = new Project({
      "given.xml":
        '<testsuite><testcase name="adds"><failure message="no"/></testcase></testsuite>',
      "smoke.yml": `scenarios:
  good: "true"
  bad: { run: exit 3, retry: { max-attempts: 3, delay: 1ms } }
  shaky: { run: '[ $SMOKE_ATTEMPT = 2 ]', retry: { max-attempts: 2, delay: 1ms } }
  self: { run: 'echo no network; exit 77' }
  after: { run: "true", needs: [bad] }
  tolerated: { run: exit 1, quarantine: { until: 2099-01-01, reason: known } }
  missing: { run: "true", shell: "/no/such/shell {0}" }
  tests: { run: cp given.xml new.xml, reports: new.xml }
`,
    })
    await project.run(["run", "--out", "out", "--junit", "junit.xml"])
    const { summary } = project.results("out/results.json")
    const { said, cases } = read(join(project.root, "junit.xml"))
    // Tolerated failures are skipped cases: JUnit has no word for them. A start that failed is an error.
    expect(summary).toMatchObject({ total: 8, passed: 2, failed: 3, flaky: 1, skipped: 2 })
    expect(said).toMatchObject({ all: [8, 1, 1], suites: [[expect.any(String), 8, 1, 1, 3]] })
    expect(cases).toMatchObject({
      good: { kinds: [] },
      bad: { kinds: ["Failure"], reruns: 2 },
      shaky: { flakes: 1 },
      self: { kinds: ["Skipped"] },
      missing: { kinds: ["Error"] },
      tests: { kinds: [], out: "1 test: 1 failed\nfailed adds: no" },
    })
  })
})
