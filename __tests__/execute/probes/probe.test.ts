import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { commandCluster } from "../../../src/adapters/kubernetes/cluster.ts"
import { nodeClock } from "../../../src/adapters/node/clock.ts"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { nodeHttp } from "../../../src/adapters/node/http.ts"
import { nodeConnections, nodeHost } from "../../../src/adapters/node/machine/probe-machine.ts"
import { nodePrograms } from "../../../src/adapters/node/machine/probe-programs.ts"
import { builtinSpec } from "../../../src/capability/wanted.ts"
import { err, ok } from "../../../src/core/problems/result.ts"
import { probeAll } from "../../../src/execute/probes/probe.ts"
import type { ProbePorts } from "../../../src/execute/probes/probe-finding.ts"
import type { Capability, ProbeHow, ProbeSpec } from "../../../src/formats/capability.ts"
import { FakePrograms, fakeCluster, fakeConnections, fakeHost } from "../../__rig__/fakes/probes.ts"
import { programsFolder } from "../../__rig__/programs-folder.ts"
import { startWebServer } from "../../__rig__/web-server.ts"

const GI = 2 ** 30

/** Files that exist only here. */
function files(texts: Readonly<Record<string, string>>): ProbePorts["files"] {
  return {
    readText: (path) => {
      const text = texts[path]
      return text === undefined ? err({ path, code: "ENOENT", message: "no such file" }) : ok(text)
    },
    list: (path) =>
      Object.keys(texts).flatMap((file) =>
        file.startsWith(`${path}/`) ? file.slice(path.length + 1) : [],
      ),
    exists: (path) => texts[path] !== undefined,
  }
}

const FAKES: ProbePorts = {
  programs: new FakePrograms(),
  connections: fakeConnections([]),
  host: fakeHost(),
  cluster: fakeCluster(err("there is neither kubectl nor oc")),
  http: nodeHttp,
  files: files({}),
  clock: nodeClock,
}

const REAL: ProbePorts = {
  programs: nodePrograms,
  connections: nodeConnections,
  host: nodeHost,
  cluster: commandCluster,
  http: nodeHttp,
  files: nodeFiles,
  clock: nodeClock,
}

function run(
  specs: Readonly<Record<string, ProbeHow | string>>,
  ports: ProbePorts,
  more: {
    readonly env?: Readonly<Record<string, string>>
    readonly folder?: string
    readonly timeoutMs?: number
    readonly signal?: AbortSignal
  } = {},
): Promise<readonly Capability[]> {
  const wanted = Object.entries(specs).map(([name, how]) => {
    const spec: ProbeSpec = typeof how === "string" ? builtinSpec(how) : { ...builtinSpec(""), how }
    return { name, spec: { ...spec, timeoutMs: more.timeoutMs ?? 20_000 } }
  })
  const folder = more.folder ?? "/"
  return probeAll(
    {
      wanted,
      place: { root: folder, folder, env: more.env ?? {} },
      signal: more.signal ?? new AbortController().signal,
    },
    ports,
  )
}

async function one(how: ProbeHow | string, ports: ProbePorts, more?: Parameters<typeof run>[2]) {
  const [found] = await run({ it: how }, ports, more)
  if (found === undefined) throw new Error("nothing was found")
  return found
}

