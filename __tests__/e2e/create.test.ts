/** What `create` writes for small real repositories is valid, and runs their tests. */
import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import {
  ACTIONLINT,
  describeLayer,
  findProgram,
  type Layer,
  programLayer,
} from "../__rig__/layers.ts"
import { Project } from "../__rig__/project.ts"

const GO = {
  "go.mod": "module example.com/shop\n\ngo 1.21\n",
  "shop_test.go": 'package shop\n\nimport "testing"\n\nfunc TestShop(t *testing.T) {}\n',
  "till/till_test.go":
    'package till\n\nimport "testing"\n\nfunc TestTill(t *testing.T) { t.Fatal("no coins") }\n',
}
const PYTEST = {
  "tests/a/test_cart.py": "def test_cart():\n    assert True\n",
  "tests/b/test_cart.py": "def test_till():\n    assert False, 'no coins'\n",
}
const BATS = {
  "test/cart.bats": '@test "cart" { true; }\n',
  "test/till.bats": '@test "till" { false; }\n',
}

const PYTEST_LAYER: Layer = {
  name: "pytest",
  find: () => {
    const done = spawnSync("python3", ["-m", "pytest", "--version"])
    return done.status === 0 ? findProgram("python3") : { missing: "not found" }
  },
}

/** Creates a suite and runs it: verdicts by id. */
async function ran(files: Readonly<Record<string, string>>) {
  const project = new Project(files)
  const created = await project.run(["create"])
  expect(created.exitCode, created.stderr).toBe(0)
  const env = { HOME: process.env["HOME"] ?? "", PYENV_ROOT: process.env["PYENV_ROOT"] ?? "" }
  await project.start(["run", "--out", "out"], env).ended
  const { scenarios } = project.results("out/results.json")
  return Object.fromEntries(scenarios.map(({ id, verdict }) => [id, verdict]))
}

describe("create", () => {
  it("writes a suite of the scripts that are there, which runs", async () => {
    const verdicts = await ran({
      "smoke/login.sh": "#!/bin/sh\nexit 0\n",
      "smoke/till.sh": "#!/usr/bin/env bash\nexit 3\n",
      Makefile: "smoke-api:\n\t@true\n",
    })
    expect(verdicts).toEqual({
      "smoke:smoke/login": "passed",
      "smoke:smoke/till": "failed",
      "make:smoke-api": "passed",
    })
  })

  it("says where it looked and writes nothing where nothing is", async () => {
    const project = new Project({ "readme.txt": "no tests" })
    const ended = await project.run(["create"])
    expect(ended.exitCode).toBe(2)
    expect(ended.stderr).toContain("found nothing to run; searched for scripts")
    expect(ended.stderr).toContain("smoke/** test*/** scripts/**/smoke*")
    expect((await project.run(["validate"])).exitCode).toBe(2)
  })
})

describeLayer(programLayer("go"), () => {
  it("writes a scenario for each package of Go", async () => {
    expect(await ran(GO)).toEqual({ "go:.": "passed", "go:./till": "failed" })
  })
})

describeLayer(PYTEST_LAYER, () => {
  it("writes a scenario for each file of pytest", async () => {
    expect(await ran(PYTEST)).toEqual({
      "pytest:tests/a/test_cart": "passed",
      "pytest:tests/b/test_cart": "failed",
    })
  })
})

describeLayer(programLayer("bats"), () => {
  it("writes a scenario for each file of bats", async () => {
    expect(await ran(BATS)).toEqual({ "bats:test/cart": "passed", "bats:test/till": "failed" })
  })
})

describeLayer(ACTIONLINT, (program) => {
  it.each([
    { name: "go", files: GO, step: "actions/setup-go@" },
    { name: "pytest", files: PYTEST, step: "pip install pytest" },
    { name: "bats", files: BATS, step: "apt-get install --yes bats" },
    { name: "cargo", files: { "Cargo.toml": '[package]\nname = "x"\n' }, step: "rustup toolchain" },
    { name: "npm", files: { "package.json": '{"scripts":{"test":"x"}}' }, step: "setup-node@" },
  ])("sets up $name in the jobs that need it", async ({ files, step }) => {
    const project = new Project(files)
    spawnSync("git", ["init", "--quiet"], { cwd: project.root })
    const path = ".github/workflows/smoke.yml"
    const steps = async () => {
      expect((await project.run(["create", "--workflow", "--force"])).exitCode).toBe(0)
      const done = spawnSync(program, [], { cwd: project.root, encoding: "utf8" })
      expect(done.stdout + done.stderr).toBe("")
      const text = project.read(path)
      expect(text.match(/uses: (?!OWNER)\S+/gu)?.every((use) => /@[0-9a-f]{40}$/u.test(use))).toBe(
        true,
      )
      return text.split(step).length - 1
    }
    expect(await steps()).toBe(1)
    const command =
      "scenarios: { a: { strategy: { matrix: { x: { command: ls } } }, run: 'true' } }"
    project.write("smoke.yml", command)
    expect(await steps()).toBe(2)
  })
})
