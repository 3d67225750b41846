/**
 * What a start need not load: one step runs without the artifact client, which is most of the bundle.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { runAction } from "../__rig__/runner/run-action.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))
const CLIENT = "twirp/github.actions.results.api.v1"

/** The action without the chunks that hold the artifact client. */
function withoutClient(): { readonly folder: string; readonly removedBytes: number } {
  const folder = mkdtempSync(join(tmpdir(), "smoke-lazy-"))
  for (const path of ["action.yml", "plan", "dist"]) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true })
  }
  let removedBytes = 0
  for (const name of readdirSync(join(folder, "dist"))) {
    const path = join(folder, "dist", name)
    if (!name.endsWith(".index.js") || !isClient(readFileSync(path, "utf8"))) continue
    removedBytes += statSync(path).size
    rmSync(path)
  }
  return { folder, removedBytes }
}

function isClient(text: string): boolean {
  return text.includes(CLIENT) || text.includes("github.actions.results.api.v1.ArtifactService")
}

it("loads the artifact client only when it is used", async () => {
  const { folder, removedBytes } = withoutClient()
  expect(removedBytes).toBeGreaterThan(1_000_000)
  const jobs = mkdtempSync(join(tmpdir(), "smoke-lazy-jobs-"))
  const inputs = { scenarios: "a: 'true'" }
  const all = await runAction({ metadata: join(folder, "action.yml"), folder: jobs, inputs })
  expect(all.conclusion).toBe("success")
  expect(all.outputs["passed"]).toBe("1")
  const plan = await runAction({ metadata: join(folder, "plan/action.yml"), folder: jobs, inputs })
  expect(plan.conclusion).toBe("failure")
  rmSync(folder, { recursive: true, force: true })
  rmSync(jobs, { recursive: true, force: true })
})
