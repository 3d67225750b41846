/**
 * This repository's own self-test, before GitHub runs it.
 */
import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { runAct } from "../__rig__/act/act.ts"
import { transcript } from "../__rig__/act/consumer.ts"
import { ACT, describeLayer } from "../__rig__/layers.ts"
import { startResultsService } from "../__rig__/results-service/service.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))
const WORKFLOW = ".github/workflows/self-test.yml"
const USED = ["action.yml", "plan", "run", "aggregate", "dist", "examples", WORKFLOW]

describeLayer(ACT, (program) => {
  it("is green, and what has to be red in it is red", async () => {
    const folder = mkdtempSync(join(tmpdir(), "self-test-"))
    const service = await startResultsService()
    try {
      for (const path of USED) cpSync(join(ROOT, path), join(folder, path), { recursive: true })
      execFileSync("git", ["init", "--quiet", "--initial-branch", "main"], { cwd: folder })
      const env = service.environmentOf({ run: 7, attempt: 1, job: "job" })
      const done = await runAct({ program, folder, workflow: WORKFLOW, env })
      expect(done.exitCode, transcript(done)).toBe(0)
      expect(done.jobs.map(({ job }) => job).toSorted()).toEqual([
        ...["one-step", "plan", "shards", "shards", "shards", "verdict"],
      ])
      expect(
        done.annotations.filter(({ level }) => level === "error").map(({ job }) => job),
      ).toEqual(["one-step"])
    } finally {
      await service.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
