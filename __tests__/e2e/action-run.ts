/**
 * One run of a workflow: the bundled action as plan, matrix of shards and aggregate, each in a job
 * of its own on the stand-in for the runner, all on one results service.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll } from "vitest"
import type { Results, ScenarioResult } from "../../src/formats/results.ts"
import type { ResultsService } from "../__rig__/results-service/service.ts"
import {
  type ActionResult,
  type RunActionOptions,
  runAction,
} from "../__rig__/runner/run-action.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))
const IMPATIENCE = new URL("./action-impatience.ts", import.meta.url).href

/** Which of the actions; `all` is the one at the root, without a command. */
export type Command = "all" | "plan" | "run" | "aggregate" | "publish"

/** Circumstances of a job. */
export interface JobOptions
  extends Pick<
    RunActionOptions,
    | "inputs"
    | "env"
    | "token"
    | "event"
    | "attempt"
    | "cancelAfter"
    | "lost"
    | "onLine"
    | "patience"
  > {
  /** Waits of the clients take no time; scenarios get no grace either. */
  readonly impatient?: boolean
}

/** What a whole attempt came to. */
export interface WholeRun {
  readonly plan: ActionResult
  readonly shards: ReadonlyMap<number, ActionResult>
  readonly aggregate: ActionResult
}

let runs = 0
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A checkout and a run of its workflow. */
export class ActionRun {
  readonly folder = mkdtempSync(join(tmpdir(), "smoke-action-"))
  readonly workspace = join(this.folder, "checkout")
  readonly run: number
  readonly #service: Pick<ResultsService, "environmentOf">

  constructor(
    service: Pick<ResultsService, "environmentOf">,
    files: Readonly<Record<string, string>>,
  ) {
    runs += 1
    folders.push(this.folder)
    this.run = runs
    this.#service = service
    mkdirSync(this.workspace)
    for (const [path, text] of Object.entries(files)) this.write(path, text)
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.workspace, path)), { recursive: true })
    writeFileSync(join(this.workspace, path), text)
  }

  /** A file of the checkout, or any by its absolute path; empty when it is not there. */
  read(path: string): string {
    try {
      return readFileSync(resolve(this.workspace, path), "utf8")
    } catch {
      return ""
    }
  }

  /** Runs one job of the action. */
  job(command: Command, options: JobOptions = {}): Promise<ActionResult> {
    const { impatient = false, env, attempt = 1, ...rest } = options
    const { inputs } = options
    const job = `${command}-${inputs?.["shard"] ?? ""}`
    return runAction({
      metadata: join(ROOT, command === "all" ? "." : command, "action.yml"),
      folder: this.folder,
      workspace: this.workspace,
      token: "",
      attempt,
      ...rest,
      env: {
        ...this.#service.environmentOf({ run: this.run, attempt, job }),
        ...(impatient ? { NODE_OPTIONS: `--import=${IMPATIENCE}` } : {}),
        ...env,
      },
    })
  }

  plan(options: JobOptions = {}): Promise<ActionResult> {
    return this.job("plan", options)
  }

  shard(shard: number, options: JobOptions = {}): Promise<ActionResult> {
    return this.job("run", { ...options, inputs: { ...options.inputs, shard: String(shard) } })
  }

  /** It waits for nothing but the service. */
  aggregate(options: JobOptions = {}): Promise<ActionResult> {
    return this.job("aggregate", { impatient: true, ...options })
  }

  /** One job for each shard of the matrix that a plan's job put out. */
  async shards(
    plan: ActionResult,
    options: JobOptions = {},
  ): Promise<ReadonlyMap<number, ActionResult>> {
    const results = await Promise.all(
      shardsOf(plan).map(async (shard) => [shard, await this.shard(shard, options)] as const),
    )
    return new Map(results)
  }

  /** Plan, shards, aggregate. */
  async whole(
    inputs: Partial<Record<Command, Readonly<Record<string, string>>>> = {},
    options: JobOptions = {},
  ): Promise<WholeRun> {
    const withInputs = (command: Command) => ({ ...options, inputs: inputs[command] ?? {} })
    const plan = await this.plan(withInputs("plan"))
    const shards = await this.shards(plan, withInputs("run"))
    return { plan, shards, aggregate: await this.aggregate(withInputs("aggregate")) }
  }
}

/** Shards of the matrix, in its order; none where the plan's job failed. */
export function shardsOf(plan: ActionResult): number[] {
  const matrix: { include: { shard: number }[] } = JSON.parse(
    plan.outputs["matrix"] ?? '{"include":[]}',
  )
  return matrix.include.map(({ shard }) => shard)
}

/** The report that a job names in its outputs. */
export function resultsOf(job: ActionResult): Results {
  const path = job.outputs["results"]
  if (path === undefined) throw new Error(`no results:\n${job.log.join("\n")}`)
  return JSON.parse(readFileSync(path, "utf8"))
}

/** One scenario of a report. */
export function scenarioOf(results: Results, id: string): ScenarioResult {
  const found = results.scenarios.find((scenario) => scenario.id === id)
  if (found === undefined) throw new Error(`${id} is not in the results`)
  return found
}

/** `a passed, b failed`. */
export function verdictsOf(job: ActionResult): string {
  return resultsOf(job)
    .scenarios.map(({ id, verdict }) => `${id} ${verdict}`)
    .toSorted()
    .join(", ")
}

/** Everything that a person reads of a job. */
export function said(job: ActionResult): string {
  const annotations = job.annotations.map(({ level, message, properties }) =>
    [level, properties["title"], message].join(": "),
  )
  return [...job.log, ...annotations, job.summary].join("\n")
}