describe("built-in probes", () => {
  it("name programs as requirements do, whatever is in their names", async () => {
    const found = await run({ "g++": "g++", "foo.bar": "foo.bar", node: "node" }, FAKES)
    expect(found.map(({ name }) => name)).toEqual(['["g++"]', '["foo.bar"]', "node"])
  })

  it.each([
    ["echo 'no strict.pm in /usr/share/perl/5.36' >&2; exit 2", /exit code 2/u],
    ["exit 0", /told no version/u],
  ])("take a Perl that fails for none: %s", async (text, why) => {
    const env = { PATH: programsFolder({ perl: text }) }
    const found = await one("perl", REAL, { env })
    expect(found).toMatchObject({ present: false, evidence: expect.stringMatching(why) })
  })

  it("count processors within the tightest quota above", async () => {
    const ports = {
      ...FAKES,
      files: files({
        "/proc/self/cgroup": "0::/jobs/one\n",
        "/sys/fs/cgroup/jobs/one/cpu.max": "max 100000",
        "/sys/fs/cgroup/jobs/cpu.max": "150000 100000",
      }),
    }
    expect(await one("cpu", ports)).toEqual({
      ...{ name: "it", scope: "runner", present: true, quantity: 1.5, unit: "cores" },
      evidence: "4 processors may be used, quota of 1.5 cores in /sys/fs/cgroup/jobs/cpu.max",
    })
    expect(await one("cpu", FAKES)).toMatchObject({ quantity: 4, unit: "cores" })
  })

  it("read quotas of control groups of version 1", async () => {
    const ports = {
      ...FAKES,
      files: files({
        "/proc/self/cgroup": "4:memory:/\n3:cpu,cpuacct:/\n",
        "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "200000",
        "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes": String(2 * GI),
        "/sys/fs/cgroup/memory/memory.usage_in_bytes": String(1.5 * GI),
        "/sys/fs/cgroup/memory/memory.stat": `cache 1\ntotal_inactive_file ${GI}\n`,
      }),
    }
    expect(await one("cpu", ports)).toMatchObject({ quantity: 2 })
    expect(await one("memory", ports)).toMatchObject({ quantity: 1.5 * GI })
  })

  it("count memory that is free now within the limit", async () => {
    const ports = {
      ...FAKES,
      files: files({
        "/proc/meminfo": `MemTotal: ${16 * 2 ** 20} kB\nMemAvailable: ${10 * 2 ** 20} kB\n`,
        "/proc/self/cgroup": "0::/\n",
        "/sys/fs/cgroup/memory.max": String(4 * GI),
        "/sys/fs/cgroup/memory.current": String(2 * GI),
        "/sys/fs/cgroup/memory.stat": `inactive_file ${GI}\n`,
      }),
    }
    const [memory, total] = await run({ memory: "memory" }, ports)
    expect(memory).toEqual({
      ...{ name: "memory", scope: "runner", present: true, quantity: 3 * GI, unit: "bytes" },
      evidence:
        "10 GiB of 16 GiB available by /proc/meminfo; 4 GiB allowed by /sys/fs/cgroup/memory.max, 1 GiB used",
    })
    expect(total).toMatchObject({ name: "memory.total", quantity: 4 * GI })
    expect(await one("memory", FAKES)).toMatchObject({
      quantity: 8 * GI,
      evidence: "8 GiB of 16 GiB available by the operating system",
    })
  })

  it.runIf(process.platform === "linux")("read the kernel's own files", async () => {
    const [memory, total] = await run({ memory: "memory" }, REAL)
    expect(memory?.evidence).toContain("available by /proc/meminfo")
    expect(memory?.quantity).toBeLessThanOrEqual(total?.quantity ?? 0)
    expect(memory?.quantity).toBeGreaterThan(0)
  })

  it("name system and architecture", async () => {
    expect(await one("os", FAKES)).toMatchObject({ present: true, value: "linux", quantity: null })
    expect(await one("arch", FAKES)).toMatchObject({ present: true, value: "x64" })
    expect(await one("disk", FAKES)).toMatchObject({ quantity: 14 * GI, unit: "bytes" })
    const broken = { ...FAKES, host: fakeHost({ diskFreeBytes: () => err("no statfs") }) }
    expect(await one("disk", broken)).toMatchObject({ present: false, evidence: "no statfs" })
  })

  it.each([
    [
      { "nvidia-smi": { stdout: "GPU 0: A100 (UUID: GPU-1)\nGPU 1: T4 (UUID: GPU-2)\n" } },
      {},
      { present: true, quantity: 2, unit: "gpus", evidence: "nvidia-smi -L lists A100, T4" },
    ],
    [
      { "nvidia-smi": { exitCode: 9, stderr: "driver mismatch" } },
      { "/dev/dri/renderD128": "", "/dev/dri/card0": "" },
      {
        quantity: 1,
        evidence: "nvidia-smi ended with exit code 9: driver mismatch; /dev/dri has renderD128",
      },
    ],
    [
      {},
      {},
      {
        present: false,
        quantity: 0,
        evidence: "there is no nvidia-smi; /dev/dri has no render node",
      },
    ],
  ])("count graphics processors: %j", async (programs, texts, found) => {
    const ports = { ...FAKES, programs: new FakePrograms(programs), files: files(texts) }
    expect(await one("gpu", ports)).toMatchObject(found)
  })

  it.each([
    [{ docker: { stdout: "27.3.1\n" } }, { present: true, value: "27.3.1" }],
    [
      { docker: { exitCode: 1, stderr: "Cannot connect to the Docker daemon\n" } },
      {
        present: false,
        evidence: "docker version ended with exit code 1: Cannot connect to the Docker daemon",
      },
    ],
    [{}, { present: false, evidence: "docker: there is no such program" }],
  ])("ask Docker's daemon: %j", async (programs, found) => {
    const ports = { ...FAKES, programs: new FakePrograms(programs) }
    expect(await one("docker", ports)).toMatchObject(found)
  })

  it.each([
    ["node", { stdout: "v22.11.0\n" }, { value: "22.11.0", evidence: "node --version: v22.11.0" }],
    ["java", { stderr: 'openjdk version "21.0.5"\n' }, { value: "21.0.5" }],
    ["odd", { exitCode: 2, stderr: "unknown option" }, { present: true }],
    ["silent", {}, { present: true, evidence: "silent --version: it said nothing" }],
  ])("ask %s for its version", async (name, program, found) => {
    const programs = new FakePrograms({ [name]: program })
    expect(await one(name, { ...FAKES, programs })).toMatchObject(found)
  })
})

