/**
 * Runs workflow files on this machine with `act` in host mode, without network and without a
 * container, and reads its JSON lines. What act gets wrong (results of single legs of a matrix,
 * fail-fast, cancellation, limits of annotations) is not to be asserted through it.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, dirname, join } from "node:path"
import { createInterface } from "node:readline"

/** What a workflow is run with. */
export interface ActOptions {
  /** The program's path. */
  readonly program: string
  /** The repository; its workflow files are below `.github/workflows`. */
  readonly folder: string
  /** One workflow file of it; all that listen to the event when left out. */
  readonly workflow?: string
  readonly event?: string
  readonly payload?: unknown
  /** Environment of every step: usually what the results service gives a job. */
  readonly env?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  /** Where containers of jobs run; without it no job has one. */
  readonly engine?: { readonly DOCKER_HOST: string } | undefined
  /** Labels beside `ubuntu-latest` that run here too. */
  readonly labels?: readonly string[]
  /** Folders that stand in for actions: `owner/name@ref` to path. */
  readonly actions?: Readonly<Record<string, string>>
}

/** Where a line comes from. */
export interface ActPlace {
  readonly job: string
  readonly matrix: Readonly<Record<string, unknown>>
  readonly step: string
}

/** A job, or one leg of a matrix. */
export interface ActJob {
  readonly job: string
  readonly matrix: Readonly<Record<string, unknown>>
  /** Legs of one matrix share it: red for all once one is. */
  readonly result: string
  /** Names of the steps of this leg that failed. */
  readonly failedSteps: readonly string[]
}

/** Everything that a run told. */
export interface ActRun {
  readonly exitCode: number | null
  /** In the order in which they ended; skipped jobs are missing. */
  readonly jobs: readonly ActJob[]
  readonly annotations: readonly (ActPlace & {
    readonly level: string
    readonly message: string
    readonly properties: Readonly<Record<string, string>>
  })[]
  readonly summaries: readonly (ActPlace & { readonly text: string })[]
  /** What the steps wrote themselves. */
  readonly output: readonly (ActPlace & { readonly text: string })[]
  /** All lines as they came, for a failing test to show. */
  readonly raw: readonly string[]
}

interface ActLine {
  readonly jobID?: string
  readonly matrix?: Readonly<Record<string, unknown>>
  readonly step?: string
  readonly stepResult?: string
  readonly jobResult?: string
  readonly command?: string
  readonly arg?: string
  readonly kvPairs?: Readonly<Record<string, string>>
  readonly content?: string
  readonly raw_output?: boolean
  readonly msg?: string
}

/** Runs the workflows of a folder to their end. */
export async function runAct(options: ActOptions): Promise<ActRun> {
  const scratch = mkdtempSync(join(tmpdir(), "act-"))
  try {
    const child = spawn(options.program, argumentsOf(options, scratch), {
      cwd: options.folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        // Actions that ask for Node get the one that runs this test.
        PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
        HOME: scratch,
        // Failed jobs leave their whole workspace there.
        XDG_CACHE_HOME: join(scratch, "cache"),
        ...options.env,
        ...options.engine,
      },
    })
    const raw: string[] = []
    const read = [child.stdout, child.stderr].map(async (stream) => {
      const lines = createInterface({ input: stream })
      lines.on("line", (line) => raw.push(line))
      await once(lines, "close")
    })
    const [exitCode] = (await once(child, "exit")) as [number | null]
    await Promise.all(read)
    return { exitCode, ...parseActLines(raw), raw }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** What the JSON lines of a run tell; anything else among them is passed over. */
export function parseActLines(raw: readonly string[]): Omit<ActRun, "exitCode" | "raw"> {
  const lines = raw.flatMap((text) => parseLine(text))
  const failed = new Map<string, string[]>()
  const jobs: ActJob[] = []
  const annotations: ActRun["annotations"][number][] = []
  const summaries: ActRun["summaries"][number][] = []
  const output: ActRun["output"][number][] = []
  for (const line of lines) {
    const { matrix = {}, step = "" } = line
    const place = { job: line.jobID ?? "", matrix, step }
    const leg = JSON.stringify([place.job, matrix])
    if (line.stepResult === "failure") failed.set(leg, [...(failed.get(leg) ?? []), step])
    if (line.command === "summary") summaries.push({ ...place, text: line.content ?? "" })
    if (line.raw_output === true) output.push({ ...place, text: (line.msg ?? "").trimEnd() })
    if (line.command === "error" || line.command === "warning" || line.command === "notice") {
      const properties = line.kvPairs ?? {}
      annotations.push({ ...place, level: line.command, message: line.arg ?? "", properties })
    }
    if (line.jobResult !== undefined) {
      const failedSteps = failed.get(leg) ?? []
      jobs.push({ job: place.job, matrix, result: line.jobResult, failedSteps })
    }
  }
  return { jobs, annotations, summaries, output }
}

function parseLine(text: string): ActLine[] {
  if (!text.startsWith("{")) return []
  try {
    return [JSON.parse(text) as ActLine]
  } catch {
    return []
  }
}

function argumentsOf(options: ActOptions, scratch: string): string[] {
  const write = (name: string, values: Readonly<Record<string, string>>): string => {
    const path = join(scratch, name)
    const lines = Object.entries(values).map(([key, value]) => `${key}=${value}\n`)
    writeFileSync(path, lines.join(""))
    return path
  }
  const labels = ["ubuntu-latest", ...(options.labels ?? [])]
  const actions = Object.entries(options.actions ?? {})
  const event = join(scratch, "event.json")
  writeFileSync(event, JSON.stringify(options.payload ?? {}))
  return [
    options.event ?? "push",
    "--json",
    "--action-offline-mode",
    "--no-cache-server",
    "--env-file",
    write("env", options.env ?? {}),
    "--secret-file",
    write("secrets", options.secrets ?? {}),
    "--eventpath",
    event,
    ...labels.flatMap((label) => ["--platform", `${label}=-self-hosted`]),
    ...actions.flatMap(([action, path]) => ["--local-repository", `${action}=${path}`]),
    ...(options.engine === undefined
      ? []
      : ["--rm", "--pull=false", "--container-daemon-socket", "-"]),
    ...(options.workflow === undefined ? [] : ["--workflows", options.workflow]),
  ]
}
