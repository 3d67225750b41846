/**
 * The suite file as a schema: the one source for the types of the parser and for the JSON Schema
 * that editors use. Checks what a value is; what values mean together is checked elsewhere.
 */
import { z } from "zod"
import { ChoiceShape, ForEach, Pattern, ProfileShape, WhereText } from "./choice-schema.ts"
import {
  Artifacts,
  Expect,
  Hook,
  Hooks,
  HttpExpect,
  HttpRequest,
  Quarantine,
  RunShape,
  TextTest,
} from "./run-schema.ts"
import { duration, Env, Text, TextList } from "./schema-parts.ts"
import { WORKFLOW_KEYS } from "./workflow-schema.ts"

export { type IssueExtra, refuseDuration } from "./schema-parts.ts"

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
  ...ChoiceShape,
  ...RunShape,
} as const

const ScenarioObject = z.strictObject(ScenarioShape).partial()

/** What one scenario is made of cannot be said for many. */
const SharedObject = ScenarioObject.omit({ "for-each": true })

/** What overrides and profiles may say: scenarios and their commands are fixed before. */
const AddedObject = SharedObject.omit({
  name: true,
  run: true,
  http: true,
  strategy: true,
})

const Override = AddedObject.extend({ where: WhereText })

const Profile = AddedObject.extend(z.strictObject(ProfileShape).partial().shape)

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
    defaults: SharedObject.describe("For every scenario that does not say otherwise"),
    overrides: z
      .array(Override)
      .describe("Keys for scenarios that a condition holds for, over `defaults`"),
    profiles: z
      .record(z.string(), Profile.nullable())
      .describe("What --profile NAME narrows and changes"),
    before: Hooks.describe("Commands before the scenarios of a shard"),
    after: Hooks.describe("Commands after the scenarios of a shard"),
    groups: z.record(z.string(), Group.nullable()).describe("Limits that scenarios share"),
    scenarios: z
      .record(z.string(), z.union([z.string(), ScenarioObject, z.null()]))
      .describe("Scenarios by id; a text is the command"),
  })
  .partial()

/** The suite file. */
export const SuiteSchema = SuiteObject

/** The header of a script, after its keys were brought to their names. */
export const FrontMatterSchema = SharedObject.extend({ id: z.string().optional() })

export type SuiteText = z.infer<typeof SuiteObject>
export type ScenarioText = z.infer<typeof ScenarioObject>
export type ProfileText = z.infer<typeof Profile>
export type FrontMatterText = z.infer<typeof FrontMatterSchema>
export type ScenarioKey = keyof typeof ScenarioShape

/** Keys by kind of mapping, for suggestions. */
export const KNOWN_KEYS = {
  suite: Object.keys(SuiteObject.shape),
  scenario: Object.keys(ScenarioShape),
  ...WORKFLOW_KEYS,
  defaults: Object.keys(SharedObject.shape),
  override: Object.keys(Override.shape),
  profile: Object.keys(Profile.shape),
  "for-each": Object.keys(ForEach.shape),
  "front-matter": ["id", ...Object.keys(SharedObject.shape)],
  retry: Object.keys(Retry.shape),
  strategy: Object.keys(Strategy.shape),
  group: Object.keys(Group.shape),
  expect: Object.keys(Expect.shape),
  "text-test": Object.keys(TextTest.shape),
  hook: Object.keys(Hook.shape),
  artifacts: Object.keys(Artifacts.shape),
  quarantine: Object.keys(Quarantine.shape),
  http: Object.keys(HttpRequest.shape),
  "http-expect": Object.keys(HttpExpect.shape),
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
