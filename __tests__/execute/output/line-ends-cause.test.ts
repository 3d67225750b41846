import { spawnSync } from "node:child_process"
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { lineEndsCause } from "../../../src/execute/output/line-ends-cause.ts"
import { suiteRun } from "../real-rig.ts"

let cwd: string
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), "line-ends-"))
  const write = (name: string, text: string) => {
    writeFileSync(join(cwd, name), text)
    chmodSync(join(cwd, name), 0o755)
  }
  write("words.sh", "echo started\r\nnothing-here\r\n")
  write("words-lf.sh", "echo started\nnothing-here\n")
  write("block.sh", "if true; then\r\n  echo hi\r\nfi\r\n")
  write("block-lf.sh", "if true; then\n  echo hi\n")
  write("set.sh", "set -e\r\n")
  write("set-lf.sh", "set -y\n")
  write("system.sh", "#!/bin/no-such-bash\r\n:\r\n")
  write("system-lf.sh", "#!/bin/no-such-bash\n:\n")
})
afterAll(() => rmSync(cwd, { recursive: true }))

/** What is said after a shell ran a text, below what an earlier attempt left in the log. */
function causeOf(shell: string, text: string): string | null {
  const ran = spawnSync(shell, ["-c", text], { cwd, encoding: "utf8" })
  const earlier = "a.sh: line 1: $'old\\r': command not found\n"
  const log = join(cwd, "log")
  writeFileSync(log, `${earlier}${ran.stdout}${ran.stderr}`)
  const prepared = { file: shell, args: [], cwd, env: {}, script: null }
  const request = { log, prepared }
  return lineEndsCause({ request, ports: { files: nodeFiles }, logStart: earlier.length })
}

describe("lineEndsCause", () => {
  it.each(["bash", "sh"])("says which line %s stumbled over", (shell) => {
    expect(causeOf(shell, `${shell} ./words.sh`)).toMatch(
      /^CR LF line ends in the script, save it with LF: words\.sh: .*2: .*nothing-here.*not found$/u,
    )
    expect(causeOf(shell, `${shell} ./words-lf.sh`)).toBeNull()
  })

  it.each(["bash", "sh"])("knows it where %s does not understand a block", (shell) => {
    expect(causeOf(shell, `${shell} ./block.sh`)).toMatch(
      /^CR LF line ends in the script, save it with LF: block\.sh: .*syntax error/iu,
    )
    expect(causeOf(shell, `${shell} ./block-lf.sh`)).toBeNull()
  })

  it.each(["bash", "sh"])("knows it where a command of %s gets a CR", (shell) => {
    expect(causeOf(shell, `${shell} ./set.sh`)).toMatch(/^CR LF line ends in .*set\.sh: .*set: /u)
    expect(causeOf(shell, `${shell} ./set-lf.sh`)).toBeNull()
  })

  it("says which script names an interpreter with a CR", () => {
    expect(causeOf("bash", "./system.sh")).toMatch(/^CR LF line ends in .*system\.sh/u)
    expect(causeOf("bash", "./system-lf.sh")).toBeNull()
    expect(causeOf("bash", "./gone.sh")).toBeNull()
  })
})

describe.runIf(process.platform === "linux")("a script with CR LF", () => {
  it("is named as the cause of its attempt", async () => {
    const run = suiteRun('include: "*.sh"\n', {
      files: { "cart.sh": "#!/bin/bash\r\necho begun\r\nnothing-here\r\n" },
    })
    await run.dispatcher.run()
    expect(run.attempt("cart")).toMatchObject({
      cause: "exit-code",
      message:
        "exit code 127: CR LF line ends in the script, save it with LF: cart.sh: line 3: $'nothing-here\\r': command not found",
    })
  })
})
