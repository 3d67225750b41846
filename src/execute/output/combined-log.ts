/**
 * The one log of a run, and one for each group: every attempt's output under a heading, added as the
 * attempt ends.
 */
import { formatDuration } from "../../core/quantities/duration.ts"
import { groupLog } from "../../core/text/group-log.ts"
import type { Plan } from "../../formats/plan.ts"
import type { Appender, Files } from "../../ports/files.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"

/** Name of the combined log in a shard's folder. */
const COMBINED_LOG = "combined.log"

/** Of a longer log the first and last half of this many bytes are taken over. */
const MAX_BYTES = 1 << 20

/** What is added to the log of a run. */
export interface CombinedEntry {
  readonly id: string
  readonly number: number
  /** Relative to the run's folder. */
  readonly log: string
  readonly facts: Pick<AttemptFacts, "outcome" | "durationMs" | "message" | "outputBytes">
}

/** An open combined log. */
export interface CombinedLog {
  /** Adds an ended attempt. A disk that is full costs the combined log, not the run. */
  add(entry: CombinedEntry): void
  close(): void
}

/** Opens the log of a run, and one for each group, with the first attempt that has ended. */
export function openCombinedLog(of: {
  readonly folder: string
  readonly plan: Pick<Plan, "groups" | "scenarios">
  readonly files: Files
}): CombinedLog {
  const { folder, plan, files } = of
  const groups = Object.keys(plan.groups)
  let appender: Appender | null = null
  const open = (target: string): Appender | null => {
    const opened = files.openAppender(target)
    return opened.ok ? opened.value : null
  }
  const write = (entry: CombinedEntry, to: { target: string; appender: Appender | null }) => {
    const { log, facts } = entry
    const heading = headingOf(entry)
    if (facts.outputBytes === 0) {
      to.appender?.append(`${heading}\n`)
      return
    }
    to.appender?.append(heading)
    if (to.appender !== null) files.appendFile(`${folder}/${log}`, to.target, MAX_BYTES)
    to.appender?.append("\n")
  }
  return {
    add: (entry) => {
      const all = `${folder}/${COMBINED_LOG}`
      appender ??= open(all)
      write(entry, { target: all, appender })
      for (const group of plan.scenarios[entry.id]?.definition.groups ?? []) {
        const target = `${folder}/${groupLog(groups, group)}`
        const own = open(target)
        write(entry, { target, appender: own })
        own?.close()
      }
    },
    close: () => {
      appender?.close()
      appender = null
    },
  }
}

function headingOf({ id, number, facts }: CombinedEntry): string {
  const said = facts.message === null ? "" : ` · ${facts.message.replaceAll(/\s+/gu, " ")}`
  return `==> ${id} · attempt ${number} · ${facts.outcome} · ${formatDuration(facts.durationMs)}${said}\n`
}
