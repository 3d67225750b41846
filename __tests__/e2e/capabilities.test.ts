/**
 * Capabilities through the real CLI, with programs of a test's own on the PATH and real addresses.
 */
import { describe, expect, it } from "vitest"
import type { Plan } from "../../src/formats/plan.ts"
import { programsFolder } from "../__rig__/programs-folder.ts"
import { Project } from "../__rig__/project.ts"

const NODE = {
  status: {
    allocatable: { cpu: "96", memory: "512Gi", "nvidia.com/gpu": "1" },
    conditions: [{ type: "Ready", status: "True" }],
  },
}

const NODES = JSON.stringify({
  items: ["a", "b", "c"].map((name) => ({ metadata: { name }, ...NODE })),
})

/** A cluster that exists once the file says so. */
const KUBECTL = `
[ -e "$CLUSTER" ] || { echo "The connection to the server was refused" >&2; exit 1; }
cat "$CLUSTER"`

function planOf(project: Project, path = "plan.json"): Plan {
  return JSON.parse(project.read(path))
}

function verdicts(project: Project, path: string): string[] {
  return project
    .results(path)
    .scenarios.map(({ id, verdict, reason }) => `${id} ${reason ?? verdict}`)
}

describe.runIf(process.platform === "linux")("a run here", () => {
  it("skips what this machine lacks, with what was found", async () => {
    const project = new Project({
      marker: "",
      "smoke.yml": `
capabilities:
  store: { tcp: "127.0.0.1:1" }
  marker: { file: marker }
  seats: { command: "echo 2", as: count }
scenarios:
  plain: { run: "true" }
  marked: { run: "true", requires: [marker, "seats >= 2", "os == linux", "frob >= 3.9"] }
  crowd: { run: "true", requires: ["seats >= 3"] }
  stored: { run: "true", features: [store] }
  after: { run: "true", needs: [stored] }
  modern: { run: "true", requires: ["frob >= 3.11"] }
`,
    })
    const PATH = programsFolder({ frob: "echo frob 3.10.2", docker: "touch docker-was-asked" })
    const ran = await project.run(["run", "--out", "run"], { PATH })
    expect(ran.exitCode).toBe(0)
    expect(verdicts(project, "run/results.json")).toEqual([
      "plain passed",
      "marked passed",
      "crowd missing-capability",
      "stored missing-capability",
      "after dependency-failed",
      "modern missing-capability",
    ])
    const { scenarios, capabilities } = project.results("run/results.json")
    const messages = scenarios.filter(({ reason }) => reason === "missing-capability")
    expect(messages.map(({ message }) => message)).toEqual([
      'needs seats >= 3; found 2 (echo 2: it printed "2")',
      "needs store; it is absent: 127.0.0.1:1: connection refused",
      "needs frob >= 3.11; found 3.10.2 (frob --version: frob 3.10.2)",
    ])
    expect(capabilities.map(({ name, present, shard }) => [name, present, shard])).toEqual([
      ["frob", true, 1],
      ["marker", true, 1],
      ["os", true, 1],
      ["seats", true, 1],
      ["store", false, 1],
    ])
    expect(() => project.read("docker-was-asked")).toThrow("ENOENT")

    const refused = await project.run(["run", "--on-missing", "fail", "--max-skipped", "10%"], {
      PATH,
    })
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toContain(
      "3 scenarios lacked a capability, which --on-missing fail forbids: crowd, stored, modern",
    )
    expect(refused.stderr).toContain("4 of 6 scenarios were skipped, at most 10% are allowed")
  })

  it("is refused by planning where nobody accepts it, with what each lacks", async () => {
    const project = new Project({
      "smoke.yml": `
runners: { linux: { runs-on: ubuntu-latest } }
scenarios:
  train: { run: "true", requires: ["gpu >= 1"] }
  after: { run: "true", needs: [train] }
  plain: { run: "true" }
`,
      "prices.json": '{"ubuntu-latest": 1}',
    })
    const plan = (...more: string[]) =>
      project.run(["plan", "--shards", "2", "-o", "plan.json", ...more])
    const accepted = await plan("--on-missing", "skip")
    expect(accepted.exitCode).toBe(0)
    const refused = await plan("--on-missing", "fail")
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toMatch(
      /^error: 1 scenario would be skipped .*\n {2}train: does not fit runner class linux: needs gpu >= 1/mu,
    )
    expect(refused.stdout).toBe(accepted.stdout)
    // Prices are prices of something.
    const priced = await plan("--prices", "prices.json")
    expect(priced.stdout).toContain("billed")
  })

  it("takes a cluster's workers for auto", async () => {
    const project = new Project({
      "nodes.json": NODES,
      "smoke.yml": `
capabilities:
  cluster: { kubernetes: { reserve: 40% } }
groups:
  pool: { key: [pool], sequential: true }
scenarios:
  storage:
    run: echo "$SMOKE_WORKERS" > "workers.$SMOKE_SLUG"
    strategy: { matrix: { pool: [a, b, c, d, e, f, g, h, i], size: [1, 2] } }
    group: pool
    requires: ['cluster["nvidia.com/gpu"] >= 3']
    demand: { cluster.cpu: 2, cluster.memory: 4Gi }
`,
    })
    const PATH = programsFolder({ kubectl: KUBECTL })
    const env = { PATH, CLUSTER: `${project.root}/nodes.json` }
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.stderr).toContain(
      "9 workers: 9 can run at once, 86 by cluster.cpu, 230 by cluster.memory",
    )
    expect(ran.stderr.match(/\d+ workers/gu)).toEqual(["9 workers"])
    expect(ran.stderr).not.toContain("warning")
    expect(ran.exitCode).toBe(0)
    expect((await project.run(["plan"], env)).stderr).not.toContain("warning")
    const { scenarios } = project.results("run/results.json")
    expect(new Set(scenarios.map(({ verdict }) => verdict))).toEqual(new Set(["passed"]))
    expect(project.read("workers.storage-a-1").trim()).toBe("9")
  })

  it("ends with 4 where something is absent that it cannot do without", async () => {
    const project = new Project({
      "smoke.yml": `
capabilities:
  licence: { env: LICENCE, required: true }
scenarios: { plain: echo ran > ran }
`,
    })
    const ran = await project.run(["run"])
    expect(ran.stderr).toContain("licence: LICENCE is not set")
    expect(ran.exitCode).toBe(4)
    expect(() => project.read("ran")).toThrow("ENOENT")
    const probed = await project.run(["probe", "--json"], { LICENCE: "x" })
    expect(probed.exitCode).toBe(0)
    const found = JSON.parse(probed.stdout).capabilities
    expect(found.map(({ name }: { readonly name: string }) => name)).toContain("licence")
    expect((await project.run(["probe"])).exitCode).toBe(4)
  })
})

