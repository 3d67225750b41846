// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { DefinitionSchema } from "../../../src/formats/plan.ts"
import { makeSuiteFolder, type SuiteFolder, scenarioOf } from "../../__rig__/suite-folder.ts"
import { valid } from "../../__rig__/valid.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

const suiteOf = (text: string) => folder.loaded({ "smoke.yml": text })
const messagesOf = (suite: ReturnType<typeof suiteOf>) =>
  suite.warnings.map(({ message }) => message)

describe("requirements and demand", () => {
  const SUITE = `
capabilities:
  docker: { command: docker info }
  hive-metastore: { tcp: "hive:9083", timeout: 2s, required: true }
  gpu: { command: "nvidia-smi -L | wc -l", as: count }
  staging: { http: "https://staging.example.com/health", scope: run }
  license: { value: "2", scope: run }
  cluster: { kubernetes: { selector: "node-role.kubernetes.io/worker=", reserve: 40% } }
  brokers: { kubernetes: { pods: "app=kafka", namespace: queue } }
  token: { env: API_TOKEN }
  kvm: { file: /dev/kvm }
  image: { file: images/base.img }
  v6: { tcp: "[::1]:80" }
  all-nodes: { kubernetes: }
defaults: { demand: { cpu: 1, license: 1 }, requires: [docker] }
overrides: [{ where: "contains(tags, 'big')", demand: { memory: 8Gi }, requires: ["memory >= 8Gi"] }]
scenarios:
  plain: { run: x }
  login:
    run: x
    tags: big
    features: [gpu, checkout, hive-metastore]
    requires: [docker, docker, 'cluster["nvidia.com/gpu"] >= 1', "node >= 22.10", gpu]
    demand: { cpu: 500m, cluster.memory: "4 GiB" }
  size:
    run: x
    requires: ["\${{ matrix.size.needs }}", ""]
    demand: { cpu: "\${{ matrix.size.cpu }}" }
    strategy: { matrix: { size: [{ name: s, cpu: 2, needs: kvm }, { name: l, cpu: 4.5 }] } }
`

  it("are what layers say together", () => {
    const suite = suiteOf(SUITE)
    const requires = (id: string) =>
      scenarioOf(suite, id).definition.requires?.map(({ name, test }) => [name, test])
    expect(requires("plain")).toEqual([[["docker"], null]])
    expect(requires("login")).toEqual([
      [["docker"], null],
      [["cluster", "nvidia.com/gpu"], { op: ">=", value: 1 }],
      [["node"], { op: ">=", value: "22.10" }],
      [["gpu"], null],
      [["memory"], { op: ">=", value: 8 * 2 ** 30 }],
      // A feature that is declared is asked for as well; `checkout` is no capability.
      [["hive-metastore"], null],
    ])
    expect(requires("size:s")).toEqual([[["kvm"], null]])
    expect(requires("size:l")).toBeUndefined()
    expect(scenarioOf(suite, "plain").demand).toEqual({ cpu: 1, license: 1 })
    expect(scenarioOf(suite, "login").demand).toEqual({
      cpu: 0.5,
      license: 1,
      "cluster.memory": 4 * 2 ** 30,
      memory: 8 * 2 ** 30,
    })
    expect(scenarioOf(suite, "size:s").demand).toEqual({ cpu: 2, license: 1 })
    expect(scenarioOf(suite, "size:l").demand).toEqual({ cpu: 4.5, license: 1 })
    for (const { definition } of suite.scenarios) valid(DefinitionSchema, definition)
    expect(messagesOf(suite)).toEqual([])
  })

  it("are asked of what is declared, each by its one way", () => {
    const { probes } = suiteOf(SUITE)
    expect(probes?.["hive-metastore"]).toEqual({
      scope: "runner",
      required: true,
      timeoutMs: 2_000,
      how: { kind: "tcp", host: "hive", port: 9083 },
    })
    expect(
      Object.fromEntries(Object.entries(probes ?? {}).map(([k, { how }]) => [k, how])),
    ).toEqual({
      docker: { kind: "command", run: "docker info", as: "presence" },
      "hive-metastore": { kind: "tcp", host: "hive", port: 9083 },
      gpu: { kind: "command", run: "nvidia-smi -L | wc -l", as: "count" },
      staging: { kind: "http", url: "https://staging.example.com/health" },
      license: { kind: "value", value: 2 },
      cluster: {
        kind: "kubernetes",
        selector: "node-role.kubernetes.io/worker=",
        reserve: 0.4,
        pods: null,
      },
      brokers: {
        kind: "kubernetes",
        selector: "",
        reserve: 0,
        pods: { selector: "app=kafka", namespace: "queue" },
      },
      token: { kind: "env", name: "API_TOKEN" },
      kvm: { kind: "file", path: "/dev/kvm" },
      image: { kind: "file", path: "images/base.img" },
      v6: { kind: "tcp", host: "::1", port: 80 },
      "all-nodes": { kind: "kubernetes", selector: "", reserve: 0.4, pods: null },
    })
  })

  it("warn of a name that is near to a declared one, and only then", () => {
    const suite = suiteOf(`
capabilities: { docker: { command: docker info }, pods: { file: pods } }
scenarios: { a: { run: x, requires: [dokcer, terraform, "node >= 22", pod, cpu, os == linux] } }
`)
    expect(messagesOf(suite)).toEqual([
      "`dokcer` is not declared, so a program with this name is searched for",
      "`pod` is not declared, so a program with this name is searched for",
    ])
  })
})

