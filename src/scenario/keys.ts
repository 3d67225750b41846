/**
 * Keys of the suite language that this version knows but does not act on, and words of neighbouring
 * languages that people write out of habit. Both are refused: nothing is silently ignored.
 */

import type { Path } from "./document.ts"
import type { WORKFLOW_KEYS } from "./workflow-schema.ts"

/** The kinds of mapping that a suite file is made of. */
export type Level =
  | keyof typeof WORKFLOW_KEYS
  | "suite"
  | "scenario"
  | "defaults"
  | "override"
  | "profile"
  | "for-each"
  | "front-matter"
  | "retry"
  | "strategy"
  | "group"
  | "expect"
  | "text-test"
  | "hook"
  | "artifacts"
  | "quarantine"
  | "http"
  | "http-expect"

/** Keys that belong to the language at a level, without effect in this version. */
export const UNSUPPORTED_KEYS: Readonly<Record<Level, readonly string[]>> = {
  suite: ["runners", "capabilities", "fixtures"],
  scenario: [
    "requires",
    "demand",
    "exclusive",
    "idle-timeout",
    "limits",
    "fixtures",
    "reports",
    "continue-on-error",
    "runs-on",
  ],
  workflow: [],
  job: [],
  global_config: [],
  retry_config: [],
  resource_limits: [],
  conditions: [],
  // These take the keys of a scenario, and so those without effect.
  defaults: [],
  override: [],
  profile: [],
  "front-matter": [],
  "for-each": [],
  retry: ["on"],
  strategy: ["max-parallel", "fail-fast"],
  group: ["conflicts", "sequential", "key", "batch", "pause", "scope"],
  expect: [],
  "text-test": [],
  hook: [],
  artifacts: [],
  quarantine: [],
  http: [],
  "http-expect": [],
}

/** What to write instead of a key of another language or another level. */
export const KEY_HINTS: Readonly<Record<Level, Readonly<Record<string, string>>>> = {
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
    "<<": "merge keys are not part of YAML 1.2; `defaults` hold what scenarios share",
  },
  scenario: {
    steps: "a scenario has one `run`; several commands are lines of it (`run: |`)",
    services: "start services in the workflow, or in a scenario that this one names in `needs`",
    uses: "an action cannot be run by a scenario; call its command in `run`",
    secrets: "secrets are never written into a plan; give them to the job as environment",
    command: "the key is `run`",
    script: "the key is `run`",
    matrix: "write it below `strategy`, as in Actions",
    retries: "write `retry: { max-attempts: 2 }`; it counts the first attempt too",
    cwd: "the key is `working-directory`",
    id: "the key of the scenario is its id",
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
    run: "what runs is said by the scenario itself",
    strategy: "a matrix is expanded before overrides are looked at",
    "for-each": "files are found before overrides are looked at",
    name: "the name is said by the scenario itself",
  },
  profile: {
    http: "what runs is said by the scenario itself",
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
  strategy: {},
  group: { limit: "the key is `max-parallel`" },
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

/** What to do instead, for keys without effect where something comes near. */
export const UNSUPPORTED_HINTS: Readonly<Record<string, string>> = {
  "continue-on-error": "remove it; a failed scenario never stops the others",
  "runs-on": "remove it; where a shard runs is set where the shards are started",
  "max-parallel": "use `group` with `max-parallel` below `groups`",
  "fail-fast": "use the flag --fail-fast",
  sequential: "use `max-parallel: 1`",
}

/** The kind of mapping at a path of a suite file. */
export function suiteLevel(path: Path): Level {
  if (path.length === 0) return "suite"
  if (path[0] === "groups") return "group"
  if (path[0] === "before" || path[0] === "after") return "hook"
  if (path[0] === "defaults") return innerLevel(path.slice(1), "defaults")
  if (path[0] === "overrides") return innerLevel(path.slice(2), "override")
  if (path[0] === "profiles") return innerLevel(path.slice(2), "profile")
  return innerLevel(path.slice(2), "scenario")
}

/** The kind of mapping at a path of a workflow file. */
export function workflowLevel(path: Path): Level {
  const inner = path[0] === "jobs" ? path.slice(2) : path
  const [key] = inner.slice(-1)
  const names: readonly Level[] = ["global_config", "retry_config", "resource_limits", "conditions"]
  const level = names.find((name) => name === key)
  return level ?? (path[0] === "jobs" ? "job" : "workflow")
}

/** The kind of mapping at a path of a script's header. */
export function frontMatterLevel(path: Path): Level {
  return innerLevel(path, "front-matter")
}

function innerLevel(path: Path, top: Level): Level {
  if (path[0] === "retry") return "retry"
  if (path[0] === "for-each") return "for-each"
  if (path[0] === "before" || path[0] === "after") return "hook"
  if (path[0] === "artifacts") return "artifacts"
  if (path[0] === "quarantine") return "quarantine"
  if (path[0] === "http") return httpLevel(path)
  if (path[0] === "expect") return path.length === 1 ? "expect" : "text-test"
  return path[0] === "strategy" ? "strategy" : top
}

function httpLevel(path: Path): Level {
  if (path[1] !== "expect") return "http"
  return path.length === 2 ? "http-expect" : "text-test"
}
