import { chmodSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { findTests } from "../../../src/app/create/find-tests.ts"
import { Project } from "../../__rig__/project.ts"

function found(files: Readonly<Record<string, string>>) {
  return findTests(new Project(files).root, nodeFiles)
}

const commands = (files: Readonly<Record<string, string>>) =>
  found(files).tests.map(({ id, run, files: paths, matrix }) => [id, run, paths ?? matrix?.values])

const SCRIPT = "#!/bin/sh\necho ok\n"

describe("findTests", () => {
  it("finds scripts where people keep them, and leaves alone what is no script", () => {
    expect(
      commands({
        "smoke/login.sh": SCRIPT,
        "tests/deep/cart.sh": SCRIPT,
        "scripts/release/smoke-api": SCRIPT,
        "scripts/deploy.sh": SCRIPT,
        "e2e/data.json": "{}",
        "ci/lib.sh": "f() { :; }\n",
        "smoke/node_modules/x/run.sh": SCRIPT,
      }),
    ).toEqual([
      ["smoke", '"$SMOKE_FILE"', ["scripts/release/smoke-api"]],
      ["smoke-2", '"$SMOKE_FILE"', ["smoke/login.sh", "tests/deep/cart.sh"]],
    ])
  })

  it("runs scripts that are not executable by what their first line names", () => {
    const project = new Project({ "smoke/a.py": "#!/usr/bin/env python3\n", "ci/b": "echo\n" })
    chmodSync(`${project.root}/smoke/a.py`, 0o644)
    chmodSync(`${project.root}/ci/b`, 0o755)
    const { tests } = findTests(project.root, nodeFiles)
    expect(tests.map(({ run }) => run)).toEqual(['sh "$SMOKE_FILE"', 'python3 "$SMOKE_FILE"'])
  })

  it("includes scripts that have a header", () => {
    const script = "#!/bin/sh\n# ---\n# name: Login\n# ---\nexit 0\n"
    expect(found({ "smoke/a.sh": script })).toEqual({ include: ["smoke/a.sh"], tests: [] })
  })

  it("finds packages of each Go module, and crates", () => {
    expect(
      commands({
        "go.mod": "module x\n",
        "a_test.go": "package x\n",
        "calc/b_test.go": "package calc\n",
        "tools/go.mod": "module tools\n",
        "tools/c/c_test.go": "package c\n",
        "Cargo.toml": '[workspace]\nmembers = ["one"]\n',
        "one/Cargo.toml": '[package]\nversion = "1.0.0"\nname = "one"\n[dependencies]\n',
      }),
    ).toEqual([
      ["go", 'go test "$SMOKE_MATRIX_PACKAGE"', [".", "./calc"]],
      ["go-tools", `go -C 'tools' test "$SMOKE_MATRIX_PACKAGE"`, ["./c"]],
      ["cargo", 'cargo test --package "$SMOKE_MATRIX_CRATE"', ["one"]],
    ])
  })

  it("takes smoke scripts and targets always, and plain tests where there is nothing else", () => {
    const files = {
      "package.json": JSON.stringify({ scripts: { test: "vitest", "test:e2e": "x", build: "y" } }),
      Makefile: "CC := gcc\ntest: build\n\ttrue\nsmoke-api:\n\ttrue\n.PHONY: test\n",
    }
    expect(commands({ ...files, "a.bats": "" }).map(([id, , values]) => [id, values])).toEqual([
      ["bats", ["a.bats"]],
      ["npm", ["test:e2e"]],
      ["make", ["smoke-api"]],
    ])
    expect(commands(files).map(([, , values]) => values)).toEqual([
      ["test", "test:e2e"],
      ["test", "smoke-api"],
    ])
    const empty = { scripts: { test: 'echo "Error: no test specified" && exit 1' } }
    expect(commands({ "package.json": JSON.stringify(empty) })).toEqual([])
  })
})