describe("runner classes", () => {
  it("are declared, named, or asked for by their labels", () => {
    const suite = suiteOf(`
runners:
  gpu:
    runs-on: [self-hosted, gpu]
    startup: 40s
    capabilities: { gpu: 2, memory: 64Gi, node: "22.10", docker: true, os: linux }
    workers: 4
    max-shards: 1
  any: { runs-on: ubuntu-24.04, workers: auto }
overrides: [{ where: "id == 'moved'", runner: gpu }]
scenarios:
  plain: { run: x }
  named: { run: x, runner: gpu }
  labels: { run: x, runs-on: [GPU, self-hosted] }
  latest: { run: x, runs-on: ubuntu-latest }
  own: { run: x, runs-on: windows-2025 }
  each: { run: x, runs-on: "\${{ matrix.os }}", strategy: { matrix: { os: [ubuntu-24.04, macos-15] } } }
  moved: { run: x }
  kept: { run: x, runner: default }
`)
    expect(suite.scenarios.map(({ id, runner }) => `${id} ${runner}`)).toEqual([
      "plain default",
      "named gpu",
      "labels gpu",
      "latest default",
      "own windows-2025",
      "each:ubuntu-24.04 any",
      "each:macos-15 macos-15",
      "moved gpu",
      "kept default",
    ])
    expect(Object.keys(suite.runners ?? {})).toEqual(["gpu", "any", "windows-2025", "macos-15"])
    expect(suite.runners?.["gpu"]).toEqual({
      runsOn: ["self-hosted", "gpu"],
      startupMs: 40_000,
      capabilities: { gpu: 2, memory: 64 * 2 ** 30, node: "22.10", docker: true, os: "linux" },
      workers: 4,
      maxShards: 1,
    })
    expect(suite.runners?.["windows-2025"]).toEqual({
      runsOn: "windows-2025",
      startupMs: null,
      capabilities: {},
      workers: null,
      maxShards: null,
    })
  })
})

