/**
 * Words of neighbouring languages and of other levels that people write out of habit, each with what
 * to write instead. All of them are refused: nothing is silently ignored.
 */
import type { Level } from "../layers/levels.ts"

/** What people call `run`. */
export const RUN_WORDS: readonly string[] = ["cmd", "command", "script", "exec"]

/** What to write instead of a key; some of them look at the value. */
type KeyHint = string | ((value: unknown) => string)

/** What to write instead of a key of another language or another level. */
export const KEY_HINTS: Readonly<Record<Level, Readonly<Record<string, KeyHint>>>> = {
  suite: {
    steps: "a suite has scenarios, each with its own `run`; steps stay in the workflow",
    services: "start services in the workflow, or in a scenario that others name in `needs`",
    uses: "an action cannot be run by a suite; call its command in `run`",
    secrets: "secrets are never written into a plan; give them to the job as environment",
    with: "inputs belong to the workflow; give values in `env` or `args`",
    on: "triggers belong to the workflow",
    env: "write it below `defaults`, so that every scenario gets it",
    tests: "the key is `scenarios`",
    scenario: "the key is `scenarios`",
    runner: "classes are `runners`; a scenario names one in `runner`",
    group: "the key is `groups`",
    fixture: "the key is `fixtures`",
    requires: "write it below `defaults`, so that every scenario gets it",
    "<<": "merge keys are not part of YAML 1.2; `defaults` hold what scenarios share",
  },
  scenario: {
    steps: "a scenario has one `run`; several commands are lines of it (`run: |`)",
    services: "start services in the workflow, or in a scenario that this one names in `needs`",
    uses: "an action cannot be run by a scenario; call its command in `run`",
    secrets: "secrets are never written into a plan; give them to the job as environment",
    ...Object.fromEntries(RUN_WORDS.map((word) => [word, "the key is `run`"])),
    matrix: "write it below `strategy`, as in Actions",
    retries: retriesHint,
    cwd: "the key is `working-directory`",
    id: "the key of the scenario is its id",
    capabilities: "the key is `requires`; what there is stands at the top of the file",
    resources: "what it takes is `demand`, what it may use `limits`",
    "depends-on": "the key is `needs`",
    depends_on: "the key is `needs`",
    groups: "the key is `group`",
    fixture: "the key is `fixtures`",
    junit: "write `reports: { junit: … }`",
    "<<": "merge keys are not part of YAML 1.2; `defaults` hold what scenarios share",
  },
  workflow: {
    scenarios: "a file has either `jobs` or `scenarios`",
    include: "a file has either `jobs` or `include`",
    defaults: "the key is `global_config`",
  },
  job: {
    needs: "the key is `dependencies`",
    depends_on: "the key is `dependencies`",
    run: "the key is `command`",
    env: "the key is `environment`",
    type: "the key is `job_type`",
    script: "the key is `script_path`",
    retry: "the key is `retry_config`",
    url: "the address of an http job is its `command`",
  },
  global_config: {},
  retry_config: { max_retries: "the key is `max_attempts`; it counts the first attempt too" },
  resource_limits: {},
  conditions: {},
  defaults: {
    "for-each": "write it at the scenario: files make scenarios of one of them",
    "<<": "merge keys are not part of YAML 1.2",
  },
  override: {
    http: "what runs is said by the scenario itself",
    kind: "what runs is said by the scenario itself",
    run: "what runs is said by the scenario itself",
    strategy: "a matrix is expanded before overrides are looked at",
    "for-each": "files are found before overrides are looked at",
    name: "the name is said by the scenario itself",
  },
  profile: {
    http: "what runs is said by the scenario itself",
    kind: "what runs is said by the scenario itself",
    run: "what runs is said by the scenario itself; let it read `env` of the profile",
    strategy: "write what is kept below `matrix`: `matrix: { size: [small] }`",
    "for-each": "narrow the files with `where`",
    name: "the name is said by the scenario itself",
    filter: "write a condition: `where: startsWith(id, 'shop')`",
  },
  "for-each": { path: "the key is `files`", glob: "the key is `files`", in: "the key is `files`" },
  "front-matter": {},
  retry: {
    attempts: "the key is `max-attempts`; it counts the first attempt too",
    count: "the key is `max-attempts`; it counts the first attempt too",
  },
  strategy: {
    include: "write it below `matrix`",
    exclude: "write it below `matrix`",
  },
  limits: {
    mem: "the key is `memory`",
    ram: "the key is `memory`",
    cpus: "the key is `cpu`",
    timeout: "`timeout` stands at the scenario",
    time: "the longest time is `timeout` of the scenario, processor time `cpu-time`",
    disk: "this cannot be limited; `output` limits what it prints",
    log: "the key is `output`",
  },
  reports: {
    xunit: "the key is `junit`",
    paths: "say of what kind they are: `junit: out/*.xml`",
  },
  group: {
    limit: "the key is `max-parallel`",
    "max-workers": "the key is `max-parallel`",
    serial: "the key is `sequential`",
    delay: "the key is `pause`",
    by: "the key is `key`",
    scenarios: "each scenario names its groups: `group: NAME`",
  },
  runner: {
    labels: "the key is `runs-on`",
    "startup-time": "the key is `startup`",
    "max-parallel": "the scenarios at once in a shard are `workers`, the shards `max-shards`",
    shards: "the key is `max-shards`",
    cpu: "write it below `capabilities`",
    memory: "write it below `capabilities`",
    gpu: "write it below `capabilities`",
  },
  capability: {
    run: "the key is `command`",
    cmd: "the key is `command`",
    exec: "the key is `command`",
    url: "the key is `http`",
    port: "write `tcp: host:port`",
    host: "write `tcp: host:port`",
    count: "write `command` with `as: count`, or a `value`",
    pods: "write it below `kubernetes`",
    selector: "write it below `kubernetes`",
  },
  kubernetes: {
    nodes: "the key is `selector`",
    labels: "the key is `selector`",
    "label-selector": "the key is `selector`",
  },
  fixture: {
    run: "write `start` for a command that ends, or `serve` for a process that stays",
    command: "write `start` for a command that ends, or `serve` for a process that stays",
    setup: "the key is `start`",
    teardown: "the key is `stop`",
    size: "the key is `instances`",
    count: "the key is `instances`",
    pool: "the key is `instances`",
    "health-check": "the key is `health`",
    timeout: "write `start-timeout` or `stop-timeout`",
    retries: "the key is `start-retries`",
  },
  ready: { url: "the key is `http`", port: "write `tcp: host:port`", run: "the key is `command`" },
  expect: {
    status: "a command has an exit code: the key is `exit-code`",
    timeout: "`timeout` of the scenario ends it; `within` only judges how long it took",
    contains: "say where: `stdout: { contains: … }`, `stderr` or `output` for both",
    matches: "say where: `stdout: { matches: … }`, `stderr` or `output` for both",
  },
  hook: {
    uses: "an action cannot be run by a hook; call its command in `run`",
    with: "give values in `env`",
    "timeout-minutes": "the key is `timeout`, with a unit",
    retry: "a hook is not repeated; the attempt it belongs to is",
    "continue-on-error": "let the command not fail: `command || true`",
    command: "the key is `run`",
  },
  artifacts: {
    path: "the key is `paths`",
    name: "the folder is named by scenario and attempt",
    "retention-days": "it is given where the shards are started",
  },
  quarantine: {
    issue: "write it in `reason`",
    team: "the key is `owner`",
    expires: "the key is `until`",
  },
  http: {
    timeout: "`timeout` stands at the scenario",
    status: "write it below `expect`",
    json: "write it below `expect`, or a text as `body`",
    data: "the key is `body`",
    redirect: "the key is `follow`",
  },
  "http-expect": {
    "exit-code": "an answer has a `status`",
    code: "the key is `status`",
    contains: "say where: `body: { contains: … }`",
  },
  "text-test": { equals: "use `matches: '^…$'`" },
}

/** Others count what follows the first attempt. */
function retriesHint(value: unknown): string {
  const attempts =
    typeof value === "number" && Number.isInteger(value) && value >= 0 ? value + 1 : 2
  return `write \`retry: { max-attempts: ${attempts} }\`; it counts the first attempt too`
}
