/**
 * What each kind of process gets, leaves and is said of, by how its scenario or its run ends. Every
 * process writes down the signals that it hears; none of them may hear TERM twice.
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest"
import { describeLayer, findProgram, type Layer } from "../__rig__/layers.ts"
import { COMMAND, Project, type Running } from "../__rig__/project.ts"

/** Writes `TERM` for each one that it hears, and goes on; with `ends` it goes a moment later. */
const COUNTER = `use strict;
my ($name, $how) = @ARGV;
my $ends = 0;
$SIG{TERM} = sub { open my $f, '>>', "$name.signals"; print $f "TERM\\n"; close $f; $ends = 1 };
open my $p, '>', "$name.pid.part"; print $p $$; close $p; rename "$name.pid.part", "$name.pid";
kill 'STOP', $$ if $how eq 'stops';
for (1 .. 3000) { select undef, undef, undef, 0.02; exit if $ends && $how eq 'ends' && $ends++ > 10 }
`

/** How a scenario starts its counter, in the background. */
const KINDS: Readonly<Record<string, string>> = {
  member: "perl counter.pl member ends &",
  setsid: "setsid perl counter.pl setsid stays &",
  double: '(env -i PATH="$PATH" setsid perl counter.pl double ends &)',
  pipe: "setsid perl counter.pl pipe ends &",
  ignores: "perl counter.pl ignores stays &",
  stopped: "perl counter.pl stopped stops &",
}

interface Way {
  readonly timeout: string
  /** What the scenario does once its counter exists. */
  readonly after: string
  readonly flags: readonly string[]
  readonly exitCode: number
  readonly verdicts: string
}

const WAYS: Readonly<Record<string, Way>> = {
  timeout: { timeout: "2s", after: "sleep 60", flags: [], exitCode: 1, verdicts: "failed" },
  cancel: { timeout: "60s", after: "sleep 60", flags: [], exitCode: 130, verdicts: "cancelled" },
  "fail-fast": {
    ...{ timeout: "60s", after: "until [ -e failed ]; do sleep 0.02; done", exitCode: 1 },
    ...{ flags: ["--fail-fast"], verdicts: "passed" },
  },
  "end of run": { timeout: "60s", after: "true", flags: [], exitCode: 0, verdicts: "passed" },
}

function scenario(name: string, start: string, { timeout, after }: Way): string {
  const run = `${start} until [ -e ${name}.pid ]; do sleep 0.02; done; ${after}`.replace(
    "&)",
    "&);",
  )
  const expectation = name === "pipe" ? ', expect: { stdout: { matches: "^$" } }' : ""
  return `  ${name}: { timeout: ${timeout}, run: ${JSON.stringify(run)}${expectation} }`
}

function suite(kinds: Readonly<Record<string, string>>, name: string, way: Way): string {
  const lines = Object.entries(kinds).map(([kind, start]) => scenario(kind, start, way))
  const all = Object.keys(kinds).map((kind) => `[ -e ${kind}.pid ]`)
  const fails = `until ${all.join(" && ")}; do sleep 0.02; done; touch failed; exit 1`
  if (name === "fail-fast") lines.push(`  fails: ${JSON.stringify(fails)}`)
  return `scenarios:\n${lines.join("\n")}\n`
}

function pidOf(project: Project, kind: string): number {
  return Number(project.read(`${kind}.pid`))
}

/** Whether it has ended; one that ends while this looks has ended too. */
function isGone(pid: number): boolean {
  try {
    return /^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, "utf8"))
  } catch {
    return true
  }
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come to hold")
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A project with counters, which are gone after the test. */
function counting(text: string, { onTestFinished }: Pick<TestContext, "onTestFinished">): Project {
  const project = new Project({ "smoke.yml": text, "counter.pl": COUNTER })
  onTestFinished(() => {
    for (const kind of [...Object.keys(KINDS), "behind", "before"]) {
      if (!existsSync(join(project.root, `${kind}.pid`)) || isGone(pidOf(project, kind))) continue
      process.kill(pidOf(project, kind), "SIGKILL")
    }
  })
  return project
}

async function interruptWhenUp(run: Running, project: Project, kinds: readonly string[]) {
  for (const kind of kinds) await project.appears(`${kind}.pid`)
  run.process.kill("SIGINT")
}

