/**
 * What every command of the action works with; made once in `wire.ts`.
 */
import type { PlanPorts } from "../app/plan/plan-run.ts"
import type { RunShardPorts } from "../app/shard/run-shard-request.ts"
import type { JsonObject } from "../core/json/json.ts"
import type { ArtifactStore } from "../ports/artifacts.ts"
import type { CacheStore } from "../ports/cache.ts"
import type { Console } from "../ports/console.ts"
import type { EarlierArtifacts } from "../ports/earlier-artifacts.ts"
import type { Pack } from "../ports/files.ts"
import type { Repository, Reviews, Runners } from "../ports/repository.ts"
import type { Step } from "../ports/step.ts"
import type { ActionInputs } from "./inputs.ts"

/** What every command of the action works with. */
export interface ActionContext
  extends Required<Omit<RunShardPorts, "machine" | "guards" | "queues">>,
    Pick<RunShardPorts, "machine">,
    Pick<PlanPorts, "changes" | "commands" | "env"> {
  readonly inputs: ActionInputs
  readonly console: Console
  readonly github: JsonObject
  readonly version: string
  /** How a person calls this program, for a POSIX shell. */
  readonly call: string
  /** The workspace, with `/`. */
  readonly root: string
  /** `RUNNER_TEMP`, with `/`. */
  readonly temporary: string
  /** The attempt of the run, from 1. */
  readonly attempt: number
  readonly runId: string
  readonly pack: Pack
  readonly store: ArtifactStore
  /** The artifacts of another run, which takes a token with `actions: read`. */
  readonly storeOf: (run: number) => ArtifactStore
  readonly cache: CacheStore
  /** Null without a token. */
  readonly earlier: EarlierArtifacts | null
  /** Null without a token. */
  readonly repository: Repository | null
  /** Null without a token that may list them. */
  readonly runners: Runners | null
  /** Null without a token. */
  readonly reviews: Reviews | null
  /** Loads the toolkit, which takes a while, when it is first needed. */
  readonly step: () => Promise<Step>
  /** Takes less memory from now on, and more time; absent where the program around decides. */
  readonly saveMemory?: () => void
  readonly exit: (code: number) => void
}
