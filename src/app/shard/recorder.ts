/**
 * The way of an event: without secrets into the journal, then into the fold, then to the listeners.
 */
import { Redactor } from "../../core/text/secret.ts"
import type { EventBody } from "../../events/event.ts"
import { RunFold } from "../../events/fold.ts"
import { type RunState, verdictOfPass } from "../../events/state.ts"
import { OutputFollower } from "../../execute/output/follow-output.ts"
import type { Journal } from "../../journal/journal.ts"
import { type Cleaner, eventWithoutSecrets, stateWithoutSecrets } from "../hand-over/clean-texts.ts"
import { hideFileNames } from "../hand-over/hide-file-names.ts"
import { cleanerFor, cleanJournal } from "../hand-over/withhold-secrets.ts"
import type { RunShardPorts, RunShardRequest } from "./run-shard-request.ts"

/**
 * A pass is written down as what it is after all attempts that are known, as the fold will say it. Where a
 * failure rate is allowed, the verdict is that of the rate.
 */
function judged(body: EventBody, { scenarios }: RunState): EventBody {
  if (body.type !== "scenario-finished" || body.verdict === "failed") return body
  if (body.rate !== undefined) return body
  return { ...body, verdict: verdictOfPass(scenarios.get(body.id)) }
}

/** Where a shard's events go. */
export interface Recorder {
  /** False once the journal does not take what happens. */
  readonly emit: (body: EventBody) => boolean
  /** What is folded so far; live. */
  readonly state: RunState
  /** After the last event: the state, without what was asked to be masked only later. */
  readonly end: () => RunState
  /** Keeps values out of all further events. */
  readonly mask: (values: readonly string[]) => void
  /** Stops passing on output. */
  readonly stopTail: () => void
}

/** Writes a shard's events, folds them and tells them, in this order. */
export function recorder(
  journal: Journal,
  request: RunShardRequest,
  ports: Pick<RunShardPorts, "clock" | "files">,
): Recorder {
  const redactor = new Redactor(request.secrets ?? [])
  const { redact } = redactor
  const fold = request.resumed?.fold ?? request.remainder?.fold ?? new RunFold()
  let learned = false
  const mask = (values: readonly string[]) => {
    if (redactor.learn(values)) learned = true
  }
  const { folder, tail } = request
  /** The name under which readers find a kept file. */
  const cleanerOf = (body: EventBody): Cleaner => {
    const { artifacts = [] } = body.type === "attempt-finished" ? body : {}
    if (artifacts.length === 0) return redactor
    return { redact, renamed: hideFileNames(folder, artifacts, { ...ports, redact }) }
  }
  const output = tail && new OutputFollower({ ...tail, folder, mask, redact }, ports)
  return {
    emit: (body) => {
      const event = journal.append(eventWithoutSecrets(judged(body, fold.state), cleanerOf(body)))
      fold.apply(event)
      output?.onEvent(event)
      request.onEvent(event, fold.state)
      return journal.problem === null
    },
    state: fold.state,
    end: () => {
      if (!learned) return fold.state
      const cleaner = cleanerFor(folder, { ...ports, redactor })
      cleanJournal(folder, { ...ports, redactor, cleaner })
      return stateWithoutSecrets(fold.state, cleaner)
    },
    mask,
    stopTail: () => output?.stop(),
  }
}
