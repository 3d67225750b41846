/**
 * What a run says of itself: its manifest, its first event, and `runner` for expressions.
 */
import { defined } from "../../core/defined.ts"
import type { JsonObject } from "../../core/json/json.ts"
import type { EventBody } from "../../events/event.ts"
import type { Manifest } from "../../formats/manifest.ts"
import { countShards, type Plan } from "../../formats/plan.ts"
import type { Engines } from "../../ports/engines.ts"
import type { Surroundings } from "../../ports/surroundings.ts"
import type { Values } from "../../settings/table.ts"
import type { Joined } from "../queue/join-queue.ts"

/** The request of a run. */
interface Told {
  readonly plan: Plan
  readonly shard: number
  readonly runId: string
  readonly attempt: number
  readonly command: string
  readonly version: string
  readonly temporary: string
  readonly asked?: Manifest["request"] | undefined
  readonly settings: Pick<Values, "env" | "inheritEnv" | "jobId">
  readonly joined?: Pick<Joined, "seat"> | undefined
  readonly resumed?: { readonly forgotten: readonly string[] } | undefined
}

/** The manifest of a shard that has begun. */
export function manifestOf(about: {
  readonly request: Told
  readonly runner: string
  readonly engines: Engines | undefined
}): Manifest {
  const { request, runner, engines } = about
  const { plan, shard, runId, attempt, temporary, asked, joined } = request
  return defined({
    schemaVersion: 1 as const,
    id: plan.id,
    suite: plan.suite,
    planDigest: plan.digest,
    runId,
    shard,
    shards: countShards(plan),
    attempt,
    runner,
    complete: false,
    queue: joined?.seat.run,
    engine: engines && { process: engines.self, temporary },
    request: asked,
  })
}

/** The first event of a journal, or of its continuation. */
export function runStarted(start: {
  readonly request: Told
  readonly surroundings: Surroundings
  readonly workers: number
}): EventBody {
  const { request, surroundings, workers } = start
  const { plan, runId, attempt, command, version, settings, resumed, joined } = request
  const { env, inheritEnv = "all", jobId: job } = settings
  const names = Object.keys(env ?? {})
  const { hostname: name, os, arch, cores, memoryBytes, commit, ref } = surroundings
  return defined({
    type: "run-started" as const,
    runId,
    attempt,
    suite: plan.suite,
    command,
    planDigest: plan.digest,
    shards: countShards(plan),
    workers,
    seed: plan.seed,
    version,
    runner: { name, os, arch, cores, memoryBytes },
    commit,
    ref,
    env: names.length === 0 ? undefined : names,
    inherit: inheritEnv === "all" ? undefined : [inheritEnv].flat().join(","),
    job,
    queue: joined?.seat.run,
    forgotten: resumed && [...resumed.forgotten],
  })
}

/** `runner` as Actions has it. */
export function runnerContext(surroundings: Surroundings): JsonObject {
  const { env, hostname, temporary } = surroundings
  return {
    name: env["RUNNER_NAME"] ?? hostname,
    os: env["RUNNER_OS"] ?? OS_NAMES[surroundings.os] ?? surroundings.os,
    arch: env["RUNNER_ARCH"] ?? ARCH_NAMES[surroundings.arch] ?? surroundings.arch,
    temp: temporary,
  }
}

const OS_NAMES: Readonly<Record<string, string>> = {
  linux: "Linux",
  darwin: "macOS",
  win32: "Windows",
}

const ARCH_NAMES: Readonly<Record<string, string>> = { x64: "X64", arm64: "ARM64" }