describe("groups", () => {
  it("have one entry for each value of their key, and conflicts hold both ways", () => {
    const suite = suiteOf(`
groups:
  slow: { max-parallel: 5 }
  pool: { key: [pool], sequential: true, pause: 1s }
  pair: { key: [pool, "\${{ matrix.size.name }}"], scope: run }
  iceberg: { conflicts: [slow, pool], batch: 10 }
  unused: { key: pool }
scenarios:
  one: { run: x, group: [slow, iceberg] }
  storage:
    run: x
    group: [pool, pair]
    strategy:
      max-parallel: 2
      fail-fast: false
      matrix: { pool: [rep2, rep3], size: [{ name: s }, { name: l }] }
`)
    expect(suite.groups).toEqual({
      slow: { maxParallel: 5, conflicts: ["iceberg"] },
      iceberg: { maxParallel: null, batch: 10, conflicts: ["pool", "slow"] },
      ...Object.fromEntries(
        ["rep2", "rep3"].map((key) => [
          `pool[${key}]`,
          {
            maxParallel: 1,
            sequential: true,
            pauseMs: 1_000,
            conflicts: ["iceberg"],
            name: "pool",
            key,
          },
        ]),
      ),
      ...Object.fromEntries(
        ["rep2,s", "rep2,l", "rep3,s", "rep3,l"].map((key) => [
          `pair[${key}]`,
          { maxParallel: null, scope: "run", name: "pair", key },
        ]),
      ),
      "strategy of storage": { maxParallel: 2 },
    })
    expect(scenarioOf(suite, "storage:rep2:l").definition.groups).toEqual([
      "pool[rep2]",
      "pair[rep2,l]",
      "strategy of storage",
    ])
  })

  it("are told to conditions by the names they have in the suite", () => {
    const suite = suiteOf(`
groups: { pool: { key: pool } }
overrides: [{ where: "contains(group, 'pool')", tags: [pooled] }]
scenarios: { a: { run: x, group: pool, strategy: { matrix: { pool: [r1] } } }, b: y }
`)
    expect(scenarioOf(suite, "a:r1").definition.tags).toEqual(["pooled"])
    expect(scenarioOf(suite, "b").definition.tags).toEqual([])
  })

  it("of an included suite stay its own, also in conflicts", () => {
    const suite = folder.loaded({
      "smoke.yml": "include: [pay/smoke.yml]\ngroups: { slow: { max-parallel: 1 } }",
      "pay/smoke.yml":
        "groups: { db: { conflicts: [slow], key: k } }\nscenarios: { a: { run: x, group: db, strategy: { matrix: { k: [v] } } } }",
    })
    expect(suite.groups).toEqual({
      slow: { maxParallel: 1, conflicts: ["pay:db"] },
      "pay:db[v]": { maxParallel: null, conflicts: ["slow"], name: "pay:db", key: "v" },
    })
  })
})

describe("limits, causes of retries and tolerance", () => {
  it("are part of the definition", () => {
    const suite = suiteOf(`
defaults: { limits: { memory: 1Gi, cpu: 1.5 }, idle-timeout: 60s, continue-on-error: true }
profiles: { p: { limits: { output: 1k } } }
scenarios:
  a: { run: x, exclusive: true, retry: { max-attempts: 2, on: [timeout, exit-code 75, exit-code] } }
  b: { run: x, limits: { cpu: 200%, cpu-time: 90s }, retry: { on: signal }, continue-on-error: false }
  c: { run: x, quarantine: { until: 2027-01-31 } }
  d:
    run: x
    continue-on-error: \${{ matrix.new }}
    strategy: { matrix: { new: [true, false] } }
`)
    const of = (id: string) => scenarioOf(suite, id).definition
    expect(of("a")).toMatchObject({
      exclusive: true,
      idleTimeoutMs: 60_000,
      limits: {
        memoryBytes: 2 ** 30,
        cpuPercent: 150,
        cpuTimeMs: null,
        outputBytes: 100 * 2 ** 20,
      },
      retry: { maxAttempts: 2, on: ["timeout", { exitCode: 75 }, "exit-code"] },
      quarantine: { until: "9999-12-31", owner: null, reason: "continue-on-error" },
    })
    expect(of("b")).toMatchObject({
      limits: { memoryBytes: 2 ** 30, cpuPercent: 200, cpuTimeMs: 90_000 },
      retry: { on: ["signal"] },
    })
    expect(of("b").quarantine).toBeUndefined()
    expect(of("b").exclusive).toBeUndefined()
    expect(of("c").quarantine?.until).toBe("2027-01-31")
    expect(of("d:true").quarantine?.until).toBe("9999-12-31")
    expect(of("d:false").quarantine).toBeUndefined()
  })

  it("stand in headers too, in snake case", () => {
    folder.write({
      "smoke/a.sh": `# ---
# idle_timeout: 5s
# limits: { cpu_time: 90s, memory: 64Mi }
# strategy: { fail_fast: false, max_parallel: 2, matrix: { a_b: [1] } }
# continue_on_error: true
# requires: "memory >= 1Gi"
# ---
`,
    })
    const { definition } = scenarioOf(suiteOf("include: [smoke/a.sh]"), "a:1")
    expect(definition).toMatchObject({
      idleTimeoutMs: 5_000,
      limits: { cpuTimeMs: 90_000, memoryBytes: 64 * 2 ** 20 },
      matrix: { a_b: 1 },
      groups: ["strategy of a"],
      quarantine: { reason: "continue-on-error" },
      requires: [{ name: ["memory"] }],
      meta: {},
    })
  })

  it("are absent where nobody says them, so that plans stay what they were", () => {
    const { definition, ...scenario } = scenarioOf(suiteOf("scenarios: { a: b }"), "a")
    expect(Object.keys(scenario).sort()).toEqual(["estimateMs", "id", "needs", "runner", "skip"])
    for (const key of ["limits", "idleTimeoutMs", "requires", "exclusive", "quarantine"]) {
      expect(definition).not.toHaveProperty(key)
    }
  })
})

