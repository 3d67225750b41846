/**
 * One contract for every kind of scenario: how it may end, what the log has, and that its time and
 * the run's end are kept.
 */
import { readdirSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Kind, toKindResult } from "../../../src/execute/kinds/kind.ts"
import { startWebServer, type WebServer } from "../../__rig__/web-server.ts"
import { suiteRun } from "../real-rig.ts"

let server: WebServer

beforeAll(async () => {
  server = await startWebServer((path, response) => {
    if (path === "/slow") return
    response.writeHead(path === "/fail" ? 500 : 200)
    response.end("hello\n")
  })
})

afterAll(() => server.close())

const MODULE = `
export default async ({ with: given, log, signal }) => {
  log("hello")
  if (given.do === "slow") {
    await new Promise((resolve) => {
      const open = setInterval(() => {}, 1000)
      signal.addEventListener("abort", () => { clearInterval(open); log("cleaned"); resolve() })
    })
  }
  if (given.do === "fail") return { outcome: "failed", message: "it failed" }
  if (given.do === "skip") return { outcome: "skipped", message: "not here" }
  return { outcome: "passed", outputs: { word: "said" } }
}
`

const registered: Kind = async ({ with: given, log, signal }) => {
  log("hello")
  if (given["do"] === "slow") {
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve())
    })
  }
  if (given["do"] === "fail") return { outcome: "failed", message: "it failed" }
  if (given["do"] === "skip") return { outcome: "skipped", message: "not here" }
  return { outcome: "passed", outputs: { word: "said" } }
}

const SCRIPT = `#!/usr/bin/env bash
echo hello
case "$SMOKE_SLUG" in
  slow) sleep 30 ;;
  fail) exit 1 ;;
  skip) exit 77 ;;
  *) echo word=said >> "$SMOKE_OUTPUT" ;;
esac
`

interface KindCase {
  readonly name: string
  readonly files?: Readonly<Record<string, string>>
  readonly suite: (word: string) => string
  readonly skips: boolean
}

const KINDS: readonly KindCase[] = [
  {
    name: "run",
    suite: () => `{ run: ${JSON.stringify(SCRIPT.split("\n").slice(1).join("\n"))} }`,
    skips: true,
  },
  {
    name: "script",
    files: { "all.sh": SCRIPT },
    suite: () => `{ run: ./all.sh, shell: "bash {0}" }`,
    skips: true,
  },
  { name: "http", suite: (word) => `{ http: ${server.origin}/${word} }`, skips: false },
  {
    name: "module",
    files: { "kinds/word.mjs": MODULE },
    suite: (word) => `{ kind: ./kinds/word.mjs, with: { do: ${word} } }`,
    skips: true,
  },
  { name: "registered", suite: (word) => `{ kind: word, with: { do: ${word} } }`, skips: true },
]

function runOf(kind: KindCase, words: readonly string[]) {
  const lines = words.map((word) => `  ${word}: ${kind.suite(word)}`)
  const text = `defaults: { timeout: 1s }\nscenarios:\n${lines.join("\n")}\n`
  const files = { ...kind.files }
  if (kind.name === "script") {
    // A script of a suite is included; here each word is one.
    for (const word of words) files[`smoke/${word}.sh`] = SCRIPT
    return suiteRun(`defaults: { timeout: 1s }\ninclude: smoke/*.sh\n`, {
      files,
      kinds: { word: registered },
    })
  }
  return suiteRun(text, { files, kinds: { word: registered } })
}

describe.runIf(process.platform === "linux")("every kind", () => {
  it.each(KINDS.map((kind) => [kind.name, kind] as const))("%s", async (_, kind) => {
    const words = ["pass", "fail", "slow", ...(kind.skips ? ["skip"] : [])]
    const run = runOf(kind, words)
    await run.dispatcher.run()
    expect(run.attempt("pass")).toMatchObject({ outcome: "passed", cause: null, message: null })
    expect(run.attempt("fail").outcome).toBe("failed")
    expect(run.attempt("fail").message).toBeTruthy()
    expect(["exit-code", "expectation"]).toContain(run.attempt("fail").cause)
    expect(run.attempt("fail").tail).toContain("hello")
    expect(run.attempt("slow")).toMatchObject({
      outcome: "failed",
      cause: "timeout",
      message: "timed out after 1.0s",
    })
    expect(run.attempt("slow").durationMs).toBeLessThan(5_000)
    if (kind.skips) expect(run.attempt("skip").outcome).toBe("skipped")
    expect(run.log("pass")).toContain("hello")
    expect(run.attempt("pass").outputBytes).toBeGreaterThan(0)
    const left = readdirSync(`${run.root}/tmp`, { recursive: true, encoding: "utf8" })
    expect(
      left.filter((name) => !/^(?:(?:cache|tmp)\.\d|scripts(?:\/\d\.sh)?)$/u.test(name)),
    ).toEqual([])
  })

  it.each(KINDS.map((kind) => [kind.name, kind] as const))("%s is cancelled", async (_, kind) => {
    const run = runOf(kind, ["slow"])
    const ended = run.dispatcher.run()
    run.dispatcher.cancel("interrupted", "SIGTERM")
    await ended
    expect(run.events.at(-1)).not.toMatchObject({ outcome: "failed" })
    const verdicts = run.events.filter(({ type }) => type === "scenario-cancelled")
    expect(verdicts).toMatchObject([{ id: "slow", reason: "interrupted" }])
  })
})