describe("declared probes", () => {
  it("ask the real world", async () => {
    const web = await startWebServer((path, response) => {
      response.statusCode = path.startsWith("/health") ? 204 : 503
      response.end()
    })
    const { port } = new URL(web.origin)
    const found = await run(
      {
        open: { kind: "tcp", host: "127.0.0.1", port: Number(port) },
        healthy: { kind: "http", url: `${web.origin}/health?token=secret` },
        ill: { kind: "http", url: `${web.origin}/other` },
        ready: { kind: "command", run: "exit 0", as: "presence" },
        broken: {
          kind: "command",
          run: "echo no licence >&2; echo bye >&2; exit 4",
          as: "presence",
        },
        lines: { kind: "command", run: "printf 'a\\nb\\n' | wc -l", as: "count" },
        none: { kind: "command", run: "echo 0", as: "count" },
        garbage: { kind: "command", run: "echo lots", as: "count" },
        size: { kind: "command", run: "echo 4Gi", as: "quantity" },
        negative: { kind: "command", run: "echo -4Gi", as: "quantity" },
        tool: { kind: "command", run: "echo tool 3.14.1", as: "version" },
        set: { kind: "env", name: "LICENCE" },
        empty: { kind: "env", name: "EMPTY" },
        unset: { kind: "env", name: "NOWHERE" },
        here: { kind: "file", path: "data/set.bin" },
        gone: { kind: "file", path: "data/other.bin" },
        two: { kind: "value", value: 2 },
        zero: { kind: "value", value: 0 },
      },
      REAL,
      {
        env: { PATH: programsFolder({}), LICENCE: "secret", EMPTY: "" },
        folder: withData(),
      },
    )
    await web.close()
    const shown = found.map(({ name, present, quantity, value, evidence }) =>
      [name, present ? "yes" : "no", quantity ?? value ?? "-", evidence]
        .join(" | ")
        .replaceAll(port, "PORT"),
    )
    expect(shown).toEqual([
      "open | yes | - | 127.0.0.1:PORT takes connections",
      "healthy | yes | - | GET http://127.0.0.1:PORT/health: 204 No Content",
      "ill | no | - | GET http://127.0.0.1:PORT/other: 503 Service Unavailable",
      "ready | yes | - | exit 0: it ended with exit code 0",
      "broken | no | - | echo no licence >&2; echo bye >&2; exit 4: it ended with exit code 4: no licence",
      "lines | yes | 2 | printf 'a\\nb\\n' | wc -l: it said \"2\"",
      'none | no | 0 | echo 0: it said "0"',
      'garbage | no | - | echo lots: it said "lots", which is no whole number',
      'size | yes | 4294967296 | echo 4Gi: it said "4Gi"',
      "negative | no | - | echo -4Gi: -4Gi is negative",
      'tool | yes | 3.14.1 | echo tool 3.14.1: it said "tool 3.14.1"',
      "set | yes | - | LICENCE is set",
      "empty | no | - | EMPTY is empty",
      "unset | no | - | NOWHERE is not set",
      "here | yes | - | data/set.bin is there",
      "gone | no | - | there is no data/other.bin",
      "two | yes | 2 | the suite says 2",
      "zero | no | 0 | the suite says 0",
    ])
  })

  const KUBERNETES = { kind: "kubernetes", selector: "", reserve: 0.4, pods: null } as const

  it("add up a cluster", async () => {
    const node = (name: string) => ({
      metadata: { name },
      status: {
        allocatable: { cpu: "96", memory: "512Gi", "nvidia.com/gpu": "1" },
        conditions: [{ type: "Ready", status: name === "c" ? "False" : "True" }],
      },
    })
    const text = JSON.stringify({ items: ["a", "b", "c"].map(node) })
    const cluster = fakeCluster(ok({ text, command: "kubectl get nodes" }))
    const found = await run({ cluster: KUBERNETES }, { ...FAKES, cluster })
    expect(found.map(({ name, quantity, unit }) => [name, quantity, unit])).toEqual([
      ["cluster", 2, "nodes"],
      ["cluster.cpu", 115.2, "cores"],
      ["cluster.memory", Math.floor(614.4 * GI), "bytes"],
      ['cluster["nvidia.com/gpu"]', 2, "pieces"],
    ])
    expect(found[0]?.evidence).toBe(
      "kubectl get nodes: 2 nodes ready, 40 % of cpu and memory kept back; c is not ready",
    )
  })

  it("take a cluster that says nothing sensible for absent", async () => {
    const says = async (text: string) => {
      const cluster = fakeCluster(ok({ text, command: "oc get nodes" }))
      return (await one(KUBERNETES, { ...FAKES, cluster })).evidence
    }
    expect(await says("<html>")).toBe('oc get nodes: what it said is no JSON: "<html>"')
    expect(await says('{"items":[]}')).toBe(
      "oc get nodes: 0 nodes ready, 40 % of cpu and memory kept back",
    )
    expect(await one(KUBERNETES, FAKES)).toMatchObject({
      present: false,
      evidence: "there is neither kubectl nor oc",
    })
  })

  it("count pods by label", async () => {
    const conditions = [{ type: "Ready", status: "True" }]
    const running = { status: { phase: "Running", conditions } }
    const pods = { items: [running, { status: { phase: "Failed" } }] }
    const cluster = fakeCluster(
      err("not asked"),
      ok({ text: JSON.stringify(pods), command: "kubectl get pods" }),
    )
    const how = { ...KUBERNETES, pods: { selector: "app=hive", namespace: null } }
    expect(await one(how, { ...FAKES, cluster })).toMatchObject({
      present: true,
      quantity: 1,
      unit: "pods",
      evidence: "kubectl get pods: 1 pod ready",
    })
  })
})

