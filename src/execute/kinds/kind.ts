/**
 * What a kind of scenario is for its author: a function that gets a request and returns how
 * it ended. A module of the repository runs in a process of its own; an executor that an embedding
 * program registers runs in that program.
 */
import { defined } from "../../core/defined.ts"
import type { JsonObject } from "../../core/json/json.ts"
import { cutText } from "../../core/text/cut-text.ts"
import type { AttemptFacts } from "../request/attempt-facts.ts"

/** The request to a kind. */
export interface KindRequest {
  /** The scenario. */
  readonly id: string
  readonly name: string
  readonly slug: string
  /** Number of the attempt, from 1. */
  readonly attempt: number
  /** The scenario's `with`, every expression in it evaluated. */
  readonly with: JsonObject
  readonly args: readonly string[]
  /** The environment that a command of this attempt would have. */
  readonly env: Readonly<Record<string, string>>
  /** The working directory; absolute. */
  readonly cwd: string
  /** A folder of this attempt alone; it is removed afterwards. */
  readonly temporary: string
  readonly timeoutMs: number
  /** Aborted when the time is over or the run stops. */
  readonly signal: AbortSignal
  /** Adds a line to the log of the attempt. */
  log(line: string): void
}

/** How it ended. An error that is thrown is a failure with its message. */
export interface KindResult {
  readonly outcome: "passed" | "failed" | "skipped"
  /** One line for people: what went wrong, or why it skipped itself. */
  readonly message?: string
  /** For `needs.<id>.outputs` of other scenarios. */
  readonly outputs?: Readonly<Record<string, string>>
}

/** A kind of scenario. */
export type Kind = (request: KindRequest) => Promise<KindResult> | KindResult

/** Characters of a message that is kept. */
const MESSAGE_CHARACTERS = 1_000

/** Checks what a kind gave back, which may be anything; null when it is no result. */
export function toKindResult(value: unknown): KindResult | null {
  if (typeof value !== "object" || value === null) return null
  const { outcome, message, outputs } = value as Record<string, unknown>
  if (outcome !== "passed" && outcome !== "failed" && outcome !== "skipped") return null
  return defined({
    outcome: outcome as KindResult["outcome"],
    message: typeof message === "string" ? cutText(message, MESSAGE_CHARACTERS) : undefined,
    outputs: typeof outputs === "object" && outputs !== null ? textsOf(outputs) : undefined,
  })
}

function textsOf(value: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, text]) =>
      typeof text === "string" ? [[name, text]] : [],
    ),
  )
}

const NO_RESULT: KindResult = {
  outcome: "failed",
  message: "the kind returned no result: it must return { outcome, message?, outputs? }",
}

/** The facts of an attempt with what its kind returned; null where that is no result. */
export function withKindResult(
  facts: AttemptFacts,
  told: { readonly result: KindResult | null; readonly tail: () => string | null },
): AttemptFacts {
  const { outcome, message, outputs = {} } = told.result ?? NO_RESULT
  const whole = { ...facts, outputs: new Map([...facts.outputs, ...Object.entries(outputs)]) }
  if (outcome === "passed") return { ...whole, outcome }
  if (outcome === "skipped") return { ...whole, outcome, message: message ?? "it skipped itself" }
  const why = message ?? "it reported a failure without a message"
  return { ...whole, outcome, cause: "expectation", message: why, tail: told.tail() }
}
