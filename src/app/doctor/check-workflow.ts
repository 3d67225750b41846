/**
 * What is wrong with a workflow that uses the action.
 */

import { hostedMachine } from "../../capability/hosted-labels.ts"
import { objectOf, textOf } from "../../core/json/foreign.ts"
import type { Json } from "../../core/json/json.ts"
import type { DoctorCode, Finding, Fix } from "../../formats/doctor.ts"
import type { Path } from "../../scenario/text/document.ts"
import { ACTION_REFERENCE } from "../create/create-workflow.ts"
import { PINNED } from "../create/pinned-actions.ts"
import { listOf, type Use, type Workflow } from "./workflow.ts"

type Said = Pick<Finding, "level" | "message"> & { readonly fix: Fix }

/** Everything that is wrong with one file. */
export function checkWorkflow(workflow: Workflow): readonly Finding[] {
  const { document } = workflow
  const [problem] = document.diagnostics
  if (problem !== undefined) {
    const line = document.lineOf(problem.location)
    const command = `\${EDITOR:-vi} +${line} ${workflow.path}`
    return [
      {
        ...{ code: "workflow/syntax", level: "error", message: problem.message },
        ...{ file: workflow.path, line, fix: { kind: "command", text: command } },
      },
    ]
  }
  const { uses } = workflow
  if (uses.length === 0) return []
  return [
    ...uses.flatMap((use) => [
      ...checkReference(workflow, use),
      ...checkStep(workflow, use),
      ...checkTolerance(workflow, use),
    ]),
    ...checkVerdict(workflow),
    ...checkPermissions(workflow),
    ...checkTriggers(workflow),
    ...checkIds(workflow),
    ...checkLabels(workflow),
  ]
}

/** A finding at a key or an entry of the file. */
function at(workflow: Workflow, path: Path, code: DoctorCode, said: Said): Finding {
  return { code, ...said, file: workflow.path, line: workflow.lineOf(path) }
}

const diff = (text: string): Fix => ({ kind: "diff", text })
const command = (text: string): Fix => ({ kind: "command", text })

const BRANCHES = ["main", "master", "develop"]

function checkReference(workflow: Workflow, { owner, ref, path }: Use): readonly Finding[] {
  const uses = [...path, "uses"]
  const written = textOf(workflow.at(uses))
  if (owner === "OWNER") {
    const fix = command(
      `sed -i 's#OWNER/parallel-smoke#<account>/parallel-smoke#' ${workflow.path}`,
    )
    const message = "OWNER stands where the account that hosts the action belongs"
    return [at(workflow, uses, "workflow/owner", { level: "error", message, fix })]
  }
  if (!BRANCHES.includes(ref)) return []
  const [, version = "v0"] = ACTION_REFERENCE.split("@")
  const fix = diff(workflow.replace(uses, written.replace(/@.*$/u, `@${version}`)))
  const message = `the branch ${ref} of the action changes without notice`
  return [at(workflow, uses, "workflow/moving-ref", { level: "warning", message, fix })]
}

function checkStep(workflow: Workflow, use: Use): readonly Finding[] {
  const { as, job, path } = use
  const found: Finding[] = []
  const steps = workflow.at(["jobs", job, "steps"])
  const number = Number(path.at(-1))
  const before = Array.isArray(steps) ? steps.slice(0, number) : []
  const readsSuite = as === "all" || as === "plan" || as === "run"
  const checksOut = before.some((step) =>
    textOf(objectOf(step)["uses"]).startsWith("actions/checkout@"),
  )
  if (readsSuite && !checksOut && use.with["scenarios"] === undefined) {
    const lines = [`- uses: ${PINNED.checkout}`, "  with:", "    persist-credentials: false"]
    const fix = diff(workflow.addBefore(path, lines))
    const message = `job ${job} has no checkout before this step`
    found.push(at(workflow, path, "workflow/no-checkout", { level: "error", message, fix }))
  }
  if (as === "run" && use.with["shard"] === undefined) {
    // The quotes are for a mapping in braces.
    const fix = diff(workflow.setInput(use, "shard", '"${{ matrix.shard }}"'))
    const message = `job ${job} does not say which shard it runs`
    found.push(at(workflow, path, "workflow/no-shard", { level: "error", message, fix }))
  }
  const strategy = ["jobs", job, "strategy"]
  const { matrix, ["fail-fast"]: failFast } = objectOf(workflow.at(strategy))
  if (as === "run" && matrix !== undefined && failFast !== false) {
    const fix = diff(
      failFast === undefined
        ? workflow.addMember(strategy, "fail-fast: false")
        : workflow.replace([...strategy, "fail-fast"], "false"),
    )
    const message = `job ${job} cancels the other shards when one fails`
    found.push(at(workflow, strategy, "workflow/fail-fast", { level: "error", message, fix }))
  }
  return found
}

function checkTolerance(workflow: Workflow, { job, path }: Use): readonly Finding[] {
  const places: readonly Path[] = [["jobs", job], path]
  return [...new Set(places.map((place) => JSON.stringify(place)))].flatMap((text): Finding[] => {
    const key = [...(JSON.parse(text) as Path), "continue-on-error"]
    const value = workflow.at(key)
    if (value === null || value === false) return []
    const fix = diff(workflow.replace(key, "false"))
    const message = `a failure of job ${job} is ignored here`
    return [at(workflow, key, "workflow/tolerated", { level: "error", message, fix })]
  })
}

const ALWAYS = /always\(\)|!\s*cancelled\(\)/u

