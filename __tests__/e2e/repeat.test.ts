/** The line that repeats a scenario, run by a shell as it is printed. */
import { execFileSync, spawnSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { commandOf } from "../../src/core/text/own-package.ts"
import { describeLayer } from "../__rig__/layers.ts"
import { NPM_REGISTRY } from "../__rig__/npm-registry.ts"
import { COMMAND, Project } from "../__rig__/project.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))

/** What a shell makes of the line, with the Node of this process. */
function pasted(line: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const path = `${join(process.execPath, "..")}:${process.env["PATH"]}`
  return spawnSync("sh", ["-c", line], {
    cwd,
    encoding: "utf8",
    env: { PATH: path, HOME: cwd, ...env },
  })
}

function repeatOf(project: Project, id: string): string {
  const scenarios = project.results("out/results.json").scenarios
  return scenarios.find((one) => one.id === id)?.reproduce ?? "none"
}

const SUITE = `
profiles:
  staging: { env: { STAGE: staging } }
scenarios:
  login: { run: 'echo "$STAGE $SMOKE_SEED" >> ran; exit 3', env: { STAGE: production } }
  other: echo other >> ran
`

it("repeats one scenario with the profile and the seed that it ran with", async () => {
  const project = new Project({ "ci/smoke.yml": SUITE })
  const flags = ["--profile", "staging", "--seed", "9", "--out", "out"]
  await project.run(["run", "ci/smoke.yml", "--filter", "login", ...flags])
  const line = repeatOf(project, "login")
  expect(line).toBe(`node ${COMMAND} run ci/smoke.yml --profile staging --seed 9 --filter login`)
  expect(pasted(line, project.root).status).toBe(1)
  const [first, ...again] = execFileSync("sh", ["-c", "cat ran ci/ran 2>/dev/null || true"], {
    cwd: project.root,
    encoding: "utf8",
  })
    .trimEnd()
    .split("\n")
  expect(first).toBe("staging 9")
  expect(again).toEqual(["staging 9"])
})

it("calls what it is told to call", async () => {
  const project = new Project({ "smoke.yml": "scenarios: { bad: exit 3 }" })
  await project.run(["run", "--repeat-command", "make smoke --", "--out", "out"])
  expect(repeatOf(project, "bad")).toBe("make smoke -- run smoke.yml --filter bad")
})

it("repeats a scenario of a suite that came by the standard input", async () => {
  const project = new Project({})
  const suite = `scenarios:
  base: echo base >> ran
  bad:
    needs: [base]
    run: |
      # two  spaces
      printf '%s\\n' "it's  bad" >> ran
      exit 3
  other: echo other >> ran
`
  const done = spawnSync(process.execPath, [COMMAND, "run", "-", "--out", "out"], {
    cwd: project.root,
    input: suite,
    encoding: "utf8",
  })
  expect(done.status, done.stderr).toBe(1)
  project.write("ran", "")
  const line = repeatOf(project, "bad")
  expect(done.stderr).toContain(line)
  expect(pasted(line, project.root).status).toBe(1)
  expect(project.read("ran")).toBe("base\nit's  bad\n")
  expect(readdirSync(project.root).toSorted()).toEqual([".parallel-smoke", "out", "ran"])
})

it("asks npm for nothing that nobody has published, wherever people read it", () => {
  const files = execFileSync(
    "git",
    ["ls-files", "src", "docs", "examples", "*.md", "*action.yml"],
    {
      cwd: ROOT,
      encoding: "utf8",
    },
  )
  const asking = files
    .trimEnd()
    .split("\n")
    .filter((path) =>
      /npx (--yes |-y )?parallel-smoke/u.test(readFileSync(join(ROOT, path), "utf8")),
    )
  expect(asking).toEqual(["src/core/text/own-package.ts"])
})

describeLayer(NPM_REGISTRY, () => {
  it("is run by npx from the packed checkout that the action names", async () => {
    const project = new Project({ "smoke.yml": "scenarios: { good: 'true', bad: exit 3 }" })
    const archive = execFileSync("git", ["archive", "--format=tar.gz", "--prefix=x/", "HEAD"], {
      cwd: ROOT,
      maxBuffer: 1 << 28,
    })
    const server = createServer((_, response) => response.end(archive))
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const command = commandOf({
      version: "0",
      archive: `http://127.0.0.1:${port}/acme/parallel-smoke/archive/v1.tar.gz`,
    })
    await project.run(["run", "--repeat-command", command, "--out", "out"])
    const line = repeatOf(project, "bad")
    const env = { npm_config_yes: "true", npm_config_cache: join(project.root, "npm") }
    const { spawn } = await import("node:child_process")
    const child = spawn("sh", ["-c", line], {
      cwd: project.root,
      env: { ...process.env, ...env },
    })
    const text: string[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (part) => text.push(`${part}`))
    const code = await new Promise((resolve) => child.once("close", resolve))
    server.close()
    expect(code, text.join("")).toBe(1)
    expect(text.join("")).toContain("FAILED: 1 of 1 failed (bad)")
  })
})
