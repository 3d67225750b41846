/**
 * How long a scenario takes and may take: `estimate`, `timeout` and `idle-timeout`.
 */
import * as s from "../../../core/schema/make.ts"
import { duration, key } from "../parts.ts"

/** Longest time of an attempt that a suite says nothing of. */
export const TIMEOUT_MS = 600_000

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
} as const
