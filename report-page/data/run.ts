/**
 * The run that the page shows, as its views need it.
 */

import type { PastRun } from "../../src/formats/history.ts"
import {
  logKey,
  type PageFile,
  type PageIndex,
  type PageLog,
  type PagePast,
  type PageRun,
  type PageScenario,
  restored,
  type Short,
} from "../../src/report/page/page-data.ts"
import { takeBlocks, unpack } from "./blocks.ts"

/** A run, its scenarios in the order of the plan, and its logs. */
export interface Run extends PageRun {
  readonly scenarios: readonly PageScenario[]
  readonly byId: ReadonlyMap<string, PageScenario>
  readonly logs: Kept<PageLog>
  readonly files: Kept<PageFile>
  readonly past: Past
  /** What the page holds besides, and what it has no room for. */
  readonly index: Pick<PageIndex, "left" | "shardLogs">
}

/** Reads the blocks of the document. Logs stay packed until one is opened. */
export async function readRun(): Promise<Run> {
  const [first] = takeBlocks("run")
  const [last] = takeBlocks("index")
  if (first === undefined || last === undefined) throw new Error("this page holds no run")
  const [about, index, ...lists] = await Promise.all([
    unpack<PageRun>(first),
    unpack<PageIndex>(last),
    ...takeBlocks("scenarios").map((block) => unpack<Short<PageScenario>[]>(block)),
  ])
  const scenarios = lists.flat().map(restored)
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]))
  return {
    ...{ ...about, scenarios, byId, index },
    logs: new Kept<PageLog>(index.logs, takeBlocks("logs")),
    files: new Kept<PageFile>(index.files, takeBlocks("files")),
    past: new Past(index, takeBlocks("past")),
  }
}

/** Where something of a run lies: in the folder of a shard. */
export interface KeptPlace {
  readonly shard: number | null
  readonly runAttempt?: number | undefined
  /** Its path there. */
  readonly log: string
}

/** Logs, or kept files, in the page; unpacked when they are asked for. */
export class Kept<T> {
  readonly #places: ReadonlyMap<string, readonly [number, number]>
  readonly #blocks: readonly string[]
  /** The last ones that were opened. */
  readonly #open = new Map<number, Promise<readonly T[]>>()

  constructor(places: PageIndex["logs"], blocks: readonly string[]) {
    this.#places = new Map(Object.entries(places))
    this.#blocks = blocks
  }

  has(place: KeptPlace): boolean {
    return this.#places.has(keyOf(place))
  }

  /** Null where the page does not hold it. */
  async read(of: KeptPlace): Promise<T | null> {
    const [block, place] = this.#places.get(keyOf(of)) ?? []
    if (block === undefined || place === undefined) return null
    const packed = this.#blocks[block]
    if (packed === undefined) return null
    const open = this.#open.get(block) ?? unpack<readonly T[]>(packed)
    this.#open.delete(block)
    this.#open.set(block, open)
    const [oldest] = this.#open.keys()
    if (this.#open.size > 4 && oldest !== undefined) this.#open.delete(oldest)
    return (await open)[place] ?? null
  }
}

function keyOf({ shard, runAttempt = 1, log }: KeptPlace): string {
  return logKey({ shard }, { runAttempt, log })
}

/** An earlier run of a scenario. */
export type PageRunBefore = Pick<PastRun, "verdict" | "seconds"> & {
  readonly job: PagePast["jobs"][number]
}

/** What the scenarios did in other runs; unpacked when it is asked for. */
export class Past {
  /** Scenarios whose earlier runs the page has no room for; null where no history was read. */
  readonly left: number | null
  readonly #packed: readonly string[]
  readonly #open: Promise<PagePast>[] = []

  constructor(index: PageIndex, blocks: readonly string[]) {
    this.left = index.pastLeft
    this.#packed = blocks
  }

  /** Oldest first; empty where the page knows of none. */
  async read(id: string): Promise<readonly PageRunBefore[]> {
    for (const [place, packed] of this.#packed.entries()) {
      this.#open[place] ??= unpack<PagePast>(packed)
      const { jobs, scenarios } = await this.#open[place]
      if (!Object.hasOwn(scenarios, id)) continue
      return (scenarios[id] ?? []).flatMap(([at, verdict, seconds]) => {
        const job = jobs[at]
        return job === undefined ? [] : [{ verdict, seconds, job }]
      })
    }
    return []
  }
}
