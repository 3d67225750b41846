/**
 * The history of a suite between runs of a workflow: from the repository's cache into the plan, and
 * back after the whole run was seen; as an artifact where the cache does not do it. It is never
 * in the way: whatever fails is one line.
 */
import { readHistoryFile } from "../app/history/advice.ts"
import { historyText, keepHistory, learnRun } from "../app/history/keep-history.ts"
import { type Beside, readBeside } from "../app/history/read-beside.ts"
import { attemptsInHistory } from "../app/history/unseen-attempts.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { precededBy } from "../events/preceded-by.ts"
import type { RunState } from "../events/state.ts"
import type { History } from "../formats/history.ts"
import type { Plan } from "../formats/plan.ts"
import { artifactPrefix } from "../plan/artifact-names.ts"
import { countOf, neutraliseInline } from "../report/lines/neutralise.ts"
import type { ActionContext } from "./context.ts"
import { findEarlierHistory, isFork, leaveHistory } from "./earlier-history.ts"

/** Where the cached file lies: the path is part of what the service looks for, so it is fixed. */
const CACHED_FOLDER = ".parallel-smoke/cached"
const CACHED_FILE = `${CACHED_FOLDER}/history.json`

/** Name of the history in the report's folder. */
const HISTORY_FILE = "history.json"

/** A path of an input; relative ones are of the workspace. */
export function inWorkspace(path: string, { root }: Pick<ActionContext, "root">): string {
  return path.startsWith("/") || /^[A-Za-z]:[/\\]/u.test(path) ? path : `${root}/${path}`
}

/** The path of a file with the history of an `id`; null where there is none, or none was to be had. */
export async function fetchHistory(
  id: string,
  context: ActionContext,
  onTrouble: (why: string) => void = () => {},
): Promise<string | null> {
  const { inputs } = context
  if (inputs.history === "off") return null
  if (inputs.history !== "cache") return inWorkspace(inputs.history, context)
  const prefixes = keyPrefixes(id, context)
  const text = (await restored(prefixes, context, onTrouble)) ?? (await left(id, context))
  return text === null ? null : keepText(text, context)
}

/** The path of a text in a file of its own; null where it cannot be written. */
function keepText(text: string, { files, temporary, uniqueName }: ActionContext): string | null {
  const path = `${temporary}/.parallel-smoke/history-${uniqueName()}.json`
  return files.writeAtomic(path, text).ok ? path : null
}

/**
 * What is known of the base branch. A pull request has a history of its own as soon as it has run, in which
 * the base branch would never get newer: so it looks for that of the base branch again.
 */
async function fetchBaseHistory(
  id: string,
  { history, context }: { readonly history: string; readonly context: ActionContext },
): Promise<string | null> {
  if (!isPull(context) || context.inputs.history !== "cache" || !context.cache.available) {
    return history
  }
  const text = await restored([basePrefix(id)], context)
  return text === null ? history : keepText(text, context)
}

/** What the history knows of a run that has ended. */
export interface Recalled {
  readonly state: RunState
  /** The file that told it; null where there is none. */
  readonly history: string | null
  /** The one that tells of the base branch. */
  readonly baseHistory: string | null
}

/**
 * The state with what is known of earlier attempts of this run from the history, and the file that
 * told it; null where there is none.
 */
export async function recalled(
  run: { readonly plan: Plan; readonly state: RunState },
  context: ActionContext,
): Promise<Recalled> {
  const { plan, state } = run
  const { attempt, runId, files, clock } = context
  const { suite, id } = plan
  const none = { history: null, baseHistory: null }
  if (attempt === 1 && state.scenarios.size === 0) return { state, ...none }
  const history = await fetchHistory(id, context)
  if (history === null) return { state, ...none }
  const baseHistory = await fetchBaseHistory(id, { history, context })
  if (attempt === 1) return { state, history, baseHistory }
  const now = clock.now()
  const earlier = attemptsInHistory(history, { suite, run: runId, attempt, state, now }, files)
  return { state: precededBy(state, earlier), history, baseHistory }
}

/** What the history tells beside the run. */
export function knownBeside(
  run: { readonly plan: Plan } & Recalled,
  context: ActionContext,
): Beside {
  return readBeside({ ...run, settings: context.inputs, now: context.clock.now() }, context)
}