// Most of their time is the grace that processes have.
describe.runIf(process.platform === "linux")("each process", { concurrent: true }, () => {
  it.for(Object.entries(WAYS))("hears TERM once and is gone: %s", async ([name, way], test) => {
    const project = counting(suite(KINDS, name, way), test)
    const run = project.start(["run", "-c", "8", "--out", "out", ...way.flags])
    if (name === "cancel") await interruptWhenUp(run, project, Object.keys(KINDS))
    const ended = await run.ended
    expect(ended.exitCode).toBe(way.exitCode)
    const { scenarios } = project.results("out/results.json")
    for (const kind of Object.keys(KINDS)) {
      expect([kind, project.read(`${kind}.signals`)]).toEqual([kind, "TERM\n"])
      expect([kind, isGone(pidOf(project, kind))]).toEqual([kind, true])
      expect(scenarios.find(({ id }) => id === kind)?.verdict).toBe(way.verdicts)
    }
    const leaked = scenarios.filter(({ leaked: one }) => one === true).map(({ id }) => id)
    const endsItself = way.verdicts === "passed"
    expect(leaked.sort()).toEqual(
      endsItself ? ["ignores", "member", "pipe", "setsid", "stopped"] : [],
    )
    // Nothing but their ancestry tells of some: they are found when the run ends.
    if (endsItself) expect(ended.stderr).toMatch(/\b3 processes.* were ended/u)
  })
})

describe.runIf(process.platform === "linux")("an engine that is killed", () => {
  it("leaves nothing: each process hears TERM once from what started it", async (test) => {
    const way: Way = { timeout: "60s", after: "sleep 60", flags: [], exitCode: 0, verdicts: "" }
    const project = counting(suite(KINDS, "", way), test)
    const run = project.start(["run", "-c", "8", "--out", "out"])
    for (const kind of Object.keys(KINDS)) await project.appears(`${kind}.pid`)
    const killedAt = performance.now()
    run.process.kill("SIGKILL")
    const pids = Object.keys(KINDS).map((kind) => pidOf(project, kind))
    await until(() => pids.every(isGone))
    expect(performance.now() - killedAt).toBeLessThan(10_000)
    for (const kind of Object.keys(KINDS)) {
      expect([kind, project.read(`${kind}.signals`)]).toEqual([kind, "TERM\n"])
    }
  })
})

/** Runs a command as the first process of a namespace. */
const UNSHARE: Layer = {
  name: "an engine that is process 1",
  find: () =>
    process.getuid?.() === 0
      ? findProgram("unshare")
      : { missing: "only root may make namespaces" },
}

describeLayer(UNSHARE, (unshare) => {
  it("gathers no zombies", async () => {
    const project = new Project({
      "smoke.yml": `scenarios:
  orphans: "for i in 1 2 3 4 5; do (setsid true &) ; done; (setsid sleep 0.1 &)"
  looks: { needs: [orphans], run: "sleep 0.3; ! grep -l '^State:.Z' /proc/[0-9]*/status" }
`,
    })
    const ended = await project.startBy(
      `exec ${unshare} --pid --fork --mount-proc --kill-child "$@"`,
      ["run"],
    ).ended
    expect(ended.stderr).toContain("PASSED")
    expect(ended.exitCode).toBe(0)
  })
})

/** A copy of `setpriv` that anybody runs as root, for an engine that is not root. */
const SETUID: Layer = {
  name: "processes of another user",
  find: () => {
    if (process.platform !== "linux" || process.getuid?.() !== 0) {
      return { missing: "only root can make a setuid program" }
    }
    return findProgram("setpriv")
  },
}

