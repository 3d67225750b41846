/**
 * Use case: what is wrong with the set-up of a repository, and the next action for each.
 */

import { hostedMachine } from "../../capability/hosted-labels.ts"
import { textOf } from "../../core/json/foreign.ts"
import type { Failure } from "../../core/problems/failure.ts"
import type { Result } from "../../core/problems/result.ts"
import type { Finding } from "../../formats/doctor.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Containers } from "../../ports/containers.ts"
import type { Files } from "../../ports/files.ts"
import type { Http } from "../../ports/http.ts"
import type { Programs } from "../../ports/probe.ts"
import type { Suite } from "../../scenario/model.ts"
import { findDefaultBranch } from "../create/create-workflow.ts"
import { readHistoryFile } from "../history/advice.ts"
import { checkGate, checkSelfHosted, type Remote, type Seen, verdictChecks } from "./check-gate.ts"
import { checkQuarantines, checkRunners, fromDiagnostics, usesContainers } from "./check-suite.ts"
import { checkWorkflow } from "./check-workflow.ts"
import { Workflow } from "./workflow.ts"

/** What is asked. */
export interface DoctorRequest {
  /** Absolute. */
  readonly root: string
  /** The suite, or why there is none. */
  readonly suite: Result<Suite, Failure>
  /** The history of the suite; null where there is none to look at. */
  readonly history: string | null
  readonly env: Readonly<Record<string, string>>
}

/** What it looks at the world with. */
export interface DoctorPorts {
  readonly files: Files
  readonly http: Http
  readonly clock: Clock
  readonly programs: Programs
  readonly containers: Containers
}

const WORKFLOWS = ".github/workflows"
const ASK_MS = 10_000

/** Looks at everything; errors come first. */
export async function diagnose(request: DoctorRequest, ports: DoctorPorts): Promise<Seen> {
  const { root, suite } = request
  const workflows = readWorkflows(root, ports.files)
  const known = suite.ok ? suite.value : null
  const remote = await askService({ request, workflows, suite: known }, ports)
  const findings = [
    ...checkSuite(request, ports),
    ...workflows.flatMap(checkWorkflow),
    ...(workflows.length === 0 ? [NO_WORKFLOW] : []),
    ...(known === null ? [] : checkRunners(known, workflows)),
    ...remote.findings,
    ...checkHistory(request, ports),
    ...(await checkMachine(request, ports)),
  ]
  const rank = { error: 0, warning: 1 } as const
  const sorted = findings.toSorted((a, b) => rank[a.level] - rank[b.level])
  return { findings: sorted, unseen: remote.unseen }
}

const NO_WORKFLOW: Finding = {
  ...{ code: "workflow/missing", level: "warning", file: null, line: null },
  message: `no workflow in ${WORKFLOWS} runs the suite`,
  fix: { kind: "command", text: "parallel-smoke create --workflow" },
}

/** The workflows that use this action. */
function readWorkflows(root: string, files: Files): readonly Workflow[] {
  const names = files.list(`${root}/${WORKFLOWS}`).filter((name) => /\.ya?ml$/u.test(name))
  return names.flatMap((name) => {
    const text = files.readText(`${root}/${WORKFLOWS}/${name}`)
    if (!text.ok) return []
    const workflow = new Workflow(`${WORKFLOWS}/${name}`, text.value)
    return workflow.concerns ? workflow : []
  })
}

function checkSuite({ suite }: DoctorRequest, { clock }: DoctorPorts): readonly Finding[] {
  if (suite.ok) {
    return [...fromDiagnostics(suite.value.warnings), ...checkQuarantines(suite.value, clock.now())]
  }
  const { error } = suite
  if (error.reason === "config/invalid") return fromDiagnostics(error.diagnostics)
  const none: Finding = {
    ...{ code: "suite/missing", level: "error", file: null, line: null },
    message: "there is no suite file: smoke.yml, .yaml or .json, here or in .github",
    fix: { kind: "command", text: "parallel-smoke create" },
  }
  return [none]
}

