/**
 * The progress log: at most one line for each event, the same on a terminal and in CI.
 */
import { defined } from "../../core/defined.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import { acceptanceText, isInForce, isOwnFailure, type Verdict } from "../../core/verdict.ts"
import type { EventOf, RunEvent } from "../../events/event.ts"
import { type AttemptState, attemptsOf, type RunState } from "../../events/state.ts"
import { countShards, type Plan, slowFromMs } from "../../formats/plan.ts"
import { countOf, neutraliseInline, neutraliseLine, padEndTo } from "../lines/neutralise.ts"
import { type Palette, paintOf, paletteFor } from "../lines/palette.ts"
import { isByShardHook } from "../results/hook-failures.ts"
import { renderCause, renderWhy } from "../text/cause-text.ts"
import { renderIterations } from "../text/iterations-text.ts"
import { renderSlow, slowMs } from "../text/slow-text.ts"

const VERDICT_WIDTH = 9
const MAX_ID_WIDTH = 48
const DURATION_WIDTH = 6
/** Failed iterations, and retries, of a scenario that is repeated with a line of their own. */
const SHOWN_ITERATIONS = 3

/** What a line needs besides its event; `state` is the fold after it. */
export interface LineContext {
  readonly state: RunState
  /** Scenarios that run here: the second number of `[12/37]`. */
  readonly total: number
  /** Scenarios that were skipped when planning, for the first line. */
  readonly skippedBefore: number
  /** Columns for the id. */
  readonly idWidth: number
  readonly color: boolean
  /** A cluster decides the number of workers, and its own line shows it. */
  readonly asksCluster?: boolean
  /** Until when failures of scenarios are tolerated; absent if none are. */
  readonly accepted?: ReadonlyMap<string, string>
  /** From when on an attempt is slow, in milliseconds; absent where nothing says so. */
  readonly slow?: ReadonlyMap<string, number>
  /** Also debug lines. */
  readonly debug?: boolean
}

/** The constant part of the context, for a run of all or some shards of a plan. */
export function toLineContext(options: {
  readonly plan: Plan
  readonly shards: readonly number[]
  /** The scenarios to run, if not all of the shards. */
  readonly ids?: readonly string[]
  readonly color: boolean
}): Omit<LineContext, "state"> {
  const here = options.plan.shards.filter(({ shard }) => options.shards.includes(shard))
  const ids = options.ids ?? here.flatMap(({ scenarios }) => scenarios)
  const longest = ids.reduce((width, id) => Math.max(width, id.length), 0)
  const open = here.some(({ workers }) => typeof workers !== "number")
  return {
    total: ids.length,
    skippedBefore: countShards(options.plan) === 1 ? options.plan.skipped.length : 0,
    idWidth: Math.min(MAX_ID_WIDTH, longest),
    accepted: new Map(
      ids.flatMap((id) => {
        const quarantine = options.plan.scenarios[id]?.definition.quarantine
        return quarantine === undefined ? [] : [[id, quarantine.until] as const]
      }),
    ),
    slow: new Map(
      ids.flatMap((id) => {
        const planned = options.plan.scenarios[id]
        const ms = planned === undefined ? null : slowFromMs(planned)
        return ms === null ? [] : [[id, ms] as const]
      }),
    ),
    color: options.color,
    ...(open && ids.some((id) => takesOfCluster(options.plan, id)) ? { asksCluster: true } : {}),
  }
}

