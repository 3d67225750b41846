/**
 * Reports of tests from their files to the events of an attempt, with real processes.
 */
import { describe, expect, it } from "vitest"
import { suiteRun } from "../real-rig.ts"

const CASES = `<testsuite><testcase name="adds" classname="cart" time="0.5"/><testcase name="pays" classname="cart"><failure message="expected 3">Error: expected 3
    at Object.pay (/elsewhere/node_modules/x/index.js:1:1)
    at ROOT/src/pay.js:7:3</failure></testcase></testsuite>`

const FILES = {
  "web/src/pay.js": "",
  "web/given.xml": CASES.replace("ROOT/", ""),
  "web/old.xml": CASES,
}

function suite(scenarios: string): string {
  return `defaults: { working-directory: web }\nscenarios:\n${scenarios}`
}

async function run(scenarios: string) {
  const ran = suiteRun(suite(scenarios), { files: FILES })
  await ran.dispatcher.run()
  const notes = ran.events.flatMap((event) => (event.type === "note" ? [event.message] : []))
  return { ...ran, notes }
}

const WRITE = "mkdir -p out; cp given.xml out/a.xml"

describe.runIf(process.platform === "linux")("reports of tests", () => {
  it("are rows of the attempt, with places in the repository", async () => {
    const ran = await run(`  a: { run: "${WRITE}; exit 1", reports: "out/*.xml" }\n`)
    expect(ran.attempt("a")).toMatchObject({
      outcome: "failed",
      cause: "exit-code",
      message: "exit code 1: web/src/pay.js:7: pays: expected 3",
      tests: {
        files: 1,
        failed: 1,
        flaky: 0,
        skipped: 0,
        passed: 1,
        cases: [
          { name: "pays", suite: "cart", outcome: "failed", file: "web/src/pay.js", line: 7 },
          { name: "adds", suite: "cart", outcome: "passed", seconds: 0.5, file: null },
        ],
      },
    })
    expect(ran.notes).toEqual([])
  })

  it("do not decide where the exit code passes, but it is said", async () => {
    const ran = await run(`  a: { run: "${WRITE}", reports: { junit: "out/*.xml" } }\n`)
    expect(ran.attempt("a")).toMatchObject({
      outcome: "passed",
      message: null,
      tests: { failed: 1 },
    })
    expect(ran.notes).toEqual(["a passed, but 1 of 2 tests failed, first: pays: expected 3"])
  })

  it("fail where the suite asks for it", async () => {
    const ran = await run(
      `  a: { run: "${WRITE}", reports: { junit: "out/*.xml", failures: fail } }\n`,
    )
    expect(ran.attempt("a")).toMatchObject({
      outcome: "failed",
      cause: "expectation",
      message: "exit code 0, but 1 of 2 tests failed, first: pays: expected 3",
    })
  })

  it("never turn a failure into a success", async () => {
    const ran = await run(
      `  a: { run: "printf '1..1\\\\nok 1\\\\n' > ok.tap; exit 3", reports: { tap: ok.tap, failures: fail } }\n`,
    )
    expect(ran.attempt("a")).toMatchObject({ outcome: "failed", exitCode: 3, tests: { passed: 1 } })
  })

  it("of an earlier attempt are not read", async () => {
    const ran = await run(
      `  a: { run: "[ $SMOKE_ATTEMPT = 2 ] || { ${WRITE}; exit 1; }", reports: "out/*.xml", retry: { max-attempts: 2 } }\n  old: { run: "true", reports: "old.xml" }\n`,
    )
    const attempts = ran.events.flatMap((event) =>
      event.type === "attempt-finished" && event.id === "a" ? [event.tests?.failed] : [],
    )
    expect(attempts).toEqual([1, undefined])
    expect(ran.notes.toSorted()).toEqual([
      "a: reports: all files that match are older than it",
      "old: reports: all files that match are older than it",
    ])
  })

  it("that are missing, no plain files, or broken are noted", async () => {
    const ran = await run(`
  none: { run: "true", reports: "none/*.xml" }
  pipe: { run: "mkdir p; mkfifo p/a.xml; ln -s ../given.xml p/b.xml; mkdir p/c.xml; cp given.xml p/d.xml", reports: "p/*.xml" }
  torn: { run: "mkdir t; head -c 90 given.xml > t/a.xml; : > t/b.xml", reports: "t/*" }
  text: { run: "echo hi > x.txt", reports: "x.*" }
`)
    expect(ran.notes.toSorted()).toEqual([
      "none: reports: no file matches",
      "pipe passed, but 1 of 2 tests failed, first: pays: expected 3",
      "text: reports: x.txt: it is not TAP",
      "torn: reports: t/a.xml: it breaks off",
      "torn: reports: t/b.xml: it is empty",
    ])
    expect(ran.attempt("pipe")).toMatchObject({ tests: { files: 1, failed: 1 } })
    expect(ran.attempt("torn")).toMatchObject({
      outcome: "passed",
      tests: { passed: 1, failed: 0 },
    })
  })

  it("may be named by expressions", async () => {
    const ran = await run(
      `  a: { run: "mkdir r-a; cp given.xml r-a/x.xml", reports: "r-\${{ scenario.id }}/*.xml" }\n  b: { run: "true", reports: "\${{ env.WHERE }}/../../x.xml" }\n`,
    )
    expect(ran.attempt("a")).toMatchObject({ tests: { failed: 1 } })
    expect(ran.notes).toContain("b: reports: /../../x.xml leaves the working directory")
  })
})