describe("fixtures", () => {
  it("are read with what a suite leaves unsaid", () => {
    const suite = suiteOf(`
fixtures:
  browser:
    instances: 10
    warm: 4
    serve: ./browser-server.sh
    ready: { http: "http://127.0.0.1:\${{ fixture.PORT }}/status", timeout: 5s }
    reset: ./reset.sh
    demand: { memory: 256Mi, cpu: 0.5 }
    max-uses: 50
    leases: unlimited
    outputs: { BROWSER_URL: "http://127.0.0.1:\${{ fixture.PORT }}" }
    ports: PORT
    env: { GO: 1.20 }
  vms: { key: [pool, size], start: ./create.sh, stop: ./delete.sh, working-directory: vms }
scenarios:
  login:
    run: "./login.sh \${{ fixtures.browser.PORT }}"
    fixtures: [browser, vms]
    strategy: { matrix: { pool: [p], size: [s, l] } }
  plain: ./plain.sh
`)
    expect(suite.fixtures?.["browser"]).toEqual({
      how: { kind: "serve", run: "./browser-server.sh" },
      ready: [
        {
          how: {
            kind: "http",
            url: "http://127.0.0.1:${{ fixture.PORT }}/status",
            expect: { status: ["2xx"], headers: {}, body: null, withinMs: null },
          },
          timeoutMs: 5_000,
        },
      ],
      reset: "./reset.sh",
      stop: null,
      health: null,
      instances: 10,
      warm: 4,
      maxUses: 50,
      maxAgeMs: null,
      choose: "least-connections",
      leases: null,
      leaseTimeoutMs: null,
      startTimeoutMs: 600_000,
      stopTimeoutMs: 60_000,
      startRetries: 0,
      startParallel: null,
      idleMs: null,
      scope: "shard",
      ports: ["PORT"],
      outputs: { BROWSER_URL: "http://127.0.0.1:${{ fixture.PORT }}" },
      shell: "bash",
      env: { GO: "1.20" },
      workingDirectory: ".",
      keys: { "": { matrix: {}, demand: { memory: 256 * 2 ** 20, cpu: 0.5 }, fixtures: [] } },
    })
    expect(suite.fixtures?.["vms"]).toMatchObject({
      how: { kind: "start", run: "./create.sh" },
      workingDirectory: "vms",
      leases: 1,
      keys: {
        "p,s": { matrix: { pool: "p", size: "s" }, demand: {}, fixtures: [] },
        "p,l": { matrix: { pool: "p", size: "l" }, demand: {}, fixtures: [] },
      },
    })
    expect(scenarioOf(suite, "login:p:s").definition.fixtures).toEqual([
      { name: "browser", key: null },
      { name: "vms", key: "p,s" },
    ])
    expect(scenarioOf(suite, "plain").definition.fixtures).toBeUndefined()
  })
})
