/**
 * What a plan was made from: its request, and every question to the file system with the answer. While
 * all answers are the same, the plan is the same and need not be made again.
 */
import { canonicalJson, parseForeignJson } from "../../core/json/json.ts"
import type { Plan } from "../../formats/plan.ts"
import { type PlanFile, unpackPlan } from "../../formats/plan-file.ts"
import { type PlanInputs, PlanInputsSchema } from "../../formats/plan-inputs.ts"
import type { Files, Sha256 } from "../../ports/files.ts"
import { PLAN_FILE, TRACE_FILE } from "../folder/run-folder.ts"

type Question = PlanInputs["questions"][number]

/** Questions that have an answer of a few bytes or names. */
const ASKED = ["exists", "isDirectory", "list", "glob", "search", "realPath", "sizeBytes"] as const
/** Questions whose answer is in the file named first. */
const READ = ["readText", "readHead", "readTail", "readPart", "readLines", "findLines"] as const

/** What planning asked. */
export interface PlanTrace {
  readonly told: string
  readonly contents: ReadonlyMap<string, string | null>
  readonly questions: readonly Question[]
}

interface Ports {
  readonly files: Files
  readonly sha256: Sha256
}

/** Files that remember what they were asked. */
export function tracedFiles({ files, sha256 }: Ports): {
  readonly files: Files
  readonly trace: (told: string) => PlanTrace
} {
  const contents = new Map<string, string | null>()
  const questions = new Map<string, Question>()
  const asked = Object.fromEntries(
    ASKED.map((name) => {
      const ask = files[name] as (...of: readonly unknown[]) => unknown
      return [
        name,
        (...of: readonly unknown[]) => {
          const answer = ask(...of)
          const key = `${name} ${JSON.stringify(of)}`
          questions.set(key, [name, [...of], sha256(canonicalJson(answer))])
          return answer
        },
      ]
    }),
  )
  const read = Object.fromEntries(
    [...READ, "sha256" as const].map((name) => {
      const ask = files[name] as (path: string, ...of: readonly unknown[]) => unknown
      return [
        name,
        (path: string, ...of: readonly unknown[]) => {
          // Before it is read: what changes in between is then seen as a change.
          if (!contents.has(path)) contents.set(path, digest(path, files))
          return ask(path, ...of)
        },
      ]
    }),
  )
  return {
    files: { ...files, ...asked, ...read },
    trace: (told) => ({ told, contents, questions: [...questions.values()] }),
  }
}

/** Keeps a trace beside the plan that came of it. Without it a resumed run plans again. */
export function keepTrace(folder: string, trace: PlanTrace, files: Files): void {
  const plan = files.sha256(`${folder}/${PLAN_FILE}`)
  if (!plan.ok) return
  const kept: PlanInputs = {
    schemaVersion: 1,
    told: trace.told,
    plan: plan.value,
    contents: Object.fromEntries(trace.contents),
    questions: [...trace.questions],
  }
  files.writeAtomic(`${folder}/${TRACE_FILE}`, JSON.stringify(kept))
}

/** The plan of a run's folder, where planning would be told and answered the same; else null. */
export function tracedPlan(folder: string, told: string, ports: Ports): Plan | null {
  const { files, sha256 } = ports
  const text = files.readText(`${folder}/${TRACE_FILE}`)
  const json = text.ok ? parseForeignJson(text.value) : text
  const trace = json.ok ? PlanInputsSchema.check(json.value) : null
  if (trace?.ok !== true || trace.value.told !== told) return null
  const { contents, questions, plan } = trace.value
  if (!Object.entries(contents).every(([path, then]) => digest(path, files) === then)) return null
  const same = questions.every(([name, of, then]) => {
    const known = ASKED.find((one) => one === name)
    if (known === undefined) return false
    const ask = files[known] as (...asked: readonly unknown[]) => unknown
    return sha256(canonicalJson(ask(...of))) === then
  })
  if (!same) return null
  const kept = files.readText(`${folder}/${PLAN_FILE}`)
  if (!kept.ok || sha256(kept.value) !== plan) return null
  // The very text that this version of the program wrote: neither its form nor its digest is in doubt.
  const value = parseForeignJson(kept.value)
  const unpacked = value.ok ? unpackPlan(value.value as PlanFile) : value
  return unpacked.ok ? unpacked.value : null
}

function digest(path: string, files: Files): string | null {
  const found = files.sha256(path)
  return found.ok ? found.value : null
}