describe.runIf(process.platform === "linux")("a suite in a folder", () => {
  it("has its paths and commands there", async () => {
    const project = new Project({
      "deep/data.bin": "",
      "deep/smoke.yml": `
capabilities:
  data: { file: data.bin }
  listed: { command: test -e data.bin }
scenarios:
  both: { run: "true", requires: [data, listed] }
`,
    })
    const ran = await project.run(["run", "deep/smoke.yml", "--out", "run"])
    expect(verdicts(project, "run/results.json")).toEqual(["both passed"])
    expect(ran.exitCode).toBe(0)
  })
})

describe.runIf(process.platform === "linux")("a plan for other machines", () => {
  it("leaves to the shard what only the shard can know", async () => {
    const project = new Project({
      "smoke.yml": `
capabilities:
  cluster: { kubernetes: {} }
scenarios:
  gpu: { run: echo ran > ran, requires: ['cluster["nvidia.com/gpu"] >= 1'] }
  many: { run: "true", requires: ['cluster["nvidia.com/gpu"] >= 9'] }
`,
    })
    const env = {
      PATH: programsFolder({ kubectl: KUBECTL }),
      CLUSTER: `${project.root}/cluster.json`,
    }
    const planned = await project.run(["plan", "--shards", "1", "-o", "plan.json"], env)
    expect(planned.exitCode).toBe(0)
    expect(planOf(project)).toMatchObject({ skipped: [], capabilities: [] })

    const before = await project.run(["run", "--plan", "plan.json", "--out", "none"], env)
    expect(before.exitCode).toBe(3)
    expect(project.results("none/results.json").scenarios[0]?.message).toBe(
      'needs cluster["nvidia.com/gpu"] >= 1; cluster is absent: kubectl get nodes: it ended with exit code 1: The connection to the server was refused',
    )

    project.write("cluster.json", NODES)
    const after = await project.run(["run", "--plan", "plan.json", "--out", "made"], env)
    expect(after.exitCode).toBe(0)
    expect(verdicts(project, "made/results.json")).toEqual([
      "gpu passed",
      "many missing-capability",
    ])
    expect(project.read("ran")).toBe("ran\n")
    const merged = await project.run([
      ...["aggregate", "made", "--plan", "plan.json", "-o", "merged.json"],
    ])
    expect(merged.exitCode).toBe(0)
    expect(project.read("merged.json")).toBe(project.read("made/results.json"))
  })

  it("lets hooks of the shard make what is needed", async () => {
    const project = new Project({
      "nodes.json": NODES,
      "smoke.yml": `
capabilities:
  cluster: { kubernetes: {} }
before: { name: Make a cluster, run: 'echo "CLUSTER=$PWD/nodes.json" >> "$GITHUB_ENV"' }
scenarios:
  gpu: { run: "true", requires: ['cluster["nvidia.com/gpu"]'] }
`,
    })
    const env = { PATH: programsFolder({ kubectl: KUBECTL }), CLUSTER: "/nowhere" }
    const ran = await project.run(["run", "--out", "run"], env)
    expect(ran.stderr).not.toContain("absent")
    expect(verdicts(project, "run/results.json")).toEqual(["gpu passed"])
  })

  it("goes on whatever a cluster says of itself", async () => {
    const project = new Project({
      "smoke.yml": `
capabilities:
  cluster: { kubernetes: {}, scope: run }
scenarios:
  plain: { run: "true" }
  storage: { run: "true", demand: { cluster.memory: 4Gi } }
`,
    })
    const nodes = (allocatable: unknown) =>
      JSON.stringify({
        items: [{ metadata: { name: "a" }, status: { ...NODE.status, allocatable } }],
      })
    const messages: string[] = []
    for (const text of ["<html>", nodes(undefined), nodes({ cpu: "-1", memory: "1e40" })]) {
      project.write("said.json", text)
      const PATH = programsFolder({ kubectl: `cat ${project.root}/said.json` })
      const planned = await project.run(["plan", "-o", "plan.json"], { PATH })
      expect(planned.exitCode, planned.stderr).toBe(0)
      messages.push(...planOf(project).skipped.map(({ id, message }) => `${id}: ${message}`))
    }
    const takes = "storage: takes 4 GiB of cluster.memory; "
    const absent = `${takes}cluster is absent: kubectl get nodes: `
    expect(messages).toEqual([
      `${absent}its answer is not JSON: "<html>"`,
      `${absent}0 nodes ready, 40 % of cpu and memory kept back; a does not report what is allocatable`,
      `${takes}cluster has no such part (kubectl get nodes: 1 node ready, 40 % of cpu and memory kept back; a: cpu is left out, -1 is negative; a: memory is left out, 1e40 is larger than any machine)`,
    ])
  })

  it("skips what fits no runner class, and probes what the run shares", async () => {
    const project = new Project({
      "smoke.yml": `
runners:
  linux: { runs-on: ubuntu-latest }
  large: { runs-on: [self-hosted, large], capabilities: { memory: 64Gi, gpu: 0 } }
capabilities:
  seats: { value: 2, scope: run }
  staging: { tcp: "127.0.0.1:1", scope: run }
scenarios:
  plain: { run: "true", demand: { seats: 1 } }
  huge: { run: "true", demand: { memory: 128Gi } }
  gpu: { run: "true", runner: linux, requires: ["gpu >= 1"] }
  remote: { run: "true", requires: [staging] }
  tool: { run: "true", requires: ["frobnicator >= 2"] }
  greedy: { run: "true", demand: { seats: 3 } }
`,
    })
    const planned = await project.run(["plan", "--shards", "2", "-o", "plan.json"])
    expect(planned.exitCode).toBe(0)
    const { skipped, capabilities } = planOf(project)
    const dated = (text: string) => text.replaceAll(/\(\d{4}-\d\d-\d\d\)/gu, "(DATE)")
    expect(skipped.map(({ id, reason, message }) => [id, reason, dated(message)])).toEqual([
      [
        "huge",
        "missing-capability",
        "fits no runner class; linux: takes 128 GiB of memory; there is 16 GiB (ubuntu-latest, as GitHub documents it (DATE)); large: takes 128 GiB of memory; there is 64 GiB (as the suite declares it)",
      ],
      [
        "gpu",
        "missing-capability",
        "does not fit runner class linux: needs gpu >= 1; it is absent: ubuntu-latest, as GitHub documents it (DATE)",
      ],
      [
        "remote",
        "missing-capability",
        "needs staging; it is absent: 127.0.0.1:1: connection refused",
      ],
      ["greedy", "missing-capability", "takes 3 of seats; there is 2 (the suite declares 2)"],
    ])
    expect(capabilities.map(({ name, scope, quantity }) => [name, scope, quantity])).toEqual([
      ["seats", "run", 2],
      ["staging", "run", null],
    ])
    project.write("linux.json", '{"capabilities": [')
    const noted = await project.run(["plan", "--probed", "linux=linux.json"])
    expect(noted.stderr).toContain(
      "the probe file of runner class linux is not used: linux.json: it is not JSON",
    )
    expect(noted.exitCode).toBe(0)
  })
})