function checkHistory({ history, suite }: DoctorRequest, { files, clock }: DoctorPorts) {
  if (history === null || !suite.ok || !files.exists(history)) return []
  const read = readHistoryFile(history, { files, suite: suite.value.name, now: clock.now() })
  if (read.ok) return []
  const finding: Finding = {
    ...{ code: "history/unreadable", level: "warning", file: null, line: null },
    message: `the history ${history} cannot be read: ${read.error}`,
    fix: { kind: "command", text: `mv '${history}' '${history}.broken'` },
  }
  return [finding]
}

async function checkMachine(
  { root, suite, env }: DoctorRequest,
  { programs, containers, clock }: DoctorPorts,
): Promise<readonly Finding[]> {
  const missing = (code: Finding["code"], message: string, text: string): Finding => {
    return {
      code,
      level: "warning",
      message,
      file: null,
      line: null,
      fix: { kind: "command", text },
    }
  }
  const has = async (file: string, args: readonly string[]) => {
    const limits = { timeoutMs: ASK_MS, maxOutputBytes: 65_536 }
    const { signal } = new AbortController()
    const answer = await programs.ask({ file, args, cwd: root, env, ...limits, signal })
    return answer.ok && answer.value.exitCode === 0
  }
  const found: Finding[] = []
  if (!(await has("perl", ["-e", "1"]))) {
    const message = "perl is missing: what a scenario leaves behind is ended less completely"
    found.push(missing("machine/perl", message, "sudo apt-get install -y perl-base"))
  }
  if (!(await has("git", ["--version"]))) {
    const message = "git is missing: reports name no commit, and `--changed-since` does not work"
    found.push(missing("machine/git", message, "sudo apt-get install -y git"))
  }
  if (suite.ok && usesContainers(suite.value)) {
    const stop = new AbortController()
    const takeBack = clock.after(ASK_MS, () => {
      stop.abort()
    })
    const engine = await containers.find({ env, cwd: root, signal: stop.signal })
    takeBack()
    if (!engine.ok) {
      const message = `the suite uses containers, and there is no engine: ${engine.error}`
      found.push(missing("machine/containers", message, "sudo apt-get install -y podman"))
    }
  }
  return found
}

/** Asks the service about the repository, where a token lets us. */
async function askService(
  of: {
    readonly request: DoctorRequest
    readonly workflows: readonly Workflow[]
    readonly suite: Suite | null
  },
  { files, http, clock }: DoctorPorts,
): Promise<Seen> {
  const { request, workflows, suite } = of
  const checks = verdictChecks(workflows)
  if (checks.length === 0) return { findings: [], unseen: [] }
  const remote = toRemote(request, files)
  if (typeof remote === "string") {
    return { findings: [], unseen: [`required checks: ${remote}`] }
  }
  const classes = Object.entries(suite?.runners ?? {}).flatMap(([name, { runsOn }]) => {
    const labels = typeof runsOn === "string" ? [runsOn] : runsOn
    const isOwn = labels.includes("self-hosted") && hostedMachine(labels) === null
    return isOwn ? { name, labels } : []
  })
  const ports = { http, clock }
  const gate = await checkGate(remote, checks, ports)
  const runners = await checkSelfHosted(remote, classes, ports)
  return {
    findings: [...gate.findings, ...runners.findings],
    unseen: [...gate.unseen, ...runners.unseen],
  }
}

const ORIGIN =
  /\[remote "origin"\][^[]*?\n\s*url\s*=\s*\S*?[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?\s*(?:\n|$)/u

/** The repository, or why it cannot be asked. */
function toRemote({ root, env }: DoctorRequest, files: Files): Remote | string {
  const token = env["GITHUB_TOKEN"] ?? env["GH_TOKEN"] ?? ""
  if (token === "") return "without GITHUB_TOKEN or GH_TOKEN the service is not asked"
  const config = files.readText(`${root}/.git/config`)
  const name = env["GITHUB_REPOSITORY"] ?? (config.ok ? ORIGIN.exec(config.value)?.[1] : undefined)
  if (name === undefined) return "the repository is unknown: there is no remote origin"
  const api = textOf(env["GITHUB_API_URL"]) || "https://api.github.com"
  return { api, name, token, branch: findDefaultBranch(root, files) }
}
