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
    env: "write it under `defaults`, so that every scenario gets it",
    tests: "the key is `scenarios`",
    scenario: "the key is `scenarios`",
    runner: "classes are `runners`; a scenario names one in `runner`",
    group: "the key is `groups`",
    fixture: "the key is `fixtures`",
    requires: "write it under `defaults`, so that every scenario gets it",
    "<<": "merge keys are not part of YAML 1.2; `defaults` contain what scenarios share",
  },
  scenario: {
    steps: "a scenario has one `run`; several commands are lines of it (`run: |`)",
    services: "start services in the workflow, or in a scenario that this one names in `needs`",
    uses: "an action cannot be run by a scenario; call its command in `run`",
    secrets: "secrets are never written into a plan; give them to the job as environment",
    ...Object.fromEntries(RUN_WORDS.map((word) => [word, "the key is `run`"])),
    matrix: "write it under `strategy`, as in Actions",
    retries: retriesHint,
    cwd: "the key is `working-directory`",
    id: "the key of the scenario is its id",
    capabilities: "the key is `requires`; declarations are at the top level of the file",
    resources: "what it takes is `demand`, what it may use `limits`",
    "depends-on": "the key is `needs`",
    depends_on: "the key is `needs`",
    groups: "the key is `group`",
    fixture: "the key is `fixtures`",
    junit: "write `reports: { junit: … }`",
    "<<": "merge keys are not part of YAML 1.2; `defaults` contain what scenarios share",
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
    url: "the URL of an http job is its `command`",
  },
  global_config: {},
  retry_config: { max_retries: "the key is `max_attempts`; it counts the first attempt too" },
  resource_limits: {},
  conditions: {},
  defaults: {
    "for-each": "write it at the scenario, not in `for-each`",
    "<<": "merge keys are not part of YAML 1.2",
  },
  override: {
    http: "only the scenario itself can set what runs",
    kind: "only the scenario itself can set what runs",
    run: "only the scenario itself can set what runs",
    strategy: "a matrix is expanded before overrides are applied",
    "for-each": "files are found before overrides are applied",
    name: "only the scenario itself can set its name",
  },
  profile: {
    http: "only the scenario itself can set what runs",
    kind: "only the scenario itself can set what runs",
    run: "only the scenario itself can set what runs; let it read `env` of the profile",
    strategy: "write the kept values under `matrix`: `matrix: { size: [small] }`",
    "for-each": "narrow the files with `where`",
    name: "only the scenario itself can set its name",
    filter: "write a condition: `where: startsWith(id, 'shop')`",
  },
  "for-each": { path: "the key is `files`", glob: "the key is `files`", in: "the key is `files`" },
  "front-matter": {},
  retry: {
    attempts: "the key is `max-attempts`; it counts the first attempt too",
    count: "the key is `max-attempts`; it counts the first attempt too",
  },
  strategy: {
    include: "write it under `matrix`",
    exclude: "write it under `matrix`",
  },
  limits: {
    mem: "the key is `memory`",
    ram: "the key is `memory`",
    cpus: "the key is `cpu`",
    timeout: "`timeout` is a key of the scenario",
    time: "use `timeout` of the scenario for the duration, `cpu-time` for processor time",
    disk: "this cannot be limited; `output` limits what it prints",
    log: "the key is `output`",
  },
  reports: {
    xunit: "the key is `junit`",
    paths: "name their kind: `junit: out/*.xml`",
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
    "max-parallel": "`workers` limits scenarios at once in a shard, `max-shards` the shards",
    shards: "the key is `max-shards`",
    cpu: "write it under `capabilities`",
    memory: "write it under `capabilities`",
    gpu: "write it under `capabilities`",
  },
  capability: {
    run: "the key is `command`",
    cmd: "the key is `command`",
    exec: "the key is `command`",
    url: "the key is `http`",
    port: "write `tcp: host:port`",
    host: "write `tcp: host:port`",
    count: "write `command` with `as: count`, or a `value`",
    pods: "write it under `kubernetes`",
    selector: "write it under `kubernetes`",
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
    contains: "name the stream or part: `stdout: { contains: … }`, `stderr` or `output` for both",
    matches: "name the stream or part: `stdout: { matches: … }`, `stderr` or `output` for both",
  },
  hook: {
    uses: "an action cannot be run by a hook; call its command in `run`",
    with: "give values in `env`",
    "timeout-minutes": "the key is `timeout`, with a unit",
    retry: "a hook is not repeated, only its attempt",
    "continue-on-error": "make the command succeed: `command || true`",
    command: "the key is `run`",
  },
  artifacts: {
    path: "the key is `paths`",
    name: "the folder is named after scenario and attempt",
    "retention-days": "set it where the shards are started",
  },
  quarantine: {
    issue: "write it in `reason`",
    team: "the key is `owner`",
    expires: "the key is `until`",
  },
  http: {
    timeout: "`timeout` is a key of the scenario",
    status: "write it under `expect`",
    json: "write it under `expect`, or a text as `body`",
    data: "the key is `body`",
    redirect: "the key is `follow`",
  },
  "http-expect": {
    "exit-code": "an answer has a `status`",
    code: "the key is `status`",
    contains: "name the stream or part: `body: { contains: … }`",
  },
  "text-test": { equals: "use `matches: '^…$'`" },
}

/** Others count what follows the first attempt. */
function retriesHint(value: unknown): string {
  const attempts =
    typeof value === "number" && Number.isInteger(value) && value >= 0 ? value + 1 : 2
  return `write \`retry: { max-attempts: ${attempts} }\`; it counts the first attempt too`
}
