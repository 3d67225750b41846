/**
 * Whether the default branch requires the verdict, and whether runners of its own are there: what the
 * service tells to a token that may read the repository.
 */
import { objectOf, textOf } from "../../core/json/foreign.ts"
import { type Json, parseForeignJson } from "../../core/json/json.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Finding } from "../../formats/doctor.ts"
import type { Clock } from "../../ports/clock.ts"
import type { Http } from "../../ports/http.ts"
import { listOf, type Workflow } from "./workflow.ts"

/** The repository at its service. */
export interface Remote {
  readonly api: string
  /** `owner/name`. */
  readonly name: string
  readonly token: string
  readonly branch: string
}

/** What was found, and what could not be seen. */
export interface Seen {
  readonly findings: readonly Finding[]
  readonly unseen: readonly string[]
}

interface Ports {
  readonly http: Http
  readonly clock: Clock
}

const TIMEOUT_MS = 10_000
const MAX_BYTES = 4 << 20

/** Names of the checks that carry a verdict, as branch protection knows them. */
export function verdictChecks(workflows: readonly Workflow[]): readonly string[] {
  const checks = workflows.flatMap((workflow) =>
    workflow.uses.flatMap(({ as, job }) => {
      const name = textOf(workflow.at(["jobs", job, "name"])) || job
      if (as === "workflow") return `${name} / verdict`
      return as === "aggregate" || as === "all" ? name : []
    }),
  )
  return [...new Set(checks)]
}

/** Looks at rulesets and at branch protection: either can require a check. */
export async function checkGate(
  remote: Remote,
  checks: readonly string[],
  ports: Ports,
): Promise<Seen> {
  if (checks.length === 0) return { findings: [], unseen: [] }
  const { name, branch } = remote
  const rules = await get(remote, `rules/branches/${encodeURIComponent(branch)}`, ports)
  const protection = await get(remote, `branches/${encodeURIComponent(branch)}`, ports)
  if (!rules.ok || !protection.ok) {
    const problem = rules.ok ? protection : rules
    return {
      findings: [],
      unseen: [`required checks of ${branch}: ${problem.ok ? "" : problem.error}`],
    }
  }
  const required = [...ofRules(rules.value), ...ofProtection(protection.value)]
  if (checks.some((check) => required.includes(check))) return { findings: [], unseen: [] }
  const [check = ""] = checks
  const finding: Finding = {
    ...{ code: "gate/not-required", level: "error", file: null, line: null },
    message: `the branch ${branch} does not require the check ${JSON.stringify(check)}: a red verdict stops nobody`,
    fix: { kind: "command", text: rulesetCommand(name, check) },
  }
  return { findings: [finding], unseen: [] }
}

function rulesetCommand(name: string, check: string): string {
  const ruleset = {
    name: "smoke verdict",
    target: "branch",
    enforcement: "active",
    conditions: { ref_name: { include: ["~DEFAULT_BRANCH"], exclude: [] } },
    rules: [
      {
        type: "required_status_checks",
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: check }],
        },
      },
    ],
  }
  return `gh api --method POST repos/${name}/rulesets --input - <<'END'\n${JSON.stringify(ruleset)}\nEND`
}

function ofRules(rules: Json): readonly string[] {
  if (!Array.isArray(rules)) return []
  return rules.flatMap((rule) => {
    const { type = null, parameters = null } = objectOf(rule)
    const checks = objectOf(parameters)["required_status_checks"]
    if (type !== "required_status_checks" || !Array.isArray(checks)) return []
    return checks.map((check) => textOf(objectOf(check)["context"]))
  })
}

function ofProtection(branch: Json): readonly string[] {
  const { protection = null } = objectOf(branch)
  const { required_status_checks: required = null } = objectOf(protection)
  return listOf(objectOf(required)["contexts"] ?? null)
}

/** Classes of self-hosted labels that no runner which is online has all of. */
export async function checkSelfHosted(
  remote: Remote,
  classes: readonly { readonly name: string; readonly labels: readonly string[] }[],
  ports: Ports,
): Promise<Seen> {
  if (classes.length === 0) return { findings: [], unseen: [] }
  const answer = await get(remote, "actions/runners?per_page=100", ports)
  if (!answer.ok) return { findings: [], unseen: [`self-hosted runners: ${answer.error}`] }
  const { runners = [] } = objectOf(answer.value)
  const online = (Array.isArray(runners) ? runners : [])
    .map(objectOf)
    .filter(({ status = null }) => status === "online")
    .map(({ labels = [] }) =>
      (Array.isArray(labels) ? labels : []).map((label) =>
        textOf(objectOf(label)["name"]).toLowerCase(),
      ),
    )
  const findings = classes
    .filter(
      ({ labels }) =>
        !online.some((has) => labels.every((label) => has.includes(label.toLowerCase()))),
    )
    .map(({ name, labels }): Finding => {
      const message = `runner class ${name}: no runner with the labels ${labels.join(", ")} is online`
      const text = `gh api repos/${remote.name}/actions/runners --jq '.runners[] | [.name, .status, (.labels | map(.name) | join(","))] | @tsv'`
      const fix = { kind: "command", text } as const
      return { code: "runner/none-online", level: "warning", message, file: null, line: null, fix }
    })
  return { findings, unseen: [] }
}

async function get(
  { api, name, token }: Remote,
  path: string,
  { http, clock }: Ports,
): Promise<Result<Json, string>> {
  const late = new AbortController()
  const takeBack = clock.after(TIMEOUT_MS, () => {
    late.abort()
  })
  const sent = await http.send({
    ...{ url: `${api}/repos/${name}/${path}`, method: "GET", body: null, follow: true },
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "user-agent": "parallel-smoke",
      "x-github-api-version": "2022-11-28",
    },
    ...{ maxBodyBytes: MAX_BYTES, signal: late.signal },
  })
  takeBack()
  if (!sent.ok) return err(sent.error.message)
  const { status, body } = sent.value
  if (status !== 200) return err(`the service answered ${status} ${sent.value.statusText}`.trim())
  const read = parseForeignJson(body)
  if (!read.ok) return err("the answer is not JSON")
  return ok(read.value as Json)
}
