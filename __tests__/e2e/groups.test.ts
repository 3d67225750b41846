/**
 * Lines of groups: the same at the end of a run as when its folder is merged, in every format.
 */
import { expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

it("count the same live and merged, planned skips included", async () => {
  const project = new Project({
    "smoke.yml": `
groups: { idle: {}, calm: {}, busy: {}, left: {} }
scenarios:
  ok: { run: "true", group: [calm, busy], tags: [x] }
  bad: { run: "exit 1", group: busy, tags: [x] }
  flaky: { run: 'test "$SMOKE_ATTEMPT" = 2', retry: { max-attempts: 2, delay: 5ms }, group: busy, tags: [x] }
  planned: { run: "true", if: "github.ref_name == 'nowhere'", group: busy, tags: [x] }
  needs: { run: "true", needs: [bad], group: busy, tags: [x] }
  other: { run: "true", group: left }
`,
  })
  const reports = (name: string) => ["-o", `${name}.json`, "--summary", `${name}.md`]
  const live = await project.run(["run", "--tags", "x", "--out", "out", ...reports("live")])
  const plan = ["--plan", "out/plan.json"]
  const merged = await project.run(["aggregate", "out", ...plan, ...reports("merged")])
  expect([live.exitCode, merged.exitCode]).toEqual([1, 1])
  const lines = ["busy: 3 run, 1 passed, 1 failed, 1 flaky, 2 skipped", "calm: 1 run, 1 passed"]
  for (const { stderr } of [live, merged]) {
    expect(stderr).toContain(`\ngroups\n${lines.map((line) => `  ${line}\n`).join("")}\n`)
  }
  const { groups } = project.results("live.json")
  expect(groups.map(({ name }) => name)).toEqual(["busy", "calm"])
  expect(project.results("merged.json").groups).toEqual(groups)
  const table = (name: string) =>
    /<summary>Groups[\s\S]*?<\/details>/u.exec(project.read(`${name}.md`))?.[0]
  expect(table("live")).toContain("<code>busy</code>: 1 passed, 1 failed, 1 flaky, 2 skipped")
  expect(table("merged")).toBe(table("live"))
})
