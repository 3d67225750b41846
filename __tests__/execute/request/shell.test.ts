import { describe, expect, it } from "vitest"
import {
  scriptExtension,
  shebangCommand,
  shellCommand,
} from "../../../src/execute/request/shell.ts"
import { SHELL_NAMES } from "../../../src/scenario/text/shells.ts"

const line = (shell: string, args: readonly string[] = []): string[] | string => {
  const command = shellCommand(shell, "/t/run", args)
  return command.ok ? [command.value.file, ...command.value.args] : command.error
}

describe("shellCommand", () => {
  it.each([
    ["bash", ["bash", "--noprofile", "--norc", "-eo", "pipefail", "/t/run"]],
    ["sh", ["sh", "-e", "/t/run"]],
    ["python", ["python3", "/t/run"]],
    ["pwsh", ["pwsh", "-command", ". '/t/run'"]],
    ["node", ["node", "/t/run"]],
    ["perl {0}", ["perl", "/t/run"]],
    ["perl -w  '-I my lib' \"{0}\"", ["perl", "-w", "-I my lib", "/t/run"]],
    ["sudo -E bash -c 'source {0}'", ["sudo", "-E", "bash", "-c", "source /t/run"]],
  ])("%s", (shell, expected) => {
    expect(line(shell)).toEqual(expected)
  })

  it.each(["fish", "bash -e", ""])("%j is no shell", (shell) => {
    expect(line(shell)).toBe(
      `shell ${JSON.stringify(shell)} is unknown and is not a template with {0}`,
    )
  })

  it("puts arguments last, unchanged", () => {
    expect(line("sh", ["a b", "", "$x", "{0}"])).toEqual([
      "sh",
      "-e",
      "/t/run",
      "a b",
      "",
      "$x",
      "{0}",
    ])
  })

  it("every named shell has a script ending, a template has none", () => {
    for (const name of SHELL_NAMES) expect(scriptExtension(name)).toMatch(/^\.[a-z]+\d?$/u)
    expect(scriptExtension("perl {0}")).toBe("")
  })
})

describe("shebangCommand", () => {
  it.each([
    ["/bin/sh", ["/bin/sh", "/s"]],
    [" /usr/bin/env  bash ", ["/usr/bin/env", "bash", "/s"]],
    // Linux hands over everything behind the program as one argument.
    ["/usr/bin/env -S python3 -u", ["/usr/bin/env", "-S python3 -u", "/s"]],
  ])("%j", (shebang, expected) => {
    const { file, args } = shebangCommand(shebang, "/s", ["x y"])
    expect([file, ...args]).toEqual([...expected, "x y"])
  })
})
