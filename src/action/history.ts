/**
 * The history of a suite between runs of a workflow: from the repository's cache into the plan, and
 * back from whoever has seen the whole run. It is never in the way: whatever fails is one line.
 */
import { historyText, keepHistory, learnRun } from "../app/keep-history.ts"
import { readHistoryFile } from "../app/known-times.ts"
import type { JsonObject } from "../core/json.ts"
import type { RunState } from "../events/state.ts"
import type { History } from "../formats/history.ts"
import type { Plan } from "../formats/plan.ts"
import { artifactPrefix } from "../plan/artifact-names.ts"
import { neutraliseInline } from "../report/neutralise.ts"
import { countOf } from "../report/text-width.ts"
import type { ActionContext } from "./context.ts"

/** Where the cached file lies: the path is part of what the service looks for, so it is fixed. */
const CACHED_FOLDER = ".parallel-smoke/cached"
const CACHED_FILE = `${CACHED_FOLDER}/history.json`

/** Name of the history in the report's folder. */
const HISTORY_FILE = "history.json"

/** A path of an input; relative ones are of the workspace. */
export function inWorkspace(path: string, { root }: Pick<ActionContext, "root">): string {
  return path.startsWith("/") || /^[A-Za-z]:[/\\]/u.test(path) ? path : `${root}/${path}`
}

/** The path of a file with the history of a suite; null where there is none. */
export async function fetchHistory(suite: string, context: ActionContext): Promise<string | null> {
  const { inputs, files, temporary, root } = context
  if (inputs.history === "off") return null
  if (inputs.history !== "cache") return inWorkspace(inputs.history, context)
  if (!(await restore(suite, context))) return null
  const text = files.readText(`${root}/${CACHED_FILE}`)
  const path = `${temporary}/.parallel-smoke/history-${context.uniqueName()}.json`
  const moved = text.ok ? files.writeAtomic(path, text.value) : text
  clean(context)
  return moved.ok ? path : null
}

/** Adds a whole run to the history, and keeps it where the next plan looks for it. */
export async function keepRun(
  run: {
    readonly plan: Plan
    readonly state: RunState
    /** The report's folder, which gets a copy. */
    readonly folder: string
  },
  context: ActionContext,
): Promise<void> {
  const { plan, state, folder } = run
  const { inputs, files, clock, console } = context
  const now = clock.now()
  if (inputs.history === "off" || state.scenarios.size === 0) return
  if (inputs.history !== "cache") {
    const path = inWorkspace(inputs.history, context)
    const problem = keepHistory({ plan, state, path, now }, files)
    if (problem !== null) console.info(neutraliseInline(problem, 500))
    return
  }
  const path = await fetchHistory(plan.suite, context)
  const before = path === null ? null : readHistoryFile(path, { files, suite: plan.suite, now })
  const history = learnRun(before?.ok === true ? before.value.history : none(plan.suite), {
    plan,
    state,
    now,
  })
  const text = historyText(history)
  files.writeAtomic(`${folder}/${HISTORY_FILE}`, text)
  if (context.cache.available) await save({ plan, history, text }, context)
}

function none(suite: string): History {
  return { schemaVersion: 1, suite, jobs: [], scenarios: {} }
}

async function restore(suite: string, context: ActionContext): Promise<boolean> {
  const { cache, console } = context
  if (!cache.available) {
    console.info("no history: this job has no cache")
    return false
  }
  clean(context)
  const restored = await cache.restore(keyPrefix(suite), CACHED_FILE)
  if (!restored.ok) console.info(`no history: ${neutraliseInline(restored.error.message, 500)}`)
  else if (restored.value === null) console.info("no history yet")
  else console.info(`history ${neutraliseInline(restored.value)}`)
  return restored.ok && restored.value !== null
}

async function save(
  kept: { readonly plan: Plan; readonly history: History; readonly text: string },
  context: ActionContext,
): Promise<void> {
  const { plan, history, text } = kept
  const { cache, console, files, root, runId, attempt } = context
  const because = whyNotSaved(context)
  if (because !== null) {
    console.info(`the history is not kept: ${because}`)
    return
  }
  files.writeAtomic(`${root}/${CACHED_FILE}`, text)
  const key = `${keyPrefix(plan.suite)}${runId}-${attempt}`
  const saved = await cache.save(key, CACHED_FILE)
  clean(context)
  const scenarios = countOf(Object.keys(history.scenarios).length, "scenario")
  console.info(
    saved.ok
      ? `kept the history of ${scenarios}: ${key}`
      : `the history is not kept: ${neutraliseInline(saved.error.message, 500)}`,
  )
}

/** The slash ends the suite's name, which has none: no other suite's key begins so. */
function keyPrefix(suite: string): string {
  return `${artifactPrefix(suite)}/history/`
}

/** What a fork's pull request saves nobody else could read, and it may not save at all. */
function whyNotSaved({ github, env }: ActionContext): string | null {
  const head = objectIn(objectIn(objectIn(github, "event"), "pull_request"), "head")
  const from = objectIn(head, "repo")["full_name"]
  return typeof from === "string" && from !== env["GITHUB_REPOSITORY"]
    ? "the pull request is from a fork"
    : null
}

function objectIn(value: JsonObject, key: string): JsonObject {
  const inner = value[key]
  return inner !== null && typeof inner === "object" && !Array.isArray(inner)
    ? (inner as JsonObject)
    : {}
}

/** Leaves nothing of ours in the checkout. */
function clean({ files, root }: ActionContext): void {
  files.remove(`${root}/${CACHED_FOLDER}`)
  if (files.list(`${root}/.parallel-smoke`).length === 0) files.remove(`${root}/.parallel-smoke`)
}
