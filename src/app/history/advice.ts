/**
 * What is known of a suite's scenarios before it is planned: from a history file, and from files with
 * timings. All of it is advice: whatever is wrong with a file is a note, and planning goes on.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Capability } from "../../formats/capability.ts"
import { MAX_READ_BYTES } from "../../formats/history.ts"
import { campaignRuns } from "../../history/campaigns.ts"
import { knownStartsOf } from "../../history/learned-starts.ts"
import { knownTimesOf } from "../../history/learned-times.ts"
import { measuredCapabilitiesOf } from "../../history/measured-classes.ts"
import { type HistoryReading, readHistory } from "../../history/read-history.ts"
import { withFixedCost } from "../../history/timings/fixed-cost.ts"
import { matchTimings } from "../../history/timings/match-timings.ts"
import { readTimings } from "../../history/timings/read-timings.ts"
import type { KnownTime, KnownTimes } from "../../plan/estimate/estimate.ts"
import type { Files } from "../../ports/files.ts"
import type { Suite } from "../../scenario/model.ts"
import type { CampaignPast } from "../plan/plan-campaign.ts"
import { reasonOf } from "../suite/load-files.ts"

/** Known times, and what is worth a word about where they come from. */
export interface Advice {
  readonly known: KnownTimes
  /** What machines of each runner class had, by its name. */
  readonly measured: ReadonlyMap<string, readonly Capability[]>
  /** Milliseconds that starts of fixtures took, by name. */
  readonly starts: ReadonlyMap<string, number>
  /** What earlier runs of the campaign have counted; absent without a history, or where none is asked for. */
  readonly campaign?: CampaignPast | undefined
  readonly notes: readonly string[]
}

/** Nothing is known. */
export const NO_ADVICE: Advice = {
  ...{ known: new Map(), measured: new Map(), starts: new Map(), notes: [] },
}

/** Where advice is taken from. */
export interface AdviceSources {
  /** A history file. */
  readonly history: string | null
  /** Files with timings; their times count before those of the history. */
  readonly timings: readonly string[]
  /** The run will write the history: that there is none yet is nothing to speak of. */
  readonly begins?: boolean
  /** The campaign that is asked for, where a history is kept. */
  readonly campaign?: string | undefined
  /** Why there is no history although there may be one. */
  readonly unread?: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Reads all sources for a suite. */
export function adviceFor(
  suite: Pick<Suite, "name" | "scenarios">,
  from: AdviceSources & { readonly files: Pick<Files, "readText" | "sizeBytes" | "exists"> },
): Advice {
  const notes: string[] = []
  let known: KnownTimes = new Map()
  let { measured, starts } = NO_ADVICE
  const { history, begins = false, now, files } = from
  let campaign: CampaignPast | undefined =
    from.campaign === undefined ? undefined : { runs: new Map(), unread: from.unread, now }
  if (history !== null && !(begins && !files.exists(history))) {
    const read = readHistoryFile(history, { files, suite: suite.name, now })
    if (read.ok) {
      notes.push(...read.value.notes.map((note) => `history ${history}: ${note}`))
      known = knownTimesOf(read.value.history)
      measured = measuredCapabilitiesOf(read.value.history)
      starts = knownStartsOf(read.value.history)
      campaign = campaign && pastCampaign(from.campaign ?? "", { ...read.value, now })
    } else {
      notes.push(`history ${history} is not used: ${read.error}`)
      if (files.exists(history)) campaign = campaign && { ...campaign, unread: read.error }
    }
  }
  const fromHistory = known
  for (const path of from.timings) {
    const text = readBounded(path, files)
    const read = text.ok ? readTimings(text.value, now) : text
    if (!read.ok) {
      notes.push(`timings ${path} are not used: ${read.error}`)
      continue
    }
    const { known: matched, unmatched, ofTests } = matchTimings(read.value, suite.scenarios)
    known = joined(known, withFixedCost(matched, { ofTests, measured: fromHistory }))
    const { dropped } = read.value
    if (dropped > 0) notes.push(`timings ${path}: entries without a plausible duration: ${dropped}`)
    if (unmatched > 0) notes.push(`timings ${path}: names without a scenario: ${unmatched}`)
  }
  return { known, measured, starts, campaign, notes }
}

/** What a history knows of a campaign, unless part of that cannot be right. */
function pastCampaign(
  name: string,
  { history, doubtful, now }: HistoryReading & { readonly now: number },
): CampaignPast {
  const unread = doubtful.has(name) ? "some of its entries cannot be right" : undefined
  return { runs: campaignRuns(history, { name, since: Number.NEGATIVE_INFINITY }), unread, now }
}

/** Timings replace times and nothing else; nothing is copied where only one side knows anything. */
function joined(known: KnownTimes, later: KnownTimes): KnownTimes {
  if (known.size === 0 || later.size === 0) return later.size === 0 ? known : later
  const all = new Map<string, KnownTime>(known)
  for (const [id, time] of later) {
    const before = known.get(id)
    const { ms, meanMs, spreadMs, timings = time.runs } = time
    all.set(id, before === undefined ? time : { ...before, ms, meanMs, spreadMs, timings })
  }
  return all
}

/** A history file, whatever it holds; the error is a fragment of a sentence. */
export function readHistoryFile(
  path: string,
  of: {
    readonly files: Pick<Files, "readText" | "sizeBytes">
    readonly suite: string
    readonly now: number
  },
): Result<HistoryReading, string> {
  const text = readBounded(path, of.files)
  return text.ok ? readHistory(text.value, of) : text
}

function readBounded(
  path: string,
  files: Pick<Files, "readText" | "sizeBytes">,
): Result<string, string> {
  const size = files.sizeBytes(path) ?? 0
  if (size > MAX_READ_BYTES) return err(`it is larger than ${MAX_READ_BYTES / 1024 / 1024} MiB`)
  const text = files.readText(path)
  if (text.ok) return ok(text.value)
  return err(reasonOf(text.error))
}
