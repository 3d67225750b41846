import { describe, expect, it } from "vitest"
import { prepareAttempt } from "../../../src/execute/request/prepare.ts"
import type { Definition } from "../../../src/formats/plan.ts"
import { scenario } from "../../plan/plan-rig.ts"

function prepare(
  definition: Partial<Definition>,
  env: Readonly<Record<string, string>> = { BASE: "b" },
) {
  return prepareAttempt({
    definition: scenario({ id: "one", definition }).definition,
    root: "/root",
    env,
    temporary: "/t/one.1",
    contexts: (childEnv) => ({ env: childEnv, matrix: { size: "4k" }, attempt: 2 }),
  })
}

function preparedFrom(...args: Parameters<typeof prepare>) {
  const prepared = prepare(...args)
  if (!prepared.ok) throw new Error(prepared.error)
  return prepared.value
}

describe("prepareAttempt", () => {
  it("writes text to a script of the attempt", () => {
    expect(preparedFrom({ command: { kind: "run", text: "echo ${{ matrix.size }}" } })).toEqual({
      file: "bash",
      args: ["--noprofile", "--norc", "-eo", "pipefail", "/t/one.1/run.sh"],
      cwd: "/root",
      env: { BASE: "b" },
      script: { path: "/t/one.1/run.sh", text: "echo 4k\n" },
    })
  })

  it("runs a file by its shebang, else by the shell", () => {
    const path = "smoke/a.sh"
    expect(
      preparedFrom({ command: { kind: "script", path, shebang: "/usr/bin/env python3" } }),
    ).toMatchObject({ file: "/usr/bin/env", args: ["python3", "/root/smoke/a.sh"], script: null })
    expect(
      preparedFrom({ command: { kind: "script", path, shebang: null }, shell: "sh" }),
    ).toMatchObject({ file: "sh", args: ["-e", "/root/smoke/a.sh"], script: null })
  })

  it("tells a program by `_` what was called", () => {
    const command = { kind: "script", path: "a.sh", shebang: null } as const
    expect(preparedFrom({ command }, { _: "/usr/bin/npx" }).env["_"]).toBe("/root/a.sh")
  })

  it("evaluates environment in order, then arguments and the folder with it", () => {
    const { env, args, cwd } = preparedFrom({
      env: { A: "${{ env.BASE }}1", B: "${{ env.A }}2", BASE: "mine" },
      args: ["${{ env.B }}", "$B", "${{ attempt }}"],
      workingDirectory: "x/${{ env.BASE }}",
    })
    expect(env).toEqual({ A: "b1", B: "b12", BASE: "mine" })
    expect(args.slice(-3)).toEqual(["b12", "$B", "2"])
    expect(cwd).toBe("/root/x/mine")
  })

  it.each([
    [".", "/root"],
    ["", "/root"],
    ["a/b", "/root/a/b"],
    ["/abs", "/abs"],
  ])("works in %j: %s", (workingDirectory, cwd) => {
    expect(preparedFrom({ workingDirectory }).cwd).toBe(cwd)
  })

  it.each<readonly [Partial<Definition>, RegExp]>([
    [{ env: { A: "${{ fromJSON('{') }}" } }, /^env\.A: ./u],
    [{ args: ["ok", "${{ fromJSON('{') }}"] }, /^args\[1\]: ./u],
    [{ workingDirectory: "${{ fromJSON('{') }}" }, /^working-directory: ./u],
    [{ command: { kind: "run", text: "${{ fromJSON('{') }}" } }, /^run: ./u],
    [{ shell: "fish" }, /^shell "fish" is unknown/u],
  ])("%j is refused with its place", (definition, message) => {
    const prepared = prepare(definition)
    expect(prepared.ok ? "" : prepared.error).toMatch(message)
  })

  it("leaves the given environment alone", () => {
    const env = Object.freeze({ BASE: "b" })
    expect(preparedFrom({ env: { NEW: "1" } }, env).env).toEqual({ BASE: "b", NEW: "1" })
  })
})
