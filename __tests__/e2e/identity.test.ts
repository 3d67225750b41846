/**
 * `--id` on the command line: in the plan and its digest, in manifests, and held against a plan.
 */
import { expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

it("goes from the plan into its digest and the manifests of its shards", async () => {
  const project = new Project({ "smoke.yml": "name: Shop\nscenarios: { a: 'true' }\n" })
  const planned = async (file: string, ...flags: readonly string[]) => {
    const done = await project.run(["plan", "-o", file, ...flags])
    expect(done.exitCode, done.stderr).toBe(0)
    const { id, digest } = JSON.parse(project.read(file))
    return { id, digest }
  }
  const plain = await planned("plain.json")
  const eu = await planned("eu.json", "--id", "shop-eu")
  expect([plain.id, eu.id]).toEqual([expect.stringMatching(/^shop--[0-9a-z]{7}$/u), "shop-eu"])
  expect(plain.digest).not.toBe(eu.digest)
  expect(await planned("again.json", "--id", plain.id)).toEqual(plain)

  const ran = await project.run(["run", "--plan", "eu.json", "--out", "shards/1"])
  expect(ran.exitCode, ran.stderr).toBe(0)
  expect(JSON.parse(project.read("shards/1/manifest.json"))).toMatchObject({ id: "shop-eu" })
  for (const [plan, id, exitCode, words] of [
    ["eu.json", "shop-eu", 0, "PASSED"],
    ["plain.json", "shop-eu", 2, `plain.json has the id ${plain.id}, not shop-eu`],
    ["plain.json", plain.id, 4, "INCOMPLETE"],
  ] as const) {
    const merged = await project.run(["aggregate", "shards", "--plan", plan, "--id", id])
    expect(merged.exitCode, merged.stderr).toBe(exitCode)
    expect(merged.stderr).toContain(words)
  }

  const late = await project.run(["run", "--plan", "eu.json", "--id", "shop-us"])
  expect(late.exitCode).toBe(2)
  expect(late.stderr).toContain("--id cannot change the plan of --plan")
  const wrong = await project.run(["plan", "--id", "My Shop"])
  expect(wrong.exitCode).toBe(2)
  expect(wrong.stderr).toMatch(/'My Shop' is invalid. expects up to 60 lower-case letters/u)
})
