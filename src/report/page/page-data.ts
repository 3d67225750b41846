/**
 * What the HTML page holds of a run. The engine writes it in blocks and the page reads them again, with the
 * same functions. Members that have their usual value are left out: most scenarios of a large run just passed.
 */
import type { Outcome } from "../../core/verdict.ts"
import type { AttemptState } from "../../events/state.ts"
import type { HistoryJob, PastRun } from "../../formats/history.ts"
import type { AttemptResult, Results, ScenarioResult } from "../../formats/results.ts"

/** Where the blocks stand in the template. */
export const BLOCKS_MARK = "<!--blocks-->"

/** Kinds of blocks: one `run`, any number of `scenarios`, `past`, `logs` and `files`, one `index` at the end. */
export type BlockKind = "run" | "scenarios" | "past" | "logs" | "files" | "index"

/** The block about the whole run. */
export interface PageRun {
  /** Version of the program that wrote the page. */
  readonly version: string
  /** The sentence with the verdict. */
  readonly sentence: string
  /** Instants in the page are milliseconds after this one, which is milliseconds since 1970. */
  readonly base: number
  readonly results: Omit<Results, "scenarios">
}

/** An attempt as the page shows it: `startedMs` after the page's base. */
export interface PageAttempt extends Omit<AttemptResult, "startedAt"> {
  readonly startedMs: number
  /** Null where the state does not tell. */
  readonly worker: number | null
}

/** A scenario as the page shows it. */
export interface PageScenario extends Omit<ScenarioResult, "attempts" | "startedAt"> {
  readonly attempts: readonly PageAttempt[]
  /** Ids that it needs, as planned. */
  readonly needs: readonly string[]
}

/** Part of a value: what is left out is usual. */
export type Short<T> = { readonly [K in keyof T]?: unknown }

/** A log in the page. `parts` are its start and its end where the middle is left out, else the whole. */
export interface PageLog {
  readonly parts: readonly string[]
  /** Bytes of the file; null where only the excerpt of the journal was there. */
  readonly bytes: number | null
}

/** A block with earlier runs of scenarios. */
export interface PagePast {
  readonly jobs: readonly Pick<HistoryJob, "at" | "commit" | "ref">[]
  /** By id: place of the job, verdict and seconds, oldest first. */
  readonly scenarios: Readonly<Record<string, readonly PagePastRun[]>>
}

export type PagePastRun = readonly [job: number, verdict: PastRun["verdict"], seconds: number]

/** The last block: which logs the page holds, and what it had no room for. */
export interface PageIndex {
  /** By `logKey`: number of the block, place in it. */
  readonly logs: Places
  /** The same for kept images. */
  readonly files: Places
  /** Logs of failed attempts, other logs and images that are not in the page. */
  readonly left: { readonly failed: number; readonly others: number; readonly files: number }
  readonly shardLogs: readonly PageShardLog[]
  /** Scenarios whose earlier runs are not in the page; null where no history was read. */
  readonly pastLeft: number | null
}

/** By key: number of the block, place in it. */
type Places = Readonly<Record<string, readonly [block: number, place: number]>>

/** A log that belongs to no attempt. */
export interface PageShardLog {
  readonly shard: number
  /** Absent for the first attempt of the run. */
  readonly runAttempt?: number
  readonly log: string
  /** What wrote it. */
  readonly what: string
  /** Null where nobody tells. */
  readonly outcome: Outcome | null
  readonly message: string | null
  readonly seconds: number | null
}

/** A kept file in the page. */
export interface PageFile {
  readonly base64: string
}

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  ...{ png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif" },
  ...{ webp: "image/webp", avif: "image/avif" },
}

/** Media type of an image that the page shows, by the name of its file; null for anything else, SVG too. */
export function imageType(path: string): string | null {
  const extension = /\.(\w+)$/u.exec(path)?.[1]?.toLowerCase() ?? ""
  return Object.hasOwn(IMAGE_TYPES, extension) ? (IMAGE_TYPES[extension] ?? null) : null
}

/** How a log, or a kept file, is named in the page. */
export function logKey(
  { shard }: { readonly shard: number | null },
  { runAttempt = 1, log }: Pick<AttemptResult, "runAttempt" | "log">,
): string {
  return `${shard ?? 0}/${runAttempt}/${log}`
}

const USUAL_SCENARIO = {
  verdict: "passed",
  cause: null,
  reason: null,
  message: null,
  tags: [],
  group: [],
  matrix: null,
  shard: 1,
  worker: 1,
  runs: 1,
  failures: 0,
  quarantined: false,
  reproduce: null,
  needs: [],
} as const

const USUAL_ATTEMPT = {
  number: 1,
  outcome: "passed",
  cause: null,
  exitCode: 0,
  signal: null,
  peakMemoryBytes: null,
  cpuSeconds: null,
  message: null,
  worker: 1,
} as const

/** A scenario without what is usual. */
export function shortened(
  { startedAt: _, ...scenario }: ScenarioResult,
  known: {
    readonly attempts: readonly AttemptState[]
    readonly needs: readonly string[]
    readonly base: number
  },
): Short<PageScenario> {
  const attempts = scenario.attempts.map(({ startedAt, ...attempt }, index) => {
    const { worker = null } = known.attempts[index] ?? {}
    const startedMs = Date.parse(startedAt) - known.base
    return withoutUsual({ ...attempt, startedMs, worker }, USUAL_ATTEMPT)
  })
  const usual = { ...USUAL_SCENARIO, name: scenario.id }
  return withoutUsual({ ...scenario, needs: known.needs, attempts }, usual)
}

/** The scenario again. */
export function restored(short: Short<PageScenario>): PageScenario {
  const attempts = (short.attempts ?? []) as readonly Short<PageAttempt>[]
  return {
    ...USUAL_SCENARIO,
    name: short.id,
    ...short,
    attempts: attempts.map((attempt) => ({ ...USUAL_ATTEMPT, ...attempt })),
  } as unknown as PageScenario
}

function withoutUsual<T extends object>(value: T, usual: object): Short<T> {
  const known = usual as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    Object.entries(value).filter(
      ([key, member]) => member !== undefined && !(key in known && isUsual(member, known[key])),
    ),
  ) as Short<T>
}

function isUsual(member: unknown, usual: unknown): boolean {
  return member === usual || (Array.isArray(usual) && Array.isArray(member) && member.length === 0)
}
