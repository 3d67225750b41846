/** `--reporter minimal` in all three commands that report a run. */
import { expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

const SUITE = `
scenarios:
  good: echo fine
  bad: { run: echo some output; exit 3, retry: { max-attempts: 2 } }
  skipped: { run: echo never, if: "false" }
`

it("prints only the verdict of a run that passes", async () => {
  const project = new Project({ "smoke.yml": SUITE })
  const ran = await project.run(["run", "--reporter", "minimal", "--filter", "good"])
  expect(ran.stderr).toMatch(/^PASSED: 1 of 1 passed · [^\n]+ · exit 0\n$/u)
  expect(ran.stdout).toBe("")
})

it("prints the failures and the verdict, and the same when the run is reported again", async () => {
  const project = new Project({ "smoke.yml": SUITE })
  await project.run(["plan", "-o", "plan.json"])
  const ran = await project.run([
    "run",
    "--plan",
    "plan.json",
    "--reporter",
    "minimal",
    "--out",
    "out",
  ])
  expect(ran.exitCode).toBe(1)
  const [, ending] = ran.stderr.split("logs and results are in out\n\n")
  expect(ran.stderr).toBe(`\nlogs and results are in out\n\n${ending}`)
  expect(ending).toMatch(/^failed {2}bad\n/u)
  expect(ending).toContain("  | some output\n\nFAILED: 1 of 3 failed (bad)")
  expect(ending).not.toMatch(/good|never/u)
  const replayed = await project.run(["replay", "out", "--reporter", "minimal"])
  expect(replayed.stderr).toBe(ending)
  const merged = ["aggregate", "out", "--plan", "plan.json", "--out", "all"]
  const aggregated = await project.run([...merged, "--reporter", "minimal"])
  expect(aggregated.stderr).toBe(`\nlogs and results are in all\n\n${ending}`)
})