const ODD = `
export default async ({ with: given, args, env, cwd, attempt, name }) => {
  if (given.do === "throw") throw new TypeError("no such thing")
  if (given.do === "exit") process.exit(3)
  if (given.do === "nothing") return
  if (given.do === "hang") for (;;) ;
  return {
    outcome: "failed",
    message: JSON.stringify([given, args, env.WHO, env.ACTIONS_RUNTIME_TOKEN ?? null, cwd, attempt, name]),
  }
}
`

describe.runIf(process.platform === "linux")("a module", () => {
  it("may do anything, and is told what a command is told", async () => {
    const run = suiteRun(
      `
defaults: { timeout: 10s }
scenarios:
  throw: { kind: ./odd.mjs, with: { do: throw } }
  exit: { kind: ./odd.mjs, with: { do: exit } }
  nothing: { kind: ./odd.mjs, with: { do: nothing } }
  hang: { kind: ./odd.mjs, with: { do: hang }, timeout: 500ms }
  broken: { kind: ./broken.mjs }
  no-function: { kind: ./constant.mjs }
  told:
    kind: ./odd.mjs
    args: ["\${{ scenario.id }}", 1.10]
    env: { WHO: me }
    with: { list: [1, "\${{ attempt }}"], text: "a \${{ attempt }}" }
`,
      {
        files: {
          "odd.mjs": ODD,
          "broken.mjs": "export default (",
          "constant.mjs": "export default 3",
        },
      },
    )
    await run.dispatcher.run()
    const said = (id: string) => {
      const { cause, message } = run.attempt(id)
      return [cause, message]
    }
    expect(said("throw")).toEqual(["expectation", "no such thing"])
    expect(run.attempt("throw").tail).toContain("TypeError: no such thing")
    expect(said("exit")).toEqual(["exit-code", "exit code 3"])
    expect(said("nothing")[1]).toContain("the kind returned no result")
    expect(said("hang")[0]).toBe("timeout")
    expect(said("broken")[0]).toBe("expectation")
    expect(said("no-function")[1]).toBe("its default export is not a function")
    expect(JSON.parse(said("told")[1] ?? "")).toEqual([
      { list: [1, 1], text: "a 1" },
      ["told", "1.10"],
      "me",
      null,
      run.root,
      1,
      "told",
    ])
  })
})

describe("a registered kind", () => {
  it("that throws has failed with its message; what it gives back may be nothing", async () => {
    const kinds: Readonly<Record<string, Kind>> = {
      throws: () => {
        throw new Error("broken here")
      },
      nothing: () => undefined as never,
    }
    const run = suiteRun("scenarios: { a: { kind: throws }, b: { kind: nothing } }", { kinds })
    await run.dispatcher.run()
    expect(run.attempt("a")).toMatchObject({ cause: "expectation", message: "broken here" })
    expect(run.attempt("b").message).toContain("the kind returned no result")
  })

  it("that is not there is an error while planning", () => {
    expect(() =>
      suiteRun("scenarios: { a: { kind: grcp } }", { kinds: { grpc: registered } }),
    ).toThrow("did you mean `grpc`?")
  })

  it("gives its outputs to what needs them", async () => {
    const run = suiteRun(
      `scenarios: { a: { kind: word }, b: { run: "echo \${{ needs.a.outputs.word }}", needs: a } }`,
      { kinds: { word: registered } },
    )
    await run.dispatcher.run()
    expect(run.log("b")).toBe("said\n")
  })
})

describe("toKindResult", () => {
  it.each([
    [undefined, null],
    [{ outcome: "fine" }, null],
    [{ outcome: "passed" }, { outcome: "passed" }],
    [
      { outcome: "failed", message: 3, outputs: { a: "x", b: 1 } },
      { outcome: "failed", outputs: { a: "x" } },
    ],
    [
      { outcome: "failed", message: "x".repeat(5_000) },
      { outcome: "failed", message: "x".repeat(1_000) },
    ],
  ])("%j", (value, result) => {
    expect(toKindResult(value)).toEqual(result)
  })
})
