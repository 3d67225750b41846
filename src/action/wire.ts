/**
 * The adapters of the action, put together once.
 */
import { randomBytes } from "node:crypto"
import { githubArtifacts } from "../adapters/github/artifacts.ts"
import { githubCache } from "../adapters/github/cache.ts"
import { githubEarlierArtifacts } from "../adapters/github/earlier-artifacts.ts"
import type { RestOptions } from "../adapters/github/rest.ts"
import { githubRepository } from "../adapters/github/rest.ts"
import { githubReviews } from "../adapters/github/reviews.ts"
import { githubRunners } from "../adapters/github/runners.ts"
import { commandCluster } from "../adapters/kubernetes/cluster.ts"
import { createCrashes } from "../adapters/node/crashes.ts"
import { nodeFiles } from "../adapters/node/files/files.ts"
import { nodeMachine } from "../adapters/node/machine/machine.ts"
import { createPortRanges } from "../adapters/node/machine/port-ranges.ts"
import { nodeSurroundings } from "../adapters/node/machine/surroundings.ts"
import { reserveThreads } from "../adapters/node/reserve-threads.ts"
import { nodeConsole } from "../adapters/node/screen/console.ts"
import { nodeSignals } from "../adapters/node/signals.ts"
import { nodeWorld } from "../adapters/node/world.ts"
import { otelTraces } from "../adapters/otel/traces.ts"
import { githubContext } from "../app/shard/github-context.ts"
import { commandOf } from "../core/text/own-package.ts"
import { VERSION } from "../core/version.ts"
import type { Step } from "../ports/step.ts"
import type { ActionContext } from "./context.ts"
import type { ActionInputs } from "./inputs.ts"

/** The real world for the action. */
export function wireAction(
  inputs: ActionInputs,
  process: {
    readonly env: Readonly<Record<string, string>>
    readonly cwd: string
    readonly exit: (code: number) => void
  },
): ActionContext {
  reserveThreads()
  const { env, exit } = process
  const root = (env["GITHUB_WORKSPACE"] ?? process.cwd).replaceAll("\\", "/")
  const surroundings = nodeSurroundings(env, root)
  const rest = restBy(inputs.token, env)
  const runnersRest = restBy(inputs.runnersToken, env)
  const artifacts = {
    serverUrl: env["GITHUB_SERVER_URL"] ?? "https://github.com",
    mostRetentionDays: env["GITHUB_RETENTION_DAYS"],
  }
  return {
    inputs,
    ...nodeWorld(),
    console: nodeConsole(env),
    portRanges: createPortRanges(),
    machine: nodeMachine(),
    signals: nodeSignals,
    crashes: createCrashes(),
    cluster: commandCluster,
    traces: otelTraces(env, root),
    surroundings,
    env,
    github: githubContext(env, nodeFiles),
    version: VERSION,
    call: callOf(env, root),
    root,
    temporary: surroundings.temporary.replaceAll("\\", "/"),
    attempt: positive(env["GITHUB_RUN_ATTEMPT"]),
    runId: env["GITHUB_RUN_ID"] ?? "local",
    store: githubArtifacts({ ...artifacts, fallback: byRest(inputs, env["GITHUB_RUN_ID"], env) }),
    storeOf: (run) =>
      githubArtifacts({
        ...artifacts,
        fallback: byRest(inputs, String(run), env),
        elsewhere: true,
      }),
    cache: githubCache(env),
    earlier: rest === null ? null : githubEarlierArtifacts(rest),
    repository: rest === null ? null : githubRepository(rest),
    reviews: rest === null ? null : githubReviews(rest),
    runners: runnersRest === null ? null : githubRunners(runnersRest),
    step: stepLoader(env),
    uniqueName: () => randomBytes(4).toString("hex"),
    exit,
  }
}

/** The action as it was used: from its repository, or from a checkout of the user's own. */
function callOf(env: Readonly<Record<string, string>>, root: string): string {
  const server = env["GITHUB_SERVER_URL"] ?? "https://github.com"
  const repository = env["GITHUB_ACTION_REPOSITORY"] ?? ""
  const ref = env["GITHUB_ACTION_REF"] ?? ""
  const archive =
    repository === "" || ref === "" ? null : `${server}/${repository}/archive/${ref}.tar.gz`
  const cli = `${import.meta.dirname.replaceAll("\\", "/")}/cli/index.js`
  if (archive === null && cli.startsWith(`${root}/`)) return `node ${cli.slice(root.length + 1)}`
  return commandOf({ version: VERSION, archive })
}

/** The step, loaded when it is first asked for. */
export function stepLoader(env: Readonly<Record<string, string>>): () => Promise<Step> {
  let step: Promise<Step> | null = null
  return () => {
    step ??= import("../adapters/github/step.ts").then(({ githubStep }) => githubStep(env))
    return step
  }
}

/** What a client of the REST interface is made of; null without a token. */
function restBy(
  token: string | undefined,
  env: Readonly<Record<string, string>>,
): RestOptions | null {
  const repository = env["GITHUB_REPOSITORY"]
  if (token === undefined || repository === undefined) return null
  return { token, repository, apiUrl: env["GITHUB_API_URL"] ?? "https://api.github.com" }
}

function byRest(
  inputs: ActionInputs,
  run: string | undefined,
  env: Readonly<Record<string, string>>,
) {
  const repository = env["GITHUB_REPOSITORY"]
  const runId = Number(run)
  if (inputs.token === undefined || repository === undefined || !Number.isInteger(runId))
    return null
  return { token: inputs.token, repository, runId }
}

function positive(text: string | undefined): number {
  const value = Number(text ?? "1")
  return Number.isInteger(value) && value > 0 ? value : 1
}
