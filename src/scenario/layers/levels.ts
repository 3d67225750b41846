/**
 * The kinds of mapping that files are made of, told by the path to them: which keys are known there,
 * and what a message calls them.
 */
import type { Path } from "../text/document.ts"
import type { WORKFLOW_KEYS } from "../workflows/workflow-schema.ts"

/** The kinds of mapping that a suite file, a header or a workflow file is made of. */
export type Level =
  | keyof ReturnType<typeof WORKFLOW_KEYS>
  | "suite"
  | "scenario"
  | "defaults"
  | "override"
  | "profile"
  | "for-each"
  | "front-matter"
  | "retry"
  | "strategy"
  | "limits"
  | "reports"
  | "group"
  | "runner"
  | "capability"
  | "kubernetes"
  | "fixture"
  | "ready"
  | "expect"
  | "text-test"
  | "hook"
  | "artifacts"
  | "quarantine"
  | "http"
  | "http-expect"

/** What a message calls each of them. */
export const LEVEL_NAMES: Readonly<Record<Level, string>> = {
  workflow: "a workflow file",
  job: "a job",
  global_config: "`global_config`",
  retry_config: "`retry_config`",
  resource_limits: "`resource_limits`",
  conditions: "`conditions`",
  suite: "a suite",
  scenario: "a scenario",
  defaults: "`defaults`",
  override: "an override",
  profile: "a profile",
  "for-each": "`for-each`",
  "front-matter": "a script's header",
  retry: "`retry`",
  strategy: "`strategy`",
  limits: "`limits`",
  reports: "`reports`",
  group: "a group",
  runner: "a runner class",
  capability: "a capability",
  kubernetes: "`kubernetes`",
  fixture: "a fixture",
  ready: "`ready`",
  expect: "`expect`",
  "text-test": "a test of a text",
  hook: "a hook",
  artifacts: "`artifacts`",
  quarantine: "`quarantine`",
  http: "`http`",
  "http-expect": "`expect` of a request",
}

/** The kind of mapping at a path of a suite file. */
export function suiteLevel(path: Path): Level {
  const [section] = path
  switch (section) {
    case undefined:
      return "suite"
    case "groups":
      return "group"
    case "runners":
      return "runner"
    case "capabilities":
      return path[2] === "kubernetes" ? "kubernetes" : "capability"
    case "fixtures":
      return path[2] === "ready" ? "ready" : "fixture"
    case "before":
    case "after":
      return "hook"
    case "defaults":
      return innerLevel(path.slice(1), "defaults")
    case "overrides":
      return innerLevel(path.slice(2), "override")
    case "profiles":
      return innerLevel(path.slice(2), "profile")
    default:
      return innerLevel(path.slice(2), "scenario")
  }
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

/** Keys of a scenario whose values are mappings of one kind. */
const PLAIN: readonly Level[] = [
  ...(["retry", "for-each", "limits", "reports", "artifacts", "quarantine", "strategy"] as const),
]

function innerLevel(path: Path, top: Level): Level {
  const [key] = path
  const plain = PLAIN.find((level) => level === key)
  if (plain !== undefined) return plain
  if (key === "before" || key === "after") return "hook"
  if (key === "http") return httpLevel(path)
  if (key === "expect") return path.length === 1 ? "expect" : "text-test"
  return top
}

function httpLevel(path: Path): Level {
  if (path[1] !== "expect") return "http"
  return path.length === 2 ? "http-expect" : "text-test"
}
