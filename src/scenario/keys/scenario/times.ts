/**
 * How long a scenario takes and may take: `estimate`, `timeout` and `idle-timeout`, what happens to an
 * attempt whose time is over, and from when on it is `slow`.
 */
import * as s from "../../../core/schema/make.ts"
import { didYouMean } from "../../../core/text/nearest.ts"
import type { Definition } from "../../../formats/plan.ts"
import { TIMEOUT_SIGNALS, type TimeoutSignal } from "../../../formats/run-specs.ts"
import { duration, key, millisecondsOf, refusal, refuseDuration } from "../parts.ts"

/** Longest time of an attempt that a suite says nothing of. */
export const TIMEOUT_MS = 600_000

/** Longest time of the command of `on-timeout`. */
export const ON_TIMEOUT_MS = 10_000

const Signal = s
  .text()
  .refine((value) => {
    if (signalOf(value) !== undefined) return
    const code = "suite/value"
    if (/^(?:SIG)?KILL$/iu.test(value.trim())) {
      const hint = "leave it out: KILL follows TERM anyway, after the grace"
      return refusal({ code, message: "no process can act on KILL", hint })
    }
    const names = TIMEOUT_SIGNALS.map((name) => name.slice("SIG".length))
    const hint = didYouMean(value, names) ?? `write one of ${names.join(", ")}`
    return refusal({ code, message: `\`${value}\` is not a signal for a timeout`, hint })
  })
  .note({ examples: ["QUIT", "SIGABRT"] })

const Slow = s
  .union(s.text(), s.number())
  .refine((value) => {
    const percent = percentOf(value)
    if (percent === undefined) {
      const refused = refuseDuration(String(value), true)
      return refused === undefined ? undefined : refusal(refused)
    }
    if (percent > 100) return
    const hint = "write `300%` for three times as long as usual"
    const message = "a percentage of the usual time must be more than 100%"
    return refusal({ code: "suite/value", message, hint })
  })
  .note({ examples: ["30s", "300%"] })

export const TIME_KEYS = {
  estimate: key({
    schema: duration({ expressions: true, positive: false }).describe(
      "Expected duration until earlier runs are known",
    ),
    evaluated: "planning",
    merge: "replace",
  }),
  timeout: key({
    schema: duration({ positive: true }).describe("Longest time of an attempt; default 10m"),
    evaluated: "itself",
    merge: "replace",
  }),
  "timeout-minutes": key({
    schema: s.number().moreThan(0).max(525_600).describe("`timeout` as Actions writes it", 5),
    evaluated: "itself",
    merge: "replace",
  }),
  "idle-timeout": key({
    schema: duration({ positive: true }).describe("Longest time without output; default: no limit"),
    evaluated: "itself",
    merge: "replace",
  }),
  "on-timeout": key({
    schema: s
      .text()
      .filled()
      .describe(
        "Command before an attempt is ended whose `timeout` or `idle-timeout` is over; has SMOKE_PID, and 10s",
        "./dump.sh",
      ),
    evaluated: "attempt",
    merge: "replace",
  }),
  "timeout-signal": key({
    schema: Signal.describe("Signal that an attempt gets at a timeout, 2s before TERM"),
    evaluated: "itself",
    merge: "replace",
  }),
  slow: key({
    schema: Slow.describe(
      "From when on an attempt is marked as slow: a duration, or a percentage of its time in earlier runs",
    ),
    evaluated: "itself",
    merge: "replace",
  }),
} as const

/** The signal that a text names, with or without `SIG`; undefined where it names none. */
export function signalOf(text: string): TimeoutSignal | undefined {
  const name = text.trim().toUpperCase().replace(/^SIG/u, "")
  return TIMEOUT_SIGNALS.find((signal) => signal === `SIG${name}`)
}

/** From when on an attempt is slow; undefined where nothing is said. */
export function slowOf(value: string | number | undefined): Definition["slow"] {
  if (value === undefined) return undefined
  const percent = percentOf(value)
  if (percent !== undefined) return { percent }
  const ms = millisecondsOf(value)
  return ms === undefined ? undefined : { ms }
}

function percentOf(value: string | number): number | undefined {
  const [, percent] = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*%\s*$/u.exec(String(value)) ?? []
  return percent === undefined ? undefined : Number(percent)
}
