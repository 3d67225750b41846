/**
 * Reading a plan file that another machine made, and holding it against this checkout.
 */
import { parseForeignJson } from "../../core/json/json.ts"
import type { Failure } from "../../core/problems/failure.ts"
import { err, ok, type Result } from "../../core/problems/result.ts"
import { firstProblem } from "../../core/schema/schema.ts"
import { PLAN_SCHEMA_VERSION, type Plan, type PlanPart } from "../../formats/plan.ts"
import { PlanFileSchema, unpackLines, unpackPlan } from "../../formats/plan-file.ts"
import type { Files, Sha256 } from "../../ports/files.ts"

import { digestOf } from "./plan-run.ts"

/**
 * Reads and checks a plan: its form, its version, its digest. A `packed` one takes less memory, and is
 * for those who only read it (`unpackLines`).
 */
export function readPlan(
  path: string,
  ports: { readonly files: Files; readonly sha256: Sha256; readonly packed?: boolean },
): Result<Plan, Failure> {
  // Half the memory of reading all of it at once, and no word on what is wrong.
  const plan = unpackLines(ports.files.readLines(path), ports)
  if (plan !== null && digestOf(plan, ports.sha256) === digestIn(plan)) return ok(plan)
  return readWholePlan(path, ports)
}

function digestIn({ part, digest }: Plan): string {
  return part?.digest ?? digest
}

function readWholePlan(
  path: string,
  ports: { readonly files: Files; readonly sha256: Sha256 },
): Result<Plan, Failure> {
  const unreadable = (message: string): Result<Plan, Failure> =>
    err({ reason: "plan/unreadable", path, message })
  const text = ports.files.readText(path)
  if (!text.ok) {
    const { code, message } = text.error
    if (code !== "ENOENT") return unreadable(message)
    return err({ reason: "files/unusable", path, message: "there is no such file" })
  }
  const json = parseForeignJson(text.value)
  if (!json.ok) return unreadable(`it is not JSON: ${json.error}`)
  const version = versionOf(json.value)
  if (version !== PLAN_SCHEMA_VERSION) {
    return unreadable(
      `it has schemaVersion ${JSON.stringify(version)}, this program reads ${PLAN_SCHEMA_VERSION}`,
    )
  }
  const file = PlanFileSchema.check(json.value)
  if (!file.ok) return unreadable(firstProblem(file.error))
  const plan = unpackPlan(file.value)
  if (!plan.ok) return unreadable(plan.error)
  const digest = digestOf(plan.value, ports.sha256)
  const said = digestIn(plan.value)
  if (digest !== said) {
    return unreadable(`it was changed after planning: its digest is ${digest}, but it says ${said}`)
  }
  return plan
}

/** Why a part is not enough: what it lacks nobody would miss. */
export function onlyPart({ shard, shards }: PlanPart): Failure {
  const message = `the plan is only the part of shard ${shard} of ${shards}, from its folder`
  return { reason: "usage/invalid", message, hint: "give the plan that all shards ran" }
}

/** Every planned file must be in this checkout as it was when planning. */
export function checkPlannedFiles(options: {
  readonly plan: Plan
  readonly root: string
  readonly files: Files
}): Result<void, Failure> {
  const { plan, root, files } = options
  const changed: { path: string; change: "changed" | "missing" }[] = []
  for (const { path, sha256 } of plan.files) {
    const found = files.sha256(`${root}/${path}`)
    if (!found.ok) changed.push({ path, change: "missing" })
    else if (found.value !== sha256) changed.push({ path, change: "changed" })
  }
  return changed.length === 0
    ? ok(undefined)
    : err({ reason: "plan/files-changed", files: changed })
}

function versionOf(value: unknown): unknown {
  return value !== null && typeof value === "object" && "schemaVersion" in value
    ? value.schemaVersion
    : undefined
}
