import { existsSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { createProcesses } from "../../src/adapters/node/processes/processes.ts"
import type { EventBody } from "../../src/events/event.ts"
import { dispatching } from "./execute-rig.ts"
import { suiteRun } from "./real-rig.ts"

function hooksOf(events: readonly EventBody[]) {
  return events.flatMap((event) =>
    event.type === "hook-finished"
      ? [`${event.id ?? "shard"} ${event.stage} ${event.name}: ${event.outcome}`]
      : [],
  )
}

const SCENARIOS = `
defaults: { env: { WHO: you } }
scenarios:
  good:
    run: echo run $NS $WHO
    env: { WHO: me }
    before:
      - { name: Make it, run: 'echo NS=space >> "$GITHUB_ENV"; echo before $WHO' }
      - 'echo $NS; echo made=1 >> "$SMOKE_OUTPUT"'
    after:
      - { name: Told, run: 'echo $SMOKE_VERDICT [$SMOKE_CAUSE] $NS', env: { WHO: "\${{ scenario.id }}" } }
      - { name: Not, if: failure(), run: exit 1 }
      - { name: Nor, if: "env.WHO == 'nobody'", run: exit 1 }
  uses: { run: 'echo \${{ needs.good.outputs.made }}', needs: good }
  fails:
    run: exit 3
    after:
      - { name: Only when good, run: exit 1 }
      - { name: Logs, if: failure(), run: 'echo $SMOKE_VERDICT $SMOKE_CAUSE' }
      - { name: Drop, if: always(), run: exit 4 }
  no-before:
    run: echo never
    before: [{ name: First, run: "echo it broke; exit 5" }, { name: Second, run: exit 1 }]
    after: { name: Drop, if: always(), run: "true" }
  no-after: { run: "true", after: exit 6 }
  slow: { run: sleep 30, timeout: 100ms, after: { if: failure(), run: 'echo $SMOKE_CAUSE' } }
  slow-hook: { run: "true", before: { run: sleep 30, timeout: 100ms } }
  no-folder: { run: "true", before: { run: "true", working-directory: nowhere } }
  skips: { run: exit 77, after: 'echo $SMOKE_VERDICT' }
  again: { run: "exit 1", retry: { max-attempts: 2, delay: 0s }, before: echo hi }
`

describe.runIf(process.platform === "linux")("hooks of a scenario", () => {
  it("run around each attempt with the meaning they have in Actions", async () => {
    const run = suiteRun(SCENARIOS)
    await run.dispatcher.run()
    expect(hooksOf(run.events).toSorted()).toEqual([
      "again before echo hi: passed",
      "again before echo hi: passed",
      "fails after Drop: failed",
      "fails after Logs: passed",
      "good after Told: passed",
      "good before Make it: passed",
      'good before echo $NS; echo made=1 >> "$SMOKE_OUTPUT": passed',
      "no-after after exit 6: failed",
      "no-before after Drop: passed",
      "no-before before First: failed",
      "no-folder before true: failed",
      "skips after echo $SMOKE_VERDICT: passed",
      "slow after echo $SMOKE_CAUSE: passed",
      "slow-hook before sleep 30: failed",
    ])
    const ends = Object.keys(run.plan.scenarios).map((id) => {
      const { outcome, cause, message } = run.attempt(id)
      return [id, outcome, cause, message?.replace(run.root, "ROOT") ?? null]
    })
    expect(ends).toEqual([
      ["good", "passed", null, null],
      ["uses", "passed", null, null],
      ["fails", "failed", "exit-code", "exit code 3"],
      ["no-before", "failed", "hook", "hook `First` before: exit code 5: it broke"],
      ["no-after", "failed", "hook", "hook `exit 6` after: exit code 6"],
      ["slow", "failed", "timeout", "timed out after 100ms"],
      ["slow-hook", "failed", "hook", "hook `sleep 30` before: timed out after 100ms"],
      [
        "no-folder",
        "failed",
        "hook",
        "hook `true` before: could not start: the working directory ROOT/nowhere does not exist",
      ],
      ["skips", "skipped", null, "exit code 77"],
      ["again", "failed", "exit-code", "exit code 1"],
    ])
    const log = run.log("good").replaceAll(/after [\d.]+m?s/gu, "after …")
    await expect(log).toMatchFileSnapshot("__golden__/hooks.log")
    expect(run.log("no-before")).not.toContain("never")
    expect(run.attempt("no-before").tail).toContain("it broke")
    expect(run.log("uses")).toBe("1\n")
  })
})

const LATE = `
scenarios:
  late:
    run: |
      trap 'echo dumped; exit 3' USR1
      echo $$ > "$SMOKE_TMP/pid"
      while :; do sleep 0.05; done
    timeout: 300ms
    timeout-signal: USR1
    on-timeout: 'test "$SMOKE_PID" = "$(cat $SMOKE_TMP/pid)" && echo same in $WHERE'
    env: { WHERE: here }
`

describe.runIf(process.platform === "linux")("an attempt whose time is over", () => {
  it("runs its command beside the process, and sends that its own signal", async () => {
    const run = suiteRun(LATE)
    await run.dispatcher.run()
    expect(run.attempt("late")).toMatchObject({ cause: "timeout", exitCode: 3 })
    const log = run.log("late").replaceAll(/after [\d.]+m?s/gu, "after …")
    const heading = `--- on-timeout: test "$SMOKE_PID" = "$(cat $SMOKE_TMP/pid)" && echo same in `
    expect(log).toContain(heading)
    expect(log.indexOf("\nsame in here\n--- on-timeout")).toBeLessThan(log.indexOf("\ndumped\n"))
    expect(log).toContain("\nsame in here\n--- on-timeout")
    expect(hooksOf(run.events)).toEqual([])
  })
})

const COLOURED = `
scenarios:
  red: { run: "printf '\\\\033[31mred\\\\033[0m\\\\n'; exit 1" }
  skips: { run: "printf 'skip=\\\\033[1mno db\\\\n' >> $SMOKE_OUTPUT" }
  hook: { run: "true", before: "printf '\\\\033]0;title\\\\007red\\\\n'; exit 1" }
`

describe.runIf(process.platform === "linux")("what an attempt says", () => {
  it("is free of what only a terminal understands; its log is not", async () => {
    const run = suiteRun(COLOURED)
    await run.dispatcher.run()
    expect(run.attempt("red").message).toBe("exit code 1: red")
    expect(run.attempt("skips")).toMatchObject({ outcome: "skipped", message: "no db" })
    expect(run.attempt("hook").message).toMatch(/^hook `.*` before: exit code 1: red$/u)
    const hook = run.events.find(({ type }) => type === "hook-finished")
    expect(hook).toMatchObject({ message: "exit code 1: red" })
    expect(run.log("red")).toContain("\u001b[31m")
  })
})

const SHARD = `
before:
  - { name: Images, run: 'echo LOADED=yes >> "$GITHUB_ENV"; echo loading for $SMOKE_SHARD' }
  - { name: Maybe, run: CODE }
after:
  - { name: Good only, run: "true" }
  - { name: Logs, if: failure(), run: 'echo $SMOKE_VERDICT [$SMOKE_CAUSE]' }
  - { name: Clean, if: always(), run: 'echo $LOADED; exit 9' }
scenarios:
  a: { run: 'echo loaded $LOADED; exit A' }
  b: { run: "true", needs: a, retry: { max-attempts: 3 } }
`

describe.runIf(process.platform === "linux")("hooks of a shard", () => {
  it("run once around the scenarios and speak to them by the environment", async () => {
    const run = suiteRun(SHARD.replace("CODE", "exit 0").replace("A'", "0'"))
    await run.dispatcher.run()
    expect(hooksOf(run.events)).toEqual([
      "shard before Images: passed",
      "shard before Maybe: passed",
      "shard after Good only: passed",
      "shard after Clean: failed",
    ])
    expect(run.log("a")).toBe("loaded yes\n")
    const log = readFileSync(`${run.folder}/logs/shard-before.1.log`, "utf8")
    expect(log).toContain("loading for 1\n")
    expect(readFileSync(`${run.folder}/logs/shard-after.1.log`, "utf8")).toContain("\nyes\n")
    expect(existsSync(`${run.root}/tmp/shard-before`)).toBe(false)
  })

  it("fail every scenario by the cause hook when one before fails, and try none", async () => {
    const run = suiteRun(SHARD.replace("CODE", "exit 2").replace("A'", "0'"))
    await run.dispatcher.run()
    const ends = run.events.filter(({ type }) => type === "scenario-finished")
    expect(ends).toMatchObject([
      { id: "a", verdict: "failed", cause: "hook" },
      { id: "b", verdict: "failed", cause: "hook" },
    ])
    expect(run.events.filter(({ type }) => type === "attempt-started")).toHaveLength(2)
    expect(run.attempt("b").message).toBe("hook `Maybe` before: exit code 2")
    expect(run.attempt("a").tail).toContain("loading for 1")
    expect(run.attempt("b").tail).toBeNull()
    expect(hooksOf(run.events).slice(2)).toEqual([
      "shard after Logs: passed",
      "shard after Clean: failed",
    ])
    expect(readFileSync(`${run.folder}/logs/shard-after.1.log`, "utf8")).toContain("failed [hook]")
  })

  it("know how the scenarios ended", async () => {
    const run = suiteRun(SHARD.replace("CODE", "exit 0").replace("A'", "3'"))
    await run.dispatcher.run()
    expect(hooksOf(run.events).slice(2)).toEqual([
      "shard after Logs: passed",
      "shard after Clean: failed",
    ])
  })
})

const notesOf = (events: readonly EventBody[]) =>
  events.flatMap((event) => (event.type === "note" ? [event.message] : []))

const SERVERS = `
before:
  - { name: Stays, run: "setsid sleep 60 & echo up" }
  - { name: Goes, run: "sleep 60 &" }
after: { name: Late, if: always(), run: "sleep 60 &" }
scenarios:
  fails: { run: "echo refused; exit 7" }
  own: { run: "echo refused; exit 7", before: "sleep 60 &" }
  passes: { run: "true", before: "sleep 60 &" }
  leaves: { run: "sleep 60 &" }
`

describe.runIf(process.platform === "linux")("what hooks leave running", () => {
  it("is ended with them and said so, unless it left the group of one before the scenarios", async () => {
    const run = suiteRun(SERVERS, { workers: 1 })
    await run.dispatcher.run()
    const stay = "; to keep a process running, let it leave the group: `setsid COMMAND &`"
    const ended = "left processes running; they were ended with it"
    expect(notesOf(run.events).toSorted()).toEqual([
      `hook \`Goes\` ${ended}${stay}`,
      `hook \`Late\` ${ended}`,
      "leaves left processes running; they were ended",
      `own: hook \`sleep 60 &\` ${ended}${stay}`,
      `passes: hook \`sleep 60 &\` ${ended}${stay}`,
    ])
    const hint = "processes that hook `Goes` had left running were ended with it"
    expect(run.attempt("fails").message).toBe(`exit code 7: refused (${hint})`)
    expect(run.attempt("own").message).toBe(
      `exit code 7: refused (processes that hook \`sleep 60 &\` had left running were ended with it) (${hint})`,
    )
    expect(run.attempt("own").leaked).toBe(true)
    expect(run.log("own")).toContain("; processes that it left running were ended with it\n")
    expect(run.attempt("passes")).toMatchObject({ outcome: "passed", message: null })
    expect(createProcesses().marked(`SMOKE_TMP=${run.root}/tmp/`, "anywhere")).toEqual([])
  })

  it("is named at the end where an attempt has sent it out of its group", async () => {
    const run = suiteRun('scenarios: { a: { run: "true", before: "setsid sleep 60 & echo up" } }')
    await run.dispatcher.run()
    expect(notesOf(run.events)).toEqual(["1 process of a had left its group and was ended"])
  })
})

const HOOK = { if: null, shell: "bash", env: {}, workingDirectory: ".", timeoutMs: 60_000 }

describe("hooks when the run is cancelled", () => {
  it("go on after the command has ended, and end with the time for that", async () => {
    const rig = dispatching([
      {
        id: "a",
        definition: {
          after: [
            { ...HOOK, name: "good", run: "true" },
            { ...HOOK, name: "clean", run: "true", if: "always()" },
            { ...HOOK, name: "more", run: "true", if: "cancelled()" },
          ],
        },
      },
    ])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(100)
    expect(rig.processes.children).toHaveLength(2)
    const clean = rig.processes.of("a")
    expect(clean.spec.env).toMatchObject({ SMOKE_VERDICT: "cancelled", SMOKE_CAUSE: "" })
    clean.exit(0)
    await rig.clock.advance(100)
    expect(rig.processes.children).toHaveLength(3)
    const more = rig.processes.of("a")
    more.onTerm = () => {}
    await rig.clock.advance(5_700)
    expect(more.signals).toEqual([])
    await rig.clock.advance(300)
    expect(more.signals).toEqual(["SIGTERM", "SIGKILL"])
    await run
    expect(hooksOf(rig.events)).toEqual(["a after clean: passed", "a after more: cancelled"])
    expect(rig.story()).toEqual(["cancelled a#1", "cancelled a: interrupted"])
    expect(rig.clock.waiting).toBe(0)
  })

  it("end at once when it hurries", async () => {
    const after = [{ ...HOOK, name: "clean", run: "true", if: "always()" }]
    const rig = dispatching([{ id: "a", definition: { after } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(100)
    rig.processes.of("a").onTerm = () => {}
    rig.dispatcher.hurry()
    await rig.clock.advance(100)
    await run
    expect(rig.processes.of("a").signals).toEqual(["SIGTERM", "SIGKILL"])
  })

  it("before the command: it does not run, and what tears down does", async () => {
    const before = [{ ...HOOK, name: "make", run: "true" }]
    const after = [{ ...HOOK, name: "drop", run: "true", if: "always()" }]
    const rig = dispatching([{ id: "a", definition: { before, after } }])
    const run = rig.dispatcher.run()
    await rig.clock.advance(10)
    rig.dispatcher.cancel("interrupted", "SIGINT")
    await rig.clock.advance(100)
    rig.processes.of("a").exit(0)
    await rig.clock.advance(100)
    await run
    expect(hooksOf(rig.events)).toEqual(["a before make: cancelled", "a after drop: passed"])
    expect(rig.processes.children).toHaveLength(2)
    expect(rig.story()).toContain("cancelled a: interrupted")
  })
})
