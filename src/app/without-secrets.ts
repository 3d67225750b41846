/**
 * Taking secrets out of what a run knows: the texts that children have a part in. Ids, paths, verdicts
 * and whatever else has a form of its own stay as they are, whatever a secret happens to be.
 */
import type { EventBody } from "../events/event.ts"
import type { RunState } from "../events/state.ts"
import type { Results } from "../formats/results.ts"
import type { Problem } from "../formats/run-specs.ts"

type Redact = (text: string) => string

/** Texts that children have a part in, wherever they stand. */
interface Told {
  readonly message?: string | null
  readonly tail?: string | null
  readonly summary?: string | undefined
  readonly outputs?: Readonly<Record<string, string>> | null | undefined
  readonly problems?: readonly Problem[] | undefined
}

/** The event with every text of a child's own cleaned. */
export function withoutSecrets<T extends EventBody>(body: T, redact: Redact): T {
  if (body.type === "capability-probed") {
    return { ...body, capability: withoutFindings(body.capability, redact) }
  }
  return withoutTold(body, redact)
}

/** The state of a run, as if each event had been cleaned. */
export function stateWithoutSecrets(state: RunState, redact: Redact): RunState {
  const shards = [...state.shards].map(([shard, known]) => {
    const { notes, hooks, capabilities } = known
    const clean = {
      ...known,
      notes: notes.map((note) => withoutSecrets(note, redact)),
      hooks: hooks.map((hook) => withoutSecrets(hook, redact)),
      capabilities: capabilities.map((found) => withoutSecrets(found, redact)),
    }
    return [shard, clean] as const
  })
  const scenarios = [...state.scenarios].map(([id, known]) => {
    const attempts = known.attempts.map((attempt) => withoutTold(attempt, redact))
    const ending = known.ending === null ? null : withoutTold(known.ending, redact)
    return [id, { ...known, attempts, ending }] as const
  })
  return { ...state, shards: new Map(shards), scenarios: new Map(scenarios) }
}

/** What `results.json` holds, without secrets. */
export function resultsWithoutSecrets(results: Results, redact: Redact): Results {
  return {
    ...results,
    scenarios: results.scenarios.map((scenario) => ({
      ...withoutTold(scenario, redact),
      attempts: scenario.attempts.map((attempt) => withoutTold(attempt, redact)),
    })),
    capabilities: results.capabilities.map((found) => withoutFindings(found, redact)),
    problems: results.problems.map((problem) => withoutTold(problem, redact)),
  }
}

function withoutTold<T extends object>(it: T, redact: Redact): T {
  const { message, tail, summary, outputs, problems } = it as Told
  // An output that is not what it was is none: a resumed run makes it again.
  const spoilt = Object.values(outputs ?? {}).some((value) => redact(value) !== value)
  return {
    ...it,
    ...(typeof message === "string" ? { message: redact(message) } : {}),
    ...(typeof tail === "string" ? { tail: redact(tail) } : {}),
    ...(summary === undefined ? {} : { summary: redact(summary) }),
    ...(spoilt ? { outputs: null } : {}),
    ...(problems === undefined
      ? {}
      : { problems: problems.map((problem) => withoutProblem(problem, redact)) }),
  }
}

function withoutProblem(problem: Problem, redact: Redact): Problem {
  const { code, message } = problem
  return { ...problem, code: code === null ? null : redact(code), message: redact(message) }
}

function withoutFindings<
  T extends { readonly evidence: string; readonly value?: string | undefined },
>(found: T, redact: Redact): T {
  const { value, evidence } = found
  return {
    ...found,
    ...(value === undefined ? {} : { value: redact(value) }),
    evidence: redact(evidence),
  }
}