describe("time", () => {
  it("ends what takes too long, each with its reason", async () => {
    const web = await startWebServer(() => {})
    const path = programsFolder({ kubectl: "sleep 1000", docker: "sleep 1000" })
    const found = await run(
      {
        page: { kind: "http", url: web.origin },
        slow: { kind: "command", run: "sleep 1000", as: "presence" },
        cluster: { kind: "kubernetes", selector: "", reserve: 0, pods: null },
        docker: "docker",
      },
      REAL,
      { timeoutMs: 300, env: { PATH: path }, folder: tmpdir() },
    )
    await web.close()
    expect(found.map(({ present, evidence }) => `${present} ${evidence}`)).toEqual([
      `false GET ${web.origin}/: it took longer than 300ms`,
      "false sleep 1000: it took longer than 300ms",
      "false kubectl get nodes: it took longer than 300ms",
      "false docker: it took longer than 300ms",
    ])
  })

  it("does not wait for an adapter that never answers, nor after a stop", async () => {
    const never = { ...FAKES, connections: { open: () => new Promise<never>(() => {}) } }
    const how = { kind: "tcp", host: "x", port: 1 } as const
    expect(await one(how, never, { timeoutMs: 1 })).toMatchObject({
      evidence: "it took longer than 1ms",
    })
    const stop = new AbortController()
    const running = one(how, never, { signal: stop.signal })
    stop.abort()
    expect(await running).toMatchObject({
      present: false,
      evidence: "the run was stopped before it was known",
    })
  })
})

function withData(): string {
  const folder = mkdtempSync(join(tmpdir(), "smoke-probe-"))
  mkdirSync(join(folder, "data"))
  writeFileSync(join(folder, "data/set.bin"), "")
  return folder
}
