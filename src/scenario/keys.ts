/**
 * Keys of the suite language that this version knows but does not act on, and words of neighbouring
 * languages that people write out of habit. Both are refused: nothing is silently ignored.
 */

import type { Path } from "./document.ts"

/** The kinds of mapping that a suite file is made of. */
export type Level = "suite" | "scenario" | "front-matter" | "retry" | "strategy" | "group"

/** Keys that belong to the language at a level, without effect in this version. */
export const UNSUPPORTED_KEYS: Readonly<Record<Level, readonly string[]>> = {
  suite: [
    "overrides",
    "runners",
    "capabilities",
    "fixtures",
    "before",
    "after",
    "profiles",
    "jobs",
  ],
  scenario: [
    "http",
    "kind",
    "for-each",
    "requires",
    "demand",
    "exclusive",
    "idle-timeout",
    "limits",
    "fixtures",
    "before",
    "after",
    "expect",
    "quarantine",
    "artifacts",
    "reports",
    "problem-matcher",
    "paths",
    "continue-on-error",
    "runs-on",
  ],
  "front-matter": [],
  retry: ["on"],
  strategy: ["max-parallel", "fail-fast"],
  group: ["conflicts", "sequential", "key", "batch", "pause", "scope"],
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
    with: "give values in `env` or `args`",
    command: "the key is `run`",
    script: "the key is `run`",
    matrix: "write it below `strategy`, as in Actions",
    retries: "write `retry: { max-attempts: 2 }`; it counts the first attempt too",
    cwd: "the key is `working-directory`",
    id: "the key of the scenario is its id",
    "<<": "merge keys are not part of YAML 1.2; `defaults` hold what scenarios share",
  },
  "front-matter": {},
  retry: {
    attempts: "the key is `max-attempts`; it counts the first attempt too",
    count: "the key is `max-attempts`; it counts the first attempt too",
  },
  strategy: {},
  group: { limit: "the key is `max-parallel`" },
}

/** What to do instead, for keys without effect where something comes near. */
export const UNSUPPORTED_HINTS: Readonly<Record<string, string>> = {
  "continue-on-error": "remove it; a failed scenario never stops the others",
  "runs-on": "remove it; where a shard runs is set where the shards are started",
  "max-parallel": "use `group` with `max-parallel` below `groups`",
  "fail-fast": "use the flag --fail-fast",
  sequential: "use `max-parallel: 1`",
  http: "use `run` with a command such as curl",
  before: "put the command into `run`, or into a scenario that others name in `needs`",
  profiles: "use the flags --filter, --exclude and --tags",
}

/** The kind of mapping at a path of a suite file. */
export function suiteLevel(path: Path): Level {
  if (path.length === 0) return "suite"
  if (path[0] === "groups") return "group"
  const inner = path.slice(path[0] === "defaults" ? 1 : 2)
  return innerLevel(inner, "scenario")
}

/** The kind of mapping at a path of a script's header. */
export function frontMatterLevel(path: Path): Level {
  return innerLevel(path, "front-matter")
}

function innerLevel(path: Path, top: Level): Level {
  if (path[0] === "retry") return "retry"
  return path[0] === "strategy" ? "strategy" : top
}