function takesOfCluster({ scenarios, probes = {} }: Plan, id: string): boolean {
  return Object.keys(scenarios[id]?.demand ?? {}).some((name) => {
    const [root = ""] = /^[^.[]+/u.exec(name) ?? []
    return Object.hasOwn(probes, root) && probes[root]?.how.kind === "kubernetes"
  })
}

/** The line (rarely lines) for an event, or null if it is not shown. */
export function renderEventLine(event: RunEvent, context: LineContext): string | null {
  const palette = paletteFor(context.color)
  switch (event.type) {
    case "run-started":
      return palette.quiet(startLine(event, context))
    case "instance-started":
      return instanceLine(event, context)
    case "instance-stopped":
    case "instance-measured":
    case "iterations-carried":
      return null
    case "fixture-broken":
      return brokenLine(event, context)
    case "scenario-finished":
      // The line of the hook already covers all of them.
      if (isByShardHook(context.state.scenarios.get(event.id)?.attempts.at(-1))) return null
      return endLine(
        defined({ id: event.id, verdict: event.verdict, why: event.message, context, palette }),
      )
    case "scenario-skipped":
      return endLine({ id: event.id, verdict: "skipped", why: whyOf(event), context, palette })
    case "scenario-cancelled":
      // Scenarios that never started can be very many: one line at the end counts them.
      return hasBegun(event.id, context.state)
        ? endLine({ id: event.id, verdict: "cancelled", why: whyOf(event), context, palette })
        : null
    case "retry-scheduled":
      return retryLine(event, context)
    case "run-cancelling":
      return aside(context, palette.warn(cancellingText(event)))
    case "note":
      return noteLine(event, context)
    case "hook-finished":
      return hookLine(event, context)
    case "capability-probed":
      return absentLine(event, context)
    case "attempt-started": {
      if (context.debug !== true) return null
      const id = padEndTo(neutraliseInline(event.id), context.idWidth)
      const text = `attempt ${event.number} on worker ${event.worker}, ${event.log}`
      return aside(context, palette.quiet(`${padEndTo("start", VERDICT_WIDTH)}  ${id}  ${text}`))
    }
    case "iteration-finished":
      return iterationLine(event, context)
    case "attempt-finished":
    case "worker-finished":
    case "scenario-claimed":
    case "claim-ended":
    case "queue-ended":
      return null
    case "run-finished":
      return neverStartedLine(event, context)
  }
}

function startLine(event: EventOf<"run-started">, context: LineContext): string {
  const shard = event.shards > 1 ? `shard ${event.shard} of ${event.shards}, ` : ""
  const again = event.attempt > 1 ? `attempt ${event.attempt}, ` : ""
  const workers = context.asksCluster === true ? "" : ` on ${countOf(event.workers, "worker")}`
  const what = `${countOf(context.total, "scenario")}${workers}`
  const before = context.skippedBefore > 0 ? `, ${context.skippedBefore} skipped by the plan` : ""
  return neutraliseLine(`run ${event.runId}: ${again}${shard}${what}${before}, seed ${event.seed}`)
}

function instanceLine(event: EventOf<"instance-started">, context: LineContext): string | null {
  const { warn, quiet } = paletteFor(context.color)
  const key = event.key === undefined ? "" : `[${event.key}]`
  const name = neutraliseInline(`fixture ${event.fixture}${key}`, 200)
  const took = formatDuration(event.durationMs)
  if (event.outcome === "ok") {
    const text = `instance ${event.instance} ready after ${took}`
    return aside(context, quiet(`${name}  ${text}`))
  }
  const text = neutraliseInline(`${event.outcome} after ${took}: ${event.message ?? ""}`, 300)
  return aside(context, warn(`${name}  instance ${event.instance} ${text}`))
}

function brokenLine(event: EventOf<"fixture-broken">, context: LineContext): string {
  const { bad } = paletteFor(context.color)
  const of = event.key === undefined ? "" : `[${event.key}]`
  const { lastFailure } = context.state.shards.get(event.shard)?.fixtures.get(event.fixture) ?? {}
  // The line of the start that failed has said it.
  const why = event.message === lastFailure ? "" : `${event.message}; `
  const text = `broken fixture ${event.fixture}${of}: ${why}what leases it fails`
  return aside(context, bad(neutraliseInline(text, 400)))
}

/** Present capabilities are not shown; absent ones explain skips. */
function absentLine(
  { capability, required }: EventOf<"capability-probed">,
  context: LineContext,
): string | null {
  if (capability.present) return null
  const { bad, quiet } = paletteFor(context.color)
  const text = neutraliseInline(`${capability.name}: ${capability.evidence}`, 200)
  return aside(context, required ? bad(`absent, and required  ${text}`) : quiet(`absent  ${text}`))
}

interface End {
  readonly id: string
  readonly verdict: Verdict
  readonly why?: string
  readonly context: LineContext
  readonly palette: Palette
}

function endLine({ id, verdict, why, context, palette }: End): string {
  const scenario = context.state.scenarios.get(id)
  const attempts = attemptsOf(scenario)
  const total = String(context.total)
  // For this attempt of the run; scenarios that earlier ones settled do not run again.
  const ended = [...context.state.shards.values()].reduce((sum, { verdicts }) => sum + verdicts, 0)
  const count = `[${String(ended).padStart(total.length)}/${total}]`
  const accepted = verdict === "failed" ? acceptedText(id, context) : null
  const paint = accepted === null ? paintOf(verdict, palette) : palette.warn
  const limitMs = context.slow?.get(id) ?? null
  const longest = slowMs(attempts, limitMs)
  const slow =
    longest === null || limitMs === null
      ? ""
      : renderSlow({ seconds: longest / 1_000, limitSeconds: limitMs / 1_000 })
  const { iterations } = scenario ?? {}
  const counted = iterations === undefined ? "" : renderIterations(iterations)
  const detail = [why ?? (counted || detailOf(verdict, attempts)), slow].filter(Boolean).join("; ")
  const ms = iterations?.attemptsMs ?? attempts.reduce((sum, one) => sum + one.durationMs, 0)
  const duration = attempts.length === 0 ? "" : formatDuration(ms)
  return [
    palette.quiet(count),
    paint(padEndTo(verdict, VERDICT_WIDTH)),
    padEndTo(neutraliseInline(id), context.idWidth),
    duration.padStart(DURATION_WIDTH),
    palette.quiet([accepted === null ? "" : `(${accepted})`, detail].filter(Boolean).join("  ")),
  ]
    .join("  ")
    .trimEnd()
}

/**
 * Why a failure is tolerated; null if it counts. The start of the shard decides, as in the report.
 */
function acceptedText(id: string, { accepted, state }: LineContext): string | null {
  const until = accepted?.get(id)
  const shard = state.scenarios.get(id)?.shard
  const at = shard === undefined ? undefined : state.shards.get(shard)?.started?.at
  if (until === undefined || at === undefined || !isInForce(until, at)) return null
  return acceptanceText(until)
}

function detailOf(verdict: Verdict, attempts: readonly AttemptState[]): string {
  const failed = attempts.filter(({ outcome }) => outcome === "failed")
  const last = verdict === "flaky" ? failed.findLast(isOwnFailure) : failed.at(-1)
  if (last === undefined) return ""
  if (verdict === "flaky" || verdict === "passed") {
    const alone = attempts.at(-1)?.alone === true ? ", alone," : ""
    return `passed in attempt ${attempts.length}${alone} after ${renderCause(last)}`
  }
  if (verdict !== "failed") return ""
  const tries = failed.length > 1 ? ` (${countOf(failed.length, "attempt")})` : ""
  return `${renderWhy(last, 120)}${tries}`
}

function whyOf(event: { readonly reason: string; readonly message: string }): string {
  const message = neutraliseInline(event.message, 200)
  return message === "" ? event.reason : `${event.reason}: ${message}`
}

function hasBegun(id: string, { scenarios }: RunState): boolean {
  return (scenarios.get(id)?.attempts.length ?? 0) > 0
}

/** `cancelled  4535 scenarios  interrupted: …`, a line for each reason; null where there is none. */
function neverStartedLine({ shard }: EventOf<"run-finished">, context: LineContext): string | null {
  const counts = new Map<string, number>()
  for (const [id, scenario] of context.state.scenarios) {
    const { ending } = scenario
    if (scenario.shard !== shard || ending?.verdict !== "cancelled") continue
    if (hasBegun(id, context.state)) continue
    const why = whyOf(ending)
    counts.set(why, (counts.get(why) ?? 0) + 1)
  }
  const { quiet, warn } = paletteFor(context.color)
  const lines = [...counts].map(([why, count]) => {
    const what = `${countOf(count, "scenario")}  ${quiet(why)}`
    return aside(context, `${warn(padEndTo("cancelled", VERDICT_WIDTH))}  ${what}`)
  })
  return lines.length === 0 ? null : lines.join("\n")
}

/** What a retry waits for besides its delay. */
const WHEN = {
  end: "after the others",
  alone: "alone, after the others",
} as const satisfies Record<NonNullable<EventOf<"retry-scheduled">["when"]>, string>

function retryLine(event: EventOf<"retry-scheduled">, context: LineContext): string | null {
  const scenario = context.state.scenarios.get(event.id)
  if ((scenario?.iterations?.failures ?? 0) > SHOWN_ITERATIONS) return null
  const last = scenario?.attempts.at(-1)
  const ended =
    last === undefined
      ? ""
      : `attempt ${last.number} failed (${renderCause(last)}) after ${formatDuration(last.durationMs)}, `
  const delay = event.delayMs > 0 ? `in ${formatDuration(event.delayMs)}` : "now"
  const when = event.when === undefined ? delay : WHEN[event.when]
  const id = padEndTo(neutraliseInline(event.id), context.idWidth)
  const { quiet, warn } = paletteFor(context.color)
  const text = `${ended}attempt ${event.number} ${when}`
  return aside(context, `${warn(padEndTo("retry", VERDICT_WIDTH))}  ${id}  ${quiet(text)}`)
}

/** The first failed iterations of a scenario; its own line counts the rest. */
function iterationLine(
  { id, iteration, verdict, durationMs }: EventOf<"iteration-finished">,
  context: LineContext,
): string | null {
  const scenario = context.state.scenarios.get(id)
  if (verdict !== "failed" || (scenario?.iterations?.failed ?? 0) > SHOWN_ITERATIONS) return null
  const last = scenario?.attempts.findLast((one) => one.iteration === iteration)
  const why = last === undefined ? "" : renderWhy(last, 120)
  const { quiet, bad } = paletteFor(context.color)
  const time = formatDuration(durationMs).padStart(DURATION_WIDTH)
  const name = padEndTo(neutraliseInline(id), context.idWidth)
  const text = `iteration ${iteration}  ${why}`
  return aside(
    context,
    `${bad(padEndTo("failed", VERDICT_WIDTH))}  ${name}  ${time}  ${quiet(text)}`,
  )
}

/** Hooks of the shard; hooks of a scenario are shown with its verdict. */
function hookLine(event: EventOf<"hook-finished">, context: LineContext): string | null {
  if (event.id !== null) return null
  const { quiet, bad } = paletteFor(context.color)
  const time = formatDuration(event.durationMs)
  const what = `${event.stage}: ${neutraliseInline(event.name, 120)}`
  if (event.outcome === "passed") return aside(context, quiet(`${what}, ${time}`))
  const why = event.message === null ? "" : `, ${neutraliseInline(event.message, 200)}`
  const untried =
    event.stage === "before" && event.outcome === "failed" ? "; no scenario of the shard runs" : ""
  return aside(context, bad(`${what} ${event.outcome} after ${time}${why}${untried}`))
}

function cancellingText({ reason, signal }: EventOf<"run-cancelling">): string {
  switch (reason) {
    case "interrupted": {
      const by = signal === null ? "" : ` by ${neutraliseInline(signal)}`
      return `interrupted${by}: nothing more starts, running scenarios are ended`
    }
    case "fail-fast":
      return "fail-fast: enough scenarios failed, nothing more starts"
    case "budget":
      return "budget: the time is over, nothing more starts"
    case "unwritable":
      return "the journal cannot be written: nothing more starts, running scenarios are ended"
    case "queue":
      return "the shared queue is gone: nothing more starts, running scenarios are ended"
  }
}

function noteLine(event: EventOf<"note">, context: LineContext): string | null {
  if (event.level === "debug" && context.debug !== true) return null
  const text = neutraliseInline(event.message)
  return event.level === "warning"
    ? aside(context, paletteFor(context.color).warn(`warning: ${text}`))
    : aside(context, text)
}

/** A line without a count is aligned with the verdicts. */
function aside(context: LineContext, text: string): string {
  return `${" ".repeat(String(context.total).length * 2 + 5)}${text}`
}
