/**
 * What is wrong with a suite, also while it can still be run.
 */

import { labelsNotAllowed } from "../../capability/hosted-labels.ts"
import { textOf } from "../../core/json/foreign.ts"
import type { Diagnostic } from "../../core/problems/diagnostic.ts"
import { DAY_MS } from "../../core/quantities/duration.ts"
import { parseCommaList } from "../../core/text/comma-list.ts"
import { LineIndex } from "../../core/text/source.ts"
import { isInForce, NEVER_ENDS, startOfDay } from "../../core/verdict.ts"
import type { DoctorCode, Finding } from "../../formats/doctor.ts"
import type { Suite } from "../../scenario/model.ts"
import { wrongLabel } from "./check-workflow.ts"
import { listOf, type Workflow } from "./workflow.ts"

const SOON_MS = 14 * DAY_MS

/** A command that opens a file at a line. */
function edit(file: string, line: number): Finding["fix"] {
  return { kind: "command", text: `\${EDITOR:-vi} +${line} ${file}` }
}

/** Errors and warnings of the files of a suite. */
export function fromDiagnostics(diagnostics: readonly Diagnostic[]): readonly Finding[] {
  return diagnostics.map(({ severity: level, message, hint, location }) => {
    const { path: file, text } = location.file
    const { line } = new LineIndex(text).position(location.range.start)
    const advice = hint === undefined ? "" : `; ${hint}`
    const place = { file, line, fix: edit(file, line) }
    return { code: "suite/invalid", level, message: message + advice, ...place }
  })
}

/** Quarantines that are over or nearly, each once for the scenarios of one place. */
export function checkQuarantines(suite: Suite, now: number): readonly Finding[] {
  const found = new Map<string, Finding>()
  for (const { id, definition } of suite.scenarios) {
    const { quarantine, file, line } = definition
    if (quarantine === undefined || quarantine.until === NEVER_ENDS) continue
    const { until, owner } = quarantine
    const isOver = !isInForce(until, now)
    if (!isOver && (startOfDay(until) ?? 0) - now > SOON_MS) continue
    const whose = owner === undefined ? "" : `, owner ${owner}`
    const code: DoctorCode = isOver ? "quarantine/expired" : "quarantine/expiring"
    const message = `the quarantine of ${id} ${isOver ? "ended on" : "ends on"} ${until}${whose}`
    const place = `${file}:${line}`
    if (found.has(place)) continue
    found.set(place, { code, level: "warning", message, file, line, fix: edit(file, line) })
  }
  return [...found.values()]
}

/** Labels of runner classes: whether GitHub has them, and whether the workflows allow them. */
export function checkRunners(suite: Suite, workflows: readonly Workflow[]): readonly Finding[] {
  const classes = Object.entries(suite.runners ?? {})
  const plans = workflows.flatMap((workflow) =>
    workflow.uses
      .filter(({ as }) => as === "plan" || as === "workflow")
      .map((use) => ({ workflow, use })),
  )
  const unknown = classes.flatMap(([name, { runsOn }]) =>
    listOf(typeof runsOn === "string" ? runsOn : [...runsOn]).flatMap((label): Finding[] => {
      const wrong = wrongLabel(label)
      if (wrong === null) return []
      const message = `runner class ${name}: GitHub has no runner ${label}, but ${wrong.instead}`
      const fix = {
        kind: "command",
        text: `sed -i 's/${label}/${wrong.instead}/' ${suite.file}`,
      } as const
      return [
        {
          code: "runner/unknown-label",
          level: "error",
          message,
          file: suite.file,
          line: null,
          fix,
        },
      ]
    }),
  )
  const refused = plans.flatMap(({ workflow, use }): Finding[] => {
    const allowed = parseCommaList(textOf(use.with["allow-runners"]).replaceAll("\n", ","))
    const labels = classes.flatMap(([, { runsOn }]) => labelsNotAllowed(runsOn, allowed))
    const missing = [...new Set(labels)].filter((label) => wrongLabel(label) === null)
    if (missing.length === 0) return []
    const wanted = JSON.stringify([...allowed, ...missing].join(", "))
    const text = workflow.setInput(use, "allow-runners", wanted)
    return [
      {
        ...{ code: "workflow/allow-runners", level: "error", file: workflow.path },
        message: `the suite uses labels that job ${use.job} does not allow: ${missing.join(", ")}`,
        ...{ line: workflow.lineOf(use.path), fix: { kind: "diff", text } },
      },
    ]
  })
  return [...unknown, ...refused]
}

/** Whether anything of a suite runs in a container. */
export function usesContainers({ scenarios, fixtures = {} }: Suite): boolean {
  return (
    scenarios.some(({ definition }) => definition.container !== undefined) ||
    Object.values(fixtures).some(({ how }) => how.kind === "container")
  )
}
