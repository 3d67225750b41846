/**
 * Runs one JavaScript action in a job of its own, as GitHub's runner does it: inputs and command
 * files by environment, main, post with its state, cancellation, orphan clean-up.
 */
import { randomUUID } from "node:crypto"
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Assignments, parseAssignments, parsePathLines } from "./file-commands.ts"
import { type ActionMetadata, readMetadata } from "./metadata.ts"
import { endOrphans, type Survivor } from "./orphans.ts"
import { type Patience, RUNNER_PATIENCE, runProcess } from "./step-process.ts"
import { type Annotation, Masks, StepOutput } from "./workflow-commands.ts"

/** One finished step. */
export interface StepResult {
  readonly conclusion: "success" | "failure" | "cancelled"
  readonly exitCode: number
  readonly outputs: Readonly<Record<string, string>>
  /** Outputs that would not leave the job, because a mask occurs in them. */
  readonly hiddenOutputs: readonly string[]
  readonly state: Readonly<Record<string, string>>
  /** Set for later steps. */
  readonly exported: Readonly<Record<string, string>>
  readonly paths: readonly string[]
  readonly annotations: readonly Annotation[]
  readonly droppedAnnotations: number
  /** Empty when it was too large. */
  readonly summary: string
  /** Every line of both streams, masked. */
  readonly log: readonly string[]
  readonly signals: readonly NodeJS.Signals[]
  readonly outputAbandoned: boolean
}

/** A finished job of one action. */
export interface ActionResult extends StepResult {
  /** Null when the action has none or its condition did not hold. */
  readonly post: StepResult | null
  /** Processes that outlived the job. */
  readonly survivors: readonly Survivor[]
}

/** What to run and under which circumstances. */
export interface RunActionOptions {
  /** Path of the `action.yml`. */
  readonly metadata: string
  /** Everything is created below; the caller removes it. */
  readonly folder: string
  /** `GITHUB_WORKSPACE`; a new empty folder when left out. */
  readonly workspace?: string
  readonly inputs?: Readonly<Record<string, string>>
  /** Added to, or instead of, what the runner sets. */
  readonly env?: Readonly<Record<string, string>>
  /** `github.token` in defaults of inputs. */
  readonly token?: string
  readonly event?: unknown
  readonly attempt?: number
  /** Cancels the run once resolved. */
  readonly cancelAfter?: Promise<void>
  /** The machine is gone when main ends: nothing of post runs. */
  readonly lost?: boolean
  readonly onLine?: (line: string) => void
  readonly patience?: Partial<Patience>
}

const MOST_SUMMARY_BYTES = 1024 * 1024
const FILES = ["OUTPUT", "STATE", "ENV", "PATH", "STEP_SUMMARY"] as const

/** Runs main, then post, then the clean-up. */
export async function runAction(options: RunActionOptions): Promise<ActionResult> {
  const job = mkdtempSync(join(options.folder, "job-"))
  const trackingId = `github_${randomUUID()}`
  const env = { ...environmentOf(options, { job, trackingId }), ...options.env }
  const github = { ...toGithub(env), token: options.token ?? "" }
  const metadata = readMetadata(options.metadata, github)
  const masks = new Masks()
  if (options.token !== undefined) masks.add(options.token)
  const step = { options, job, masks }

  const inputs = { ...metadata.defaults, ...options.inputs }
  const mainEnv = { ...env, ...toInputs(inputs) }
  const cancelAfter = options.cancelAfter ?? null
  const main = await runStep({ ...step, file: metadata.main, env: mainEnv, cancelAfter })
  const unexpected = Object.keys(options.inputs ?? {}).filter(
    (name) => !(name in metadata.defaults),
  )
  const annotations = unexpected.map(
    (name): Annotation => ({
      level: "warning",
      message: `unexpected input '${name}'`,
      properties: {},
    }),
  )

  const path = [...main.paths.toReversed(), env["PATH"]].join(":")
  const states = Object.entries(main.state).map(([name, value]) => [`STATE_${name}`, value])
  const postEnv = { ...mainEnv, ...main.exported, PATH: path, ...Object.fromEntries(states) }
  const post =
    metadata.post !== null && options.lost !== true && postRuns(metadata, main)
      ? await runStep({ ...step, file: metadata.post, env: postEnv, cancelAfter: null })
      : null
  const survivors = await endOrphans(trackingId)
  return { ...main, annotations: [...annotations, ...main.annotations], post, survivors }
}

