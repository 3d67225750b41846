/**
 * The one log of a run: every attempt's output under a heading, added as the attempt ends.
 */
import { formatDuration } from "../core/duration.ts"
import type { Files } from "../ports/files.ts"
import type { AttemptFacts } from "./attempt.ts"

/** Name of the combined log in a shard's folder. */
export const COMBINED_LOG = "combined.log"

/** Of a longer log the first and last half of this many bytes are taken over. */
const MAX_BYTES = 1 << 20

/** Adds an ended attempt. A disk that is full costs the combined log, not the run. */
export function appendToCombinedLog(
  end: {
    readonly folder: string
    readonly id: string
    readonly number: number
    readonly log: string
    readonly facts: Pick<AttemptFacts, "outcome" | "durationMs" | "message">
  },
  files: Files,
): void {
  const { folder, id, number, log, facts } = end
  const target = `${folder}/${COMBINED_LOG}`
  const appender = files.openAppender(target)
  if (!appender.ok) return
  const said = facts.message === null ? "" : ` · ${facts.message.replaceAll(/\s+/gu, " ")}`
  appender.value.append(
    `==> ${id} · attempt ${number} · ${facts.outcome} · ${formatDuration(facts.durationMs)}${said}\n`,
  )
  files.appendFile(`${folder}/${log}`, target, MAX_BYTES)
  appender.value.append("\n")
  appender.value.close()
}
