/**
 * A scenario that takes every process that there may be fails; the engine, which has to go on, does not.
 * The limit holds for users other than root, so the engine is run as one of those.
 */
import { spawnSync } from "node:child_process"
import { chmodSync, mkdirSync, rmdirSync, writeFileSync } from "node:fs"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

/** Forks until nothing more can be forked, and goes on for longer than the engine takes to sync. */
const GREEDY = `#!/usr/bin/env perl
while (defined(my $child = fork)) {
  if ($child == 0) { sleep 300; exit }
}
print "no more: $!\\n";
select(undef, undef, undef, 2.5);
exit 3;
`

/** A user of nobody else's, who may read what root may. */
const USER = `setpriv --reuid ${60_000 + (process.pid % 5_000)} --regid 60000 --clear-groups \
--inh-caps=+dac_read_search --ambient-caps=+dac_read_search`

const canLimit =
  process.platform === "linux" &&
  spawnSync("bash", ["-c", `${USER} prlimit --nproc=40:40 true`]).status === 0

describe.runIf(canLimit)("a limit of processes", () => {
  it.each([16, 40])("of %i is reached by a scenario: it fails, and nothing else", async (limit) => {
    const project = new Project({
      "smoke.json": JSON.stringify({ scenarios: { greedy: "./greedy.pl", good: "true" } }),
      "greedy.pl": GREEDY,
    })
    chmodSync(project.root, 0o777)
    const by = `exec timeout -s KILL 60 ${USER} prlimit --nproc=${limit}:${limit} "$@"`
    const ended = await project.startBy(by, ["run", "-c", "2", "--out", "out"]).ended
    expect(ended.exitCode, ended.stderr).toBe(1)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.map(({ id, verdict, cause }) => [id, verdict, cause])).toEqual([
      ["greedy", "failed", "exit-code"],
      ["good", "passed", null],
    ])
    expect(project.read("out/logs/greedy.1.log")).toContain("no more: ")
    expect(project.survivors()).toEqual([])
  })
})

/** A control group of its own, which holds for every user. */
const GROUP = `/sys/fs/cgroup/pids/parallel-smoke-${process.pid}`

const canGroup =
  process.platform === "linux" &&
  spawnSync("bash", ["-c", `mkdir ${GROUP} && rmdir ${GROUP}`]).status === 0

describe.runIf(canGroup)("a control group that allows few processes", () => {
  const allow = (most: string) => writeFileSync(`${GROUP}/pids.max`, most)
  const by = `echo $$ > ${GROUP}/cgroup.procs && exec timeout -s KILL 60 "$@"`
  beforeEach(() => void mkdirSync(GROUP))
  // Its last process may be on its way out.
  afterEach(() => expect.poll(() => rmdirSync(GROUP)).toBe(undefined))

  it("fails the scenario that takes them all", async () => {
    allow("24")
    const project = new Project({
      "smoke.json": JSON.stringify({ scenarios: { greedy: "./greedy.pl", good: "true" } }),
      "greedy.pl": GREEDY,
    })
    const ended = await project.startBy(by, ["run", "-c", "2", "--out", "out"]).ended
    expect(ended.exitCode, ended.stderr).toBe(1)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.map(({ verdict }) => verdict)).toEqual(["failed", "passed"])
    expect(project.read("out/logs/greedy.1.log")).toContain("no more: ")
  })

  it("that comes to allow none costs what would start, by infrastructure", async () => {
    const project = new Project({
      "smoke.json": JSON.stringify({
        scenarios: {
          first: "sleep 1 & touch began; wait",
          next: { run: "true", needs: ["first"] },
        },
      }),
    })
    const run = project.startBy(by, ["run", "--out", "out"])
    await project.appears("began")
    allow("1")
    const ended = await run.ended
    expect(ended.exitCode, ended.stderr).toBe(1)
    const { scenarios } = project.results("out/results.json")
    expect(scenarios.map(({ verdict, cause }) => [verdict, cause])).toEqual([
      ["passed", null],
      ["failed", "spawn"],
    ])
  })
})
