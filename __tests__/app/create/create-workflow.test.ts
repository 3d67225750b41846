import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import {
  findDefaultBranch,
  remainingWork,
  renderWorkflowTemplate,
} from "../../../src/app/create/create-workflow.ts"

describe("renderWorkflowTemplate", () => {
  it("writes plan, shards and verdict, with the reason for each guard", async () => {
    const text = renderWorkflowTemplate({ name: "smoke", branch: "main" })
    await expect(text).toMatchFileSnapshot("__golden__/workflow.yml")
  })

  it.each(["on: no", 'a "quoted" # name', "123"])("takes %j as a name and as a branch", (name) => {
    const workflow = parse(renderWorkflowTemplate({ name, branch: name }))
    expect([workflow.name, workflow.on.push.branches]).toEqual([name, [name]])
  })

  it("says what is left to do only while the repository is unknown", () => {
    const known = renderWorkflowTemplate({
      name: "smoke",
      branch: "main",
      reference: "acme/parallel-smoke@v1",
    })
    expect(known).not.toContain("OWNER")
    expect(known.match(/uses: acme\/parallel-smoke\/(plan|run|aggregate)@v1\n/gu)).toHaveLength(3)
    expect(remainingWork("acme/parallel-smoke@v1")).toBeNull()
    expect(remainingWork("OWNER/parallel-smoke@v1")).toContain("OWNER")
  })
})

describe("findDefaultBranch", () => {
  const branchOf = (head: string | null) =>
    findDefaultBranch("/r", {
      readText: (path) =>
        head !== null && path === "/r/.git/refs/remotes/origin/HEAD"
          ? { ok: true, value: head }
          : { ok: false, error: { path, code: "ENOENT", message: "no such file" } },
    })

  it.each([
    { head: "ref: refs/remotes/origin/trunk\n", branch: "trunk" },
    { head: "ref: refs/remotes/origin/release/2.x\n", branch: "release/2.x" },
    { head: "0123456789abcdef\n", branch: "main" },
    { head: null, branch: "main" },
  ])("is $branch for $head", ({ head, branch }) => {
    expect(branchOf(head)).toBe(branch)
  })
})
