/**
 * Every key of a scenario. Part of the one schema in `schema.ts`.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { duration, Env, Text, TextList } from "../schema-parts.ts"
import { ChoiceShape } from "./choice-schema.ts"
import { ResourceShape } from "./resource-schema.ts"
import { parseRetryCause } from "./retry-on.ts"
import { RunShape } from "./run-schema.ts"

const RetryOn = once(() =>
  z.union([z.string(), z.array(Text())]).superRefine((value, context) => {
    for (const [i, text] of [value].flat().entries()) {
      const cause = parseRetryCause(String(text))
      if (cause.ok) continue
      const { message, hint } = cause.error
      const path = Array.isArray(value) ? [i] : []
      context.addIssue({ code: "custom", message, path, params: { code: "suite/value", hint } })
    }
  }),
)

/** Whether and when a failed attempt is repeated. */
export const Retry = once(() =>
  z
    .strictObject({
      "max-attempts": z
        .int()
        .min(1)
        .max(100)
        .describe("Number of attempts, including the first; default 1")
        .meta({ examples: [2] }),
      delay: duration({ expressions: false, positive: false }).describe(
        "Wait before the second attempt; default 1s",
      ),
      factor: z
        .number()
        .min(1)
        .max(100)
        .describe("Factor from one wait to the next; default 2")
        .meta({ examples: [2] }),
      "max-delay": duration({ expressions: false, positive: false }).describe(
        "Longest wait; default 60s",
      ),
      jitter: z.boolean().describe("Shorten each wait by a random part; default true"),
      on: RetryOn()
        .describe(
          "Causes that are retried, or `exit-code N`; default: all",
        )
        .meta({ examples: [["timeout", "exit-code 75"]] }),
    })
    .partial()
    .meta({ id: "retry", examples: [{ "max-attempts": 3, delay: "1s", on: ["timeout"] }] }),
)

/** Matrices may come from expressions, so their inside is checked once it is known. */
const Matrix = once(() =>
  z
    .union([z.string(), z.record(z.string(), z.unknown())])
    .meta({ id: "matrix", examples: [{ os: ["linux", "mac"], exclude: [{ os: "mac" }] }] }),
)

/** A matrix and what is said of it. */
export const Strategy = once(() =>
  z
    .strictObject({
      matrix: Matrix().describe(
        "Dimensions with their values, `include` and `exclude`, as in Actions",
      ),
      id: z
        .string()
        .describe("Id after the key, for each combination; default: the values")
        .meta({ examples: ["${{ matrix.pool }}:${{ matrix.bs }}"] })
        .optional(),
      "max-parallel": z
        .int()
        .min(1)
        .describe("Most scenarios of it that run at once in a shard")
        .meta({ examples: [2] })
        .optional(),
      "fail-fast": z
        .boolean()
        .superRefine((value, context) => {
          if (!value) return
          const hint = "use the flag --fail-fast; without it, `false` is the behaviour"
          const message = "a failure in a matrix does not stop other scenarios here"
          context.addIssue({ code: "custom", message, params: { code: "suite/value", hint } })
        })
        .describe("Only false, as in Actions: a failure never stops the others")
        .meta({ examples: [false] })
        .optional(),
    })
    .meta({ id: "strategy" }),
)

const ScenarioKeys = once(
  () =>
    ({
      name: z
        .union([z.string(), z.number()])
        .describe("For people; default: the id")
        .meta({ examples: ["Login works"] }),
      run: z
        .string()
        .describe("Command text for the shell")
        .meta({ examples: ["./smoke/login.sh"] }),
      args: z
        .array(Text())
        .describe("Arguments of the command or script")
        .meta({ examples: [["${{ scenario.slug }}", "eu"]] }),
      shell: z
        .string()
        .describe("bash, sh, python, pwsh, node, or a template with {0}; default bash")
        .meta({ examples: ["bash", "python", "perl {0}"] }),
      env: Env().describe("Environment; merged with that of `defaults`"),
      "working-directory": z
        .string()
        .describe("Relative to the folder of this file; default: that folder")
        .meta({ examples: ["web"] }),
      tags: TextList()
        .describe("Labels to select by, separated by commas")
        .meta({ examples: [["auth", "quick"]] }),
      features: TextList()
        .describe(
          "Tested features, separated by commas; a name from `capabilities` is a requirement too",
        )
        .meta({ examples: [["iceberg"]] }),
      meta: z
        .record(z.string(), z.unknown())
        .describe("Anything else worth keeping; merged with that of `defaults`")
        .meta({ examples: [{ component: "shop" }] }),
      needs: TextList()
        .describe("Ids or patterns of scenarios that must pass first")
        .meta({
          examples: [["cart"], "storage:rep2"],
        }),
      if: z
        .union([z.string(), z.boolean()])
        .describe("Condition; the scenario is skipped if false")
        .meta({ examples: ["${{ github.ref_name == 'main' }}"] }),
      estimate: duration({ expressions: true, positive: false }).describe(
        "Expected duration until earlier runs are known",
      ),
      timeout: duration({ expressions: false, positive: true }).describe(
        "Longest time of an attempt; default 10m",
      ),
      "timeout-minutes": z
        .number()
        .positive()
        .max(525_600)
        .describe("`timeout` as Actions writes it")
        .meta({ examples: [5] }),
      retry: Retry().describe("Whether and when a failed attempt is repeated"),
      group: TextList()
        .describe("Groups whose limits it counts towards")
        .meta({ examples: ["slow"] }),
      strategy: z
        .union([z.string(), Strategy()])
        .describe("One scenario for each combination")
        .meta({ examples: [{ matrix: { pool: ["rep2", "rep3"], bs: ["4k", "1M"] } }] }),
      runner: z
        .string()
        .describe("Runner class; default `default`")
        .meta({ examples: ["gpu"] }),
      ...ResourceShape(),
      ...ChoiceShape(),
      ...RunShape(),
    }) as const,
)

/** Keys whose values are shapes that have an id themselves. */
const SHAPES: readonly string[] = [
  ...["env", "retry", "limits", "reports", "for-each", "paths"],
  ...["expect", "quarantine", "artifacts", "before", "after"],
]

/**
 * Every key of a scenario, and of `defaults`. Each has an id, so that the JSON Schema holds it once
 * for the four kinds of mapping that take it.
 */
export const ScenarioShape = once(
  () =>
    Object.fromEntries(
      Object.entries(ScenarioKeys()).map(([key, schema]) => [
        key,
        SHAPES.includes(key) ? schema : schema.meta({ ...schema.meta(), id: `scenario.${key}` }),
      ]),
    ) as ReturnType<typeof ScenarioKeys>,
)