async function runStep(options: {
  readonly options: RunActionOptions
  readonly job: string
  readonly masks: Masks
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  readonly cancelAfter: Promise<void> | null
}): Promise<StepResult> {
  const { job, masks, file, env, cancelAfter } = options
  const output = new StepOutput(masks)
  const folder = mkdtempSync(join(job, "commands-"))
  const files = FILES.map((name) => [name, join(folder, name.toLowerCase())] as const)
  for (const [, path] of files) writeFileSync(path, "")
  const end = await runProcess({
    file,
    cwd: env["GITHUB_WORKSPACE"] ?? job,
    env: { ...env, ...Object.fromEntries(files.map(([name, path]) => [`GITHUB_${name}`, path])) },
    cancelAfter,
    patience: { ...RUNNER_PATIENCE, ...options.options.patience },
    onLine: (line) => {
      output.line(line)
      options.options.onLine?.(line)
    },
  })

  let broken = false
  const complain = (message: string): void => {
    output.annotate({ level: "error", message, properties: {} })
  }
  const read = (name: (typeof FILES)[number]): string =>
    readFileSync(join(folder, name.toLowerCase()), "utf8")
  const assignments = (name: "OUTPUT" | "STATE" | "ENV"): Assignments["values"] => {
    const { values, problem } = parseAssignments(read(name))
    if (problem !== null) {
      broken = true
      complain(`GITHUB_${name}: ${problem}`)
    }
    return values
  }
  const outputs = { ...output.outputs, ...assignments("OUTPUT") }
  const state = { ...output.state, ...assignments("STATE") }
  const { NODE_OPTIONS: blocked, ...exported } = assignments("ENV")
  if (blocked !== undefined) complain("GITHUB_ENV: NODE_OPTIONS cannot be set")
  let summary = masks.apply(read("STEP_SUMMARY"))
  const summaryBytes = Buffer.byteLength(read("STEP_SUMMARY"))
  if (summaryBytes > MOST_SUMMARY_BYTES) {
    summary = ""
    complain(`GITHUB_STEP_SUMMARY: ${summaryBytes} bytes, at most ${MOST_SUMMARY_BYTES} are kept`)
  }
  const failed = end.exitCode !== 0 || broken
  return {
    conclusion: end.cancelled ? "cancelled" : failed ? "failure" : "success",
    exitCode: end.exitCode,
    outputs,
    hiddenOutputs: Object.keys(outputs).filter((name) => masks.hides(outputs[name] ?? "")),
    state,
    exported,
    paths: parsePathLines(read("PATH")),
    annotations: output.annotations,
    droppedAnnotations: output.dropped,
    summary,
    log: output.lines,
    signals: end.signals,
    outputAbandoned: end.outputAbandoned,
  }
}

function postRuns({ postIf }: ActionMetadata, main: StepResult): boolean {
  switch (postIf.replaceAll(" ", "")) {
    case "always()":
      return true
    case "success()":
      return main.conclusion === "success"
    case "failure()":
      return main.conclusion === "failure"
    case "cancelled()":
      return main.conclusion === "cancelled"
    case "!cancelled()":
      return main.conclusion !== "cancelled"
    default:
      throw new Error(`cannot evaluate post-if: ${postIf}`)
  }
}

/** Upper case, blanks to `_`, hyphens kept. */
function toInputs(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [
      `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
      value,
    ]),
  )
}

function toGithub(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env)
      .filter(([name]) => name.startsWith("GITHUB_"))
      .map(([name, value]) => [name.slice("GITHUB_".length).toLowerCase(), value]),
  )
}

function environmentOf(
  options: RunActionOptions,
  { job, trackingId }: { readonly job: string; readonly trackingId: string },
): Record<string, string> {
  const [temporary, tools, workspace] = ["temp", "tools", "workspace"].map((name) => {
    const path = join(job, name)
    mkdirSync(path)
    return path
  }) as [string, string, string]
  const event = join(job, "event.json")
  writeFileSync(event, JSON.stringify(options.event ?? {}))
  // Nothing else of this process's environment: a runner has its own.
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: job,
    TMPDIR: tmpdir(),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "__self",
    GITHUB_ACTOR: "octo",
    GITHUB_API_URL: "https://api.github.com",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: event,
    GITHUB_JOB: "job",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REF_NAME: "main",
    GITHUB_REPOSITORY: "acme/shop",
    GITHUB_REPOSITORY_OWNER: "acme",
    GITHUB_RETENTION_DAYS: "90",
    GITHUB_RUN_ATTEMPT: String(options.attempt ?? 1),
    GITHUB_RUN_ID: "1",
    GITHUB_RUN_NUMBER: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: "0123456789abcdef0123456789abcdef01234567",
    GITHUB_WORKFLOW: "smoke",
    GITHUB_WORKSPACE: options.workspace ?? workspace,
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_NAME: "stand-in",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: temporary,
    RUNNER_TOOL_CACHE: tools,
    RUNNER_TRACKING_ID: trackingId,
  }
}
