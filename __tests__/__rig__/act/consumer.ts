/**
 * A repository that uses parallel-smoke the way its documentation says, in a temporary folder, and
 * its workflows run by act. The action is found under the reference that the docs have, so the very
 * files are tested that a release would have, but for `$/` in the reusable workflows.
 */
import { execFileSync } from "node:child_process"
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { ACTION_REFERENCE } from "../../../src/app/create/create-workflow.ts"
import type { ResultsService } from "../results-service/service.ts"
import { type ActOptions, type ActRun, runAct } from "./act.ts"

const ROOT = fileURLToPath(new URL("../../..", import.meta.url))
const CHECKOUT = fileURLToPath(new URL("checkout", import.meta.url))

/** What a release holds of that which workflows use, beside the reusable workflows. */
const RELEASED = ["action.yml", "plan", "run", "aggregate", "publish", "dist"]
const WORKFLOWS = ".github/workflows"

/** The reusable workflow as it stands in this working tree. */
export const REUSABLE_WORKFLOW = readFileSync(join(ROOT, WORKFLOWS, "smoke.yml"), "utf8")

const [CHECKOUT_REF = ""] = /actions\/checkout@\S+/u.exec(REUSABLE_WORKFLOW) ?? []

/** `OWNER/parallel-smoke/plan@v0` for `plan`; the root's action for nothing. */
export function selfReference(path = ""): string {
  return ACTION_REFERENCE.replace("@", path === "" ? "@" : `/${path}@`)
}

/** For act, which does not know `$/plan`: an action of the workflow's own commit. */
function withoutSelf(workflow: string): string {
  return workflow.replaceAll(/uses: \$\/(\S+)/gu, (_, path) => `uses: ${selfReference(path)}`)
}

const IMPATIENCE = new URL("../../e2e/action-impatience.ts", import.meta.url).href

/** A consumer's repository. */
export class Consumer {
  readonly root = mkdtempSync(join(tmpdir(), "consumer-"))
  readonly #action = mkdtempSync(join(tmpdir(), "released-"))

  constructor(files: Readonly<Record<string, string>>) {
    for (const path of RELEASED) {
      cpSync(join(ROOT, path), join(this.#action, path), { recursive: true })
    }
    mkdirSync(join(this.#action, WORKFLOWS), { recursive: true })
    for (const name of readdirSync(join(ROOT, WORKFLOWS))) {
      const text = readFileSync(join(ROOT, WORKFLOWS, name), "utf8")
      writeFileSync(join(this.#action, WORKFLOWS, name), withoutSelf(text))
    }
    for (const [path, text] of Object.entries(files)) this.write(path, text)
    const git = (...words: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...words], {
        cwd: this.root,
      })
    git("init", "--quiet", "--initial-branch", "main")
    git("add", "--all")
    git("commit", "--quiet", "--message", "all")
  }

  write(path: string, text: string): void {
    const file = join(this.root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    if (text.startsWith("#!")) chmodSync(file, 0o755)
  }

  /** Runs its workflows for a push, or another event, against that service. */
  run(options: {
    readonly program: string
    readonly service: ResultsService
    readonly attempt?: number
    readonly secrets?: ActOptions["secrets"]
    readonly event?: Pick<ActOptions, "event" | "payload" | "workflow">
    readonly engine?: ActOptions["engine"]
    /** Waits for the service take no time. */
    readonly impatient?: boolean
  }): Promise<ActRun> {
    const { program, service, attempt = 1, secrets = {}, impatient = false } = options
    return runAct({
      program,
      ...options.event,
      engine: options.engine,
      folder: this.root,
      secrets,
      env: {
        ...service.environmentOf({ run: 7, attempt, job: "job" }),
        GITHUB_REPOSITORY: "acme/shop",
        RIG_REPOSITORY: this.root,
        ...(impatient ? { NODE_OPTIONS: `--import=${IMPATIENCE}` } : {}),
      },
      actions: {
        [ACTION_REFERENCE]: this.#action,
        [CHECKOUT_REF]: CHECKOUT,
      },
    })
  }

  remove(): void {
    for (const folder of [this.root, this.#action]) {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Texts that a job's steps wrote. */
export function saidBy(run: ActRun, job: string): readonly string[] {
  return run.output.filter((line) => line.job === job).map(({ text }) => text)
}

/** Errors, warnings and notices of a job, with `title`, `file` and `line` where they are given. */
export function annotationsOf(
  run: ActRun,
  job: string,
): readonly Readonly<Record<string, string | undefined>>[] {
  return run.annotations
    .filter((one) => one.job === job)
    .map(({ level, message, properties }) => ({ level, message, ...properties }))
}

/** Everything that a run told, for a failing test to show. */
export function transcript(run: ActRun): string {
  return run.raw.join("\n")
}
