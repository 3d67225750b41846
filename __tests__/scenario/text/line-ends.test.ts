import { describe, expect, it } from "vitest"
import {
  carriageReturnOf,
  carriageReturnWarnings,
  isRunByShell,
  lineWithCarriageReturn,
  scriptNotFound,
  scriptsCalledBy,
} from "../../../src/scenario/text/line-ends.ts"

describe("scriptsCalledBy", () => {
  it.each([
    ["./smoke/cart.sh eu", [{ path: "./smoke/cart.sh", byShell: false }]],
    ["bash -eu smoke/cart.sh", [{ path: "smoke/cart.sh", byShell: true }]],
    [
      "  . lib.sh\nexec ./serve",
      [
        { path: "lib.sh", byShell: true },
        { path: "./serve", byShell: false },
      ],
    ],
    ["make test\necho a/b\n/bin/true\nsmoke/", []],
    ["python3 ./smoke.py", []],
  ])("of %j", (text, scripts) => {
    expect(scriptsCalledBy(text)).toEqual(scripts)
  })
})

describe("isRunByShell", () => {
  it.each([
    ["/bin/sh", true],
    ["/usr/bin/env bash", true],
    ["/usr/bin/env -S A=1 zsh -e", true],
    ["/usr/bin/env python3", false],
    ["/usr/bin/node", false],
  ])("by the first line %s: %s", (shebang, expected) => {
    expect(isRunByShell(shebang, "pwsh")).toBe(expected)
  })

  it.each([
    ["bash", true],
    ["dash -e {0}", true],
    ["python", false],
    ["perl {0}", false],
  ])("else by the shell %s: %s", (shell, expected) => {
    expect(isRunByShell(null, shell)).toBe(expected)
  })
})

describe("carriageReturnOf", () => {
  it("is the first line with CR LF", () => {
    const file = { path: "a.sh", text: "#!/bin/sh\necho a\necho b\r\necho c\r\n" }
    expect(carriageReturnOf(file)?.range).toEqual({ start: 17, end: 23 })
    expect(carriageReturnOf({ path: "a.sh", text: "printf 'a\\r\\n'\rb\n" })).toBeNull()
  })

  it("is told of five scripts, and how many more there are", () => {
    const location = { file: { path: "smoke/a", text: "a\r\n" }, range: { start: 0, end: 1 } }
    const told = carriageReturnWarnings(Array.from({ length: 205 }, () => location))
    expect(told).toHaveLength(5)
    expect(told[0]?.message).not.toContain("more")
    expect(told[4]?.message).toContain("; so do those of 200 more scripts")
    expect(told[0]?.hint).toContain("`a text eol=lf`")
  })
})

describe("lineWithCarriageReturn", () => {
  it.each([
    [
      "x\n/w/a.sh: line 6: $'foo\\r': command not found\n",
      "a.sh: line 6: $'foo\\r': command not found",
    ],
    [
      "a.sh: line 2: syntax error near unexpected token `$'do\\r''\n",
      "a.sh: line 2: syntax error near unexpected token `$'do\\r''",
    ],
    ["/w/a.sh: 2: foo\r: not found\n", "a.sh: 2: foo: not found"],
    ["a.sh: 3: cd: can't cd to /tmp\r\n", "a.sh: 3: cd: can't cd to /tmp"],
    [
      "/usr/bin/env: ‘bash\\r’: No such file or directory\n",
      "env: ‘bash\\r’: No such file or directory",
    ],
    ["env: bash\r: No such file or directory\n", "env: bash: No such file or directory"],
    [
      "bash: ./a.sh: /bin/bash^M: bad interpreter: No such file or directory",
      "bash: ./a.sh: /bin/bash^M: bad interpreter: No such file or directory",
    ],
    ["a.sh: line 6: foo: command not found\n", null],
    ["main.c: 3: error: no such file\r\n", null],
    ["get: 10: 50 %\rget: 10: 60 %\r\n", null],
    ["", null],
  ])("of %j", (output, line) => {
    expect(lineWithCarriageReturn(output)).toBe(line)
  })
})

describe("scriptNotFound", () => {
  it.each([
    ["/t/1.sh: line 1: ./b.sh: cannot execute: required file not found\n", "./b.sh"],
    ["sh: 1: /w/b.sh: not found\n", "/w/b.sh"],
    ["/t/1.sh: line 1: foo: command not found\n", null],
  ])("of %j is %s", (output, script) => {
    expect(scriptNotFound(output)).toBe(script)
  })
})