/** Adds a whole run to the history, and keeps it where the next plan looks for it. */
export async function keepRun(
  run: {
    readonly plan: Plan
    readonly state: RunState
    /** The report's folder, which gets a copy. */
    readonly folder: string
    /** The file that `fetchHistory` gave. */
    readonly history: string | null
  },
  context: ActionContext,
): Promise<void> {
  const { plan, state, folder } = run
  const { inputs, files, clock, console } = context
  const now = clock.now()
  if (inputs.history === "off" || state.scenarios.size === 0) return
  if (inputs.history !== "cache") {
    const path = inWorkspace(inputs.history, context)
    const kept = await keepHistory({ plan, state, path, now }, context)
    if (!kept.ok) console.info(neutraliseInline(kept.error, 500))
    return
  }
  const path = run.history
  const before = path === null ? null : readHistoryFile(path, { files, suite: plan.suite, now })
  const history = learnRun(before?.ok === true ? before.value.history : none(plan.suite), {
    plan,
    state,
    now,
  })
  const text = historyText(history)
  files.writeAtomic(`${folder}/${HISTORY_FILE}`, text)
  await keep({ plan, history, text }, context)
}

function none(suite: string): History {
  return { schemaVersion: 1, suite, jobs: [], scenarios: {} }
}

/** The text that the cache has; null where it has none. */
async function restored(
  prefixes: readonly string[],
  context: ActionContext,
  onTrouble: (why: string) => void = () => {},
): Promise<string | null> {
  const { cache, console, files, root } = context
  if (!cache.available) {
    console.info("no history in the cache: this job has no cache")
    return null
  }
  for (const prefix of prefixes) {
    clean(context)
    const found = await cache.restore(prefix, CACHED_FILE)
    const text = found.ok && found.value !== null ? files.readText(`${root}/${CACHED_FILE}`) : null
    clean(context)
    if (!found.ok) {
      const why = `no history from the cache: ${neutraliseInline(found.error.message, 500)}`
      onTrouble(why)
      console.info(why)
      return null
    }
    if (found.value !== null) {
      console.info(`history ${neutraliseInline(found.value)}`)
      return text?.ok === true ? text.value : null
    }
  }
  console.info("no history in the cache yet")
  return null
}

/** The text that an earlier run left as an artifact; null where none did. */
async function left(id: string, context: ActionContext): Promise<string | null> {
  const { console } = context
  const found = await findEarlierHistory(id, context)
  if (!found.ok) console.info(`no artifact with a history: ${neutraliseInline(found.error, 500)}`)
  else if (found.value === null) console.info("no artifact with a history either")
  else console.info(`history that ${neutraliseInline(found.value.from)} left as an artifact`)
  return found.ok ? (found.value?.text ?? null) : null
}

/** Into the cache; as an artifact where the cache does not take it. */
async function keep(
  kept: { readonly plan: Plan; readonly history: History; readonly text: string },
  context: ActionContext,
): Promise<void> {
  const { plan, history, text } = kept
  const { console } = context
  // What a fork's pull request saves nobody else could read, and it may not save at all.
  if (isFork(context)) {
    console.info("the history is not saved: the pull request is from a fork")
    return
  }
  const scenarios = countOf(Object.keys(history.scenarios).length, "scenario")
  const saved = await save({ id: plan.id, text }, context)
  if (saved.ok) {
    console.info(`saved the history of ${scenarios}: ${saved.value}`)
    return
  }
  console.info(`the cache does not accept the history: ${neutraliseInline(saved.error, 500)}`)
  const uploaded = await leaveHistory({ id: plan.id, text }, context)
  console.info(
    uploaded.ok
      ? `saved the history of ${scenarios} as the artifact ${uploaded.value}`
      : `the history is not saved: ${neutraliseInline(uploaded.error.message, 500)}`,
  )
}

/** The key in the cache, or why it was not taken. */
async function save(
  kept: { readonly id: string; readonly text: string },
  context: ActionContext,
): Promise<Result<string, string>> {
  const { cache, files, root, runId, attempt } = context
  if (!cache.available) return err("this job has none")
  files.writeAtomic(`${root}/${CACHED_FILE}`, kept.text)
  const [prefix = ""] = keyPrefixes(kept.id, context)
  const key = `${prefix}${runId}-${attempt}`
  const saved = await cache.save(key, CACHED_FILE)
  clean(context)
  return saved.ok ? ok(key) : err(saved.error.message)
}

/** The slash ends the `id`, which has none: no other id's key begins so. */
function basePrefix(id: string): string {
  return `${artifactPrefix(id)}/history/`
}

/** Where the own history is kept, then where else it may be: a pull request begins with that of its base. */
function keyPrefixes(id: string, context: ActionContext): readonly string[] {
  const base = basePrefix(id)
  return isPull(context) ? [`${artifactPrefix(id)}/pull/`, base] : [base]
}

function isPull({ env }: ActionContext): boolean {
  return (env["GITHUB_BASE_REF"] ?? "") !== ""
}

/** Leaves nothing of ours in the checkout. */
function clean({ files, root }: ActionContext): void {
  files.remove(`${root}/${CACHED_FOLDER}`)
  if (files.list(`${root}/.parallel-smoke`).length === 0) files.remove(`${root}/.parallel-smoke`)
}