/** The job with the verdict runs whatever the others come to, and after all of them. */
function checkVerdict(workflow: Workflow): readonly Finding[] {
  const verdict = workflow.uses.find(({ as }) => as === "aggregate")
  if (verdict === undefined) return []
  const { job } = verdict
  const found: Finding[] = []
  const place = ["jobs", job]
  const condition = workflow.at([...place, "if"])
  if (!ALWAYS.test(textOf(condition))) {
    const fix = diff(
      condition === null
        ? workflow.addMember(place, "if: always()")
        : workflow.replace([...place, "if"], "always()"),
    )
    const message = `job ${job} is skipped when a shard fails, and a skipped check counts as passed`
    found.push(at(workflow, place, "workflow/skipped-verdict", { level: "error", message, fix }))
  }
  const others = workflow.uses
    .filter(({ as }) => as === "plan" || as === "run")
    .map((use) => use.job)
  const needs = workflow.at([...place, "needs"])
  const missing = [...new Set(others)].filter(
    (other) => other !== job && !listOf(needs).includes(other),
  )
  if (missing.length > 0) {
    const all = `[${[...listOf(needs), ...missing].join(", ")}]`
    const fix = diff(
      needs === null
        ? workflow.addMember(place, `needs: ${all}`)
        : workflow.replace([...place, "needs"], all),
    )
    const message = `job ${job} does not wait for ${missing.join(" and ")}`
    found.push(at(workflow, place, "workflow/verdict-needs", { level: "error", message, fix }))
  }
  return found
}

/** Without any, the token may write wherever the repository lets it. */
function checkPermissions(workflow: Workflow): readonly Finding[] {
  const code = "workflow/permissions"
  const top = workflow.at(["permissions"])
  const jobs = [...new Set(workflow.uses.map(({ job }) => job))]
  const own = jobs.map((job) => workflow.at(["jobs", job, "permissions"]))
  if (top === null && own.includes(null)) {
    const isEmpty = Object.hasOwn(objectOf(workflow.at([])), "permissions")
    const fix = diff(
      isEmpty
        ? workflow.replace(["permissions"], "{ contents: read }")
        : workflow.addBefore(["jobs"], ["permissions:", "  contents: read", ""]),
    )
    const message = "the token of these jobs may do all that the repository allows"
    return [at(workflow, ["jobs"], code, { level: "warning", message, fix })]
  }
  return jobs.flatMap((job): Finding[] => {
    const path =
      workflow.at(["jobs", job, "permissions"]) === null
        ? ["permissions"]
        : ["jobs", job, "permissions"]
    const given = workflow.at(path)
    const reads = workflow.uses.some(
      (use) => use.job === job && use.as !== "aggregate" && use.as !== "publish",
    )
    const contents = objectOf(given)["contents"]
    if (!reads || typeof given === "string" || contents === "read" || contents === "write")
      return []
    const fix = diff(
      contents === undefined
        ? workflow.addMember(path, "contents: read")
        : workflow.replace([...path, "contents"], "read"),
    )
    const message = `job ${job} may not read the repository, so its checkout fails where that is private`
    return [at(workflow, path, code, { level: "warning", message, fix })]
  })
}

/** Runs of pull requests read the caches of the default branch, and not those of each other. */
function checkTriggers(workflow: Workflow): readonly Finding[] {
  const on = workflow.at(["on"])
  const events = isMapping(on) ? Object.keys(objectOf(on)) : listOf(on)
  const others = ["push", "schedule", "workflow_call", "workflow_dispatch", "workflow_run"]
  const ofRequests = events.some((event) => event.startsWith("pull_request"))
  if (!ofRequests || events.some((event) => others.includes(event))) return []
  const fix = diff(
    isMapping(on)
      ? workflow.addMember(["on"], "push: { branches: [main] }")
      : workflow.replace(["on"], `[${[...events, "push"].join(", ")}]`),
  )
  const message = "it runs for pull requests alone, which share no history with each other"
  return [at(workflow, ["on"], "workflow/no-default-branch", { level: "warning", message, fix })]
}

function isMapping(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** Each plan of a run needs an id of its own; without one it comes from the suite. */
function checkIds(workflow: Workflow): readonly Finding[] {
  const seen = new Map<string, Use>()
  return workflow.uses.flatMap((use): Finding[] => {
    if (use.as !== "plan" && use.as !== "workflow" && use.as !== "all") return []
    const { job, path } = use
    const id = textOf(use.with["id"]) || `suite ${textOf(use.with["suite"])}`
    const first = seen.get(id)
    if (first === undefined) {
      seen.set(id, use)
      return []
    }
    const own = job.toLowerCase().replace(/[^a-z0-9]+/gu, "-")
    const fix = diff(workflow.setInput(use, "id", own))
    const message = `job ${job} makes a plan with the id of job ${first.job}`
    return [at(workflow, path, "workflow/same-id", { level: "error", message, fix })]
  })
}

const HOSTED = /^(?:ubuntu|windows|macos)-/u

/** A label with the form of GitHub's that GitHub does not have, and one that it has; null for any other. */
export function wrongLabel(label: string): { readonly instead: string } | null {
  const known = label.toLowerCase()
  if (!HOSTED.test(known) || hostedMachine(known) !== null) return null
  // Larger machines have names of their own, as ubuntu-latest-16-cores.
  if (/core|large|gpu/u.test(known)) return null
  return { instead: `${known.split("-")[0]}-latest` }
}

function checkLabels(workflow: Workflow): readonly Finding[] {
  return [...new Set(workflow.uses.map(({ job }) => job))].flatMap((job): Finding[] => {
    const path = ["jobs", job, "runs-on"]
    const label = workflow.at(path)
    const wrong = typeof label === "string" ? wrongLabel(label) : null
    if (wrong === null) return []
    const fix = diff(workflow.replace(path, wrong.instead))
    const message = `GitHub has no runner ${String(label)}`
    return [at(workflow, path, "runner/unknown-label", { level: "error", message, fix })]
  })
}
