/**
 * The way of an event: without secrets into the journal, then into the fold, then to whoever listens.
 */
import { redactor, secretForms } from "../core/secret.ts"
import type { EventBody } from "../events/event.ts"
import { RunFold } from "../events/fold.ts"
import type { RunState } from "../events/state.ts"
import { OutputFollower } from "../execute/follow-output.ts"
import type { Journal } from "../journal/journal.ts"
import type { RunShardPorts, RunShardRequest } from "./run-shard-request.ts"
import { withoutSecrets } from "./withhold-secrets.ts"

/** Where a shard's events go. */
export interface Recorder {
  /** False once the journal does not take what happens. */
  readonly emit: (body: EventBody) => boolean
  readonly state: RunState
  /** Keeps values out of all further events. */
  readonly mask: (values: readonly string[]) => void
  /** Ends what is told of output. */
  readonly stopTail: () => void
}

/** Writes a shard's events, folds them and tells them, in this order. */
export function recorder(
  journal: Journal,
  request: RunShardRequest,
  ports: Pick<RunShardPorts, "clock" | "files">,
): Recorder {
  const secrets = new Set(request.secrets)
  let redact = redactor(secretForms([...secrets]))
  const fold = request.resumed?.fold ?? request.remainder?.fold ?? new RunFold()
  const mask = (values: readonly string[]) => {
    const before = secrets.size
    for (const value of values) secrets.add(value)
    if (secrets.size > before) redact = redactor(secretForms([...secrets]))
  }
  const { folder, tail } = request
  const redactNow = (text: string) => redact(text)
  const output = tail && new OutputFollower({ ...tail, folder, mask, redact: redactNow }, ports)
  return {
    emit: (body) => {
      const event = journal.append(withoutSecrets(body, redact))
      fold.apply(event)
      output?.onEvent(event)
      request.onEvent(event, fold.state)
      return journal.problem === null
    },
    state: fold.state,
    mask,
    stopTail: () => output?.stop(),
  }
}