describeLayer(SETUID, (setpriv) => {
  const foreign = (name: string) =>
    `./as-root --reuid 0 --regid 0 --clear-groups perl counter.pl ${name} stays`
  const kinds = { behind: `${foreign("behind")} &`, before: `setsid ${foreign("before")} &` }

  // Not everybody may enter the folders where these are.
  const programs = mkdtempSync(join(tmpdir(), "smoke-programs-"))
  beforeAll(() => {
    chmodSync(programs, 0o755)
    copyFileSync(setpriv, join(programs, "as-root"))
    chmodSync(join(programs, "as-root"), 0o4755)
    copyFileSync(process.execPath, join(programs, "node"))
    cpSync(dirname(COMMAND), join(programs, "command"), { recursive: true })
    chmodSync(join(programs, "command"), 0o755)
  })
  afterAll(() => {
    rmSync(programs, { recursive: true })
  })

  const prepare = (text: string, test: Pick<TestContext, "onTestFinished">) => {
    const project = counting(text, test)
    chmodSync(project.root, 0o777)
    for (const name of ["as-root", "node", "command"]) {
      symlinkSync(join(programs, name), join(project.root, name))
    }
    return project
  }
  const asNobody = `${setpriv} --reuid 65534 --regid 65534 --clear-groups ./node command/cli.mjs`
  const startAsNobody = (project: Project, args: readonly string[]) =>
    project.startBy(`exec ${asNobody} "\${@:3}"`, args)

  it.for(Object.entries(WAYS))("is named and not waited for: %s", async ([name, way], test) => {
    const project = prepare(suite(kinds, name, way), test)
    const run = startAsNobody(project, ["run", "-c", "4", "--out", "out", ...way.flags])
    if (name === "cancel") await interruptWhenUp(run, project, Object.keys(kinds))
    const begun = performance.now()
    const ended = await run.ended
    expect(ended.exitCode).toBe(way.exitCode)
    expect(performance.now() - begun).toBeLessThan(10_000)
    for (const kind of Object.keys(kinds)) {
      expect(ended.stderr).toContain(`pid ${pidOf(project, kind)} (root)`)
      expect(isGone(pidOf(project, kind))).toBe(false)
    }
    // What nobody may end is not said to have been ended.
    expect(ended.stderr).not.toMatch(/had left (?:its group|their groups)/u)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.find(({ id }) => id === "behind")).toMatchObject({ leaked: true })
  })

  it("does not keep the engine when it is the scenario itself", async (test) => {
    const project = prepare(
      `scenarios: { behind: { timeout: 1s, run: "exec ${foreign("behind")}" } }`,
      test,
    )
    const begun = performance.now()
    const ended = await startAsNobody(project, ["run", "--out", "out"]).ended
    expect(ended.exitCode).toBe(1)
    expect(performance.now() - begun).toBeLessThan(8_000)
    expect(project.results("out/results.json").scenarios[0]).toMatchObject({ cause: "timeout" })
    expect(ended.stderr).toContain(`pid ${pidOf(project, "behind")} (root)`)
  })

  it("fails by the limit that it broke, though nobody hears how it ends", async (test) => {
    const run = `exec ${foreign("behind").replace("perl", 'sh -c \'seq 1000; exec "$0" "$@"\' perl')}`
    const limited = { behind: { limits: { output: "1KiB" }, run } }
    const project = prepare(JSON.stringify({ scenarios: limited }), test)
    const ended = await startAsNobody(project, ["run", "--out", "out"]).ended
    expect(ended.exitCode).toBe(1)
    expect(project.results("out/results.json").scenarios[0]).toMatchObject({
      cause: "output-limit",
      leaked: true,
    })
    expect(ended.stderr).toContain(`pid ${pidOf(project, "behind")} (root)`)
  })

  it("is named when the command of a matrix leaves it", async (test) => {
    const command = `${foreign("behind")} >&- 2>&- & until [ -e behind.pid ]; do sleep 0.02; done; echo '[1]'`
    const matrix = { it: { command } }
    const project = prepare(
      JSON.stringify({ scenarios: { a: { run: "true", strategy: { matrix } } } }),
      test,
    )
    const begun = performance.now()
    const ended = await startAsNobody(project, ["run", "--out", "out"]).ended
    expect(ended.exitCode, ended.stderr).toBe(0)
    expect(performance.now() - begun).toBeLessThan(8_000)
    expect(ended.stderr).toContain(
      `the command for \`it\` left processes of other users running, which may not be ended from here: pid ${pidOf(project, "behind")} (root)`,
    )
  })

  it("is ended by sudo where that is allowed", async (test) => {
    const project = prepare(
      `scenarios: { behind: { timeout: 1s, run: "exec ${foreign("behind")}" } }`,
      test,
    )
    project.write(
      "bin/sudo",
      `#!/bin/sh\n[ "$1" = -n ] && shift\nexec ${project.root}/as-root --reuid 0 "$@"\n`,
    )
    const path = `${project.root}/bin:${process.env["PATH"]}`
    const text = `export PATH="${path}"; exec ${asNobody} "\${@:3}"`
    const ended = await project.startBy(text, ["run", "--out", "out"]).ended
    expect(ended.exitCode).toBe(1)
    expect(project.read("behind.signals")).toBe("TERM\n")
    expect(isGone(pidOf(project, "behind"))).toBe(true)
    expect(ended.stderr).not.toContain("(root)")
  })
})
