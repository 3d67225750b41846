/**
 * The suite file as a schema: the one source for the types of the parser and for the JSON Schema
 * that editors use. Checks what a value is; what values mean together is checked elsewhere.
 */
import { z } from "zod"
import type { DiagnosticCode } from "../core/diagnostic.ts"
import { parseDurationMs } from "../core/duration.ts"
import { hasExpression } from "./template.ts"

/** What a check of ours adds to an issue of the library. */
export interface IssueExtra {
  readonly code: DiagnosticCode
  readonly hint?: string
}

/** Values that are written as text, whatever YAML takes them for. */
const Text = z.union([z.string(), z.number(), z.boolean()])
const TextList = z.union([z.string(), z.array(Text)])

const DURATION_PATTERN = "^(0|(\\d+(\\.\\d+)?(ms|s|m|h|d))+)$"

/** A number is let in and refused by the check, which can then offer what may have been meant. */
const duration = (options: { readonly expressions: boolean; readonly positive: boolean }) =>
  z
    .union([z.string(), z.number()])
    .superRefine((value, context) => {
      if (options.expressions && typeof value === "string" && hasExpression(value)) return
      const refusal = refuseDuration(String(value), options.positive)
      if (refusal === undefined) return
      const { message, ...extra } = refusal
      context.addIssue({ code: "custom", message, params: extra })
    })
    .meta({
      type: "string",
      ...(options.expressions ? {} : { pattern: DURATION_PATTERN }),
      examples: ["30s", "5m", "1h30m"],
    })

/** Says what is wrong with a duration, with a mend; nothing when it is one. */
export function refuseDuration(
  text: string,
  positive: boolean,
): (IssueExtra & { readonly message: string }) | undefined {
  const parsed = parseDurationMs(text)
  const code = "suite/duration"
  if (parsed.ok) {
    if (!positive || parsed.value > 0) return undefined
    return { code, message: "the duration must be longer than 0" }
  }
  if (parsed.error.reason === "bare-number") {
    const [seconds, minutes] = parsed.error.readings
    return {
      code,
      message: `\`${text.trim()}\` has no unit`,
      hint: `write \`${seconds}\` for seconds or \`${minutes}\` for minutes`,
    }
  }
  return {
    code,
    message: `\`${text}\` is not a duration`,
    hint: "write a number and ms, s, m, h or d, such as `90s` or `1h30m`",
  }
}

const Env = z.record(z.string(), z.union([Text, z.null()]))

const Retry = z
  .strictObject({
    "max-attempts": z.int().min(1).max(100).describe("Attempts in all, the first included"),
    delay: duration({ expressions: false, positive: false }).describe("Wait before the second"),
    factor: z.number().min(1).max(100).describe("Each wait is so many times the one before"),
    "max-delay": duration({ expressions: false, positive: false }).describe("Longest wait"),
    jitter: z.boolean().describe("Shortens each wait by a random part"),
  })
  .partial()

/** Matrices may come from expressions, so their inside is checked once it is known. */
const Matrix = z.union([z.string(), z.record(z.string(), z.unknown())])

const Strategy = z.strictObject({
  matrix: Matrix.describe("Dimensions with their values, `include` and `exclude`, as in Actions"),
  id: z.string().describe("Id behind the key, as a text with expressions").optional(),
})

/** Every key of a scenario, and of `defaults`. */
export const ScenarioShape = {
  name: z.union([z.string(), z.number()]).describe("For people; the id when left out"),
  run: z.string().describe("Command text for the shell"),
  args: z.array(Text).describe("Arguments of the command or script"),
  shell: z.string().describe("bash, sh, python, pwsh, node, or a template with {0}"),
  env: Env.describe("Environment; merged with that of `defaults`"),
  "working-directory": z.string().describe("Relative to the folder of this file"),
  tags: TextList.describe("Labels to select by"),
  features: TextList.describe("What is tested"),
  meta: z.record(z.string(), z.unknown()).describe("Anything else worth keeping"),
  needs: TextList.describe("Ids or patterns of scenarios that must pass first"),
  if: z.union([z.string(), z.boolean()]).describe("Condition; the scenario is skipped if false"),
  estimate: duration({ expressions: true, positive: false }).describe("Expected duration"),
  timeout: duration({ expressions: false, positive: true }).describe("Longest time of an attempt"),
  "timeout-minutes": z.number().positive().max(525_600).describe("`timeout` as in Actions"),
  retry: Retry.describe("Whether and when a failed attempt is followed by another"),
  group: TextList.describe("Groups whose limits it counts towards"),
  strategy: z.union([z.string(), Strategy]).describe("One scenario for each combination"),
  runner: z.string().describe("Runner class"),
} as const

const ScenarioObject = z.strictObject(ScenarioShape).partial()

/** Longer patterns are no patterns of people, and slow to match. */
const Pattern = z.string().min(1).max(4096)

const Group = z
  .strictObject({ "max-parallel": z.int().min(1).describe("So many members run at once") })
  .partial()

const SuiteObject = z
  .strictObject({
    version: z.literal(1).describe("Version of the suite language"),
    name: z.union([z.string().min(1), z.number()]).describe("The folder's name when left out"),
    include: z
      .union([Pattern, z.array(Pattern)])
      .describe("Patterns for scripts and further suite files; ! takes files out"),
    defaults: ScenarioObject.describe("For every scenario that does not say otherwise"),
    groups: z.record(z.string(), Group.nullable()).describe("Limits that scenarios share"),
    scenarios: z
      .record(z.string(), z.union([z.string(), ScenarioObject, z.null()]))
      .describe("Scenarios by id; a text is the command"),
  })
  .partial()

/** The suite file. */
export const SuiteSchema = SuiteObject

/** The header of a script, after its keys were brought to their names. */
export const FrontMatterSchema = ScenarioObject.extend({ id: z.string().optional() })

export type SuiteText = z.infer<typeof SuiteObject>
export type ScenarioText = z.infer<typeof ScenarioObject>
export type FrontMatterText = z.infer<typeof FrontMatterSchema>
export type ScenarioKey = keyof typeof ScenarioShape

/** Keys by kind of mapping, for suggestions. */
export const KNOWN_KEYS = {
  suite: Object.keys(SuiteObject.shape),
  scenario: Object.keys(ScenarioShape),
  "front-matter": ["id", ...Object.keys(ScenarioShape)],
  retry: Object.keys(Retry.shape),
  strategy: Object.keys(Strategy.shape),
  group: Object.keys(Group.shape),
} as const

/** The JSON Schema of suite files (draft 2020-12), for editors. */
export function suiteJsonSchema(): unknown {
  return z.toJSONSchema(SuiteObject.meta({ title: "parallel-smoke suite" }), {
    override: ({ jsonSchema }) => {
      // A duration is checked as text or number but has to be written as text.
      if (jsonSchema.type === "string" && jsonSchema.anyOf !== undefined) delete jsonSchema.anyOf
    },
  })
}
