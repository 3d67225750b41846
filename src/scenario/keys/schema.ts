/**
 * The suite file as a schema: the one source for the types of the parser and for the JSON Schema
 * that editors use. Checks what a value is; what values mean together is checked elsewhere.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { Pattern } from "../schema-parts.ts"
import { WORKFLOW_KEYS } from "../workflows/workflow-schema.ts"
import { ForEach, ProfileShape, WhereText } from "./choice-schema.ts"
import { Limits, Reports } from "./resource-schema.ts"
import {
  Artifacts,
  Expect,
  Hook,
  Hooks,
  HttpExpect,
  HttpRequest,
  Quarantine,
  TextTest,
} from "./run-schema.ts"
import { Retry, ScenarioShape, Strategy } from "./scenario-schema.ts"
import { Capability, Fixture, Group, Kubernetes, Ready, Runner } from "./suite-schema.ts"

export { type IssueExtra, refuseDuration } from "../schema-parts.ts"

const ScenarioObject = once(() => z.strictObject(ScenarioShape()).partial())

/** What one scenario is made of cannot be said for many. */
const SharedObject = once(() => ScenarioObject().omit({ "for-each": true }))

/** What overrides and profiles may say: scenarios and their commands are fixed before. */
const AddedObject = once(() =>
  SharedObject().omit({
    name: true,
    run: true,
    http: true,
    kind: true,
    strategy: true,
  }),
)

const Override = once(() => AddedObject().extend({ where: WhereText() }))

const Profile = once(() => AddedObject().extend(z.strictObject(ProfileShape()).partial().shape))

const SuiteObject = once(() =>
  z
    .strictObject({
      version: z.literal(1).describe("Version of the suite language; 1 when left out"),
      name: z
        .union([z.string().min(1), z.number()])
        .describe("The folder's name when left out")
        .meta({ examples: ["storefront"] }),
      include: z
        .union([Pattern(), z.array(Pattern())])
        .describe("Patterns for scripts and further suite files; ! takes files out")
        .meta({ examples: [["smoke/**/*.sh", "!smoke/lib/**", "services/*/smoke.yml"]] }),
      defaults: SharedObject()
        .describe("For every scenario that does not say otherwise")
        .meta({
          examples: [{ timeout: "5m", retry: { "max-attempts": 2 } }],
        }),
      overrides: z
        .array(Override())
        .describe("Keys for scenarios that a condition holds for, over `defaults`")
        .meta({ examples: [[{ where: "contains(features, 'gpu')", runner: "gpu" }]] }),
      runners: z
        .record(z.string(), Runner())
        .describe("Classes of machines that shards run on; `default` is ubuntu-latest")
        .meta({ examples: [{ gpu: { "runs-on": ["self-hosted", "gpu"] } }] }),
      capabilities: z
        .record(z.string(), Capability())
        .describe("What runners and their surroundings may have, and how that is found out")
        .meta({ examples: [{ "hive-metastore": { tcp: "hive:9083", timeout: "2s" } }] }),
      groups: z
        .record(z.string(), Group().nullable())
        .describe("Limits and orders that scenarios share")
        .meta({ examples: [{ slow: { "max-parallel": 5 } }] }),
      fixtures: z
        .record(z.string(), Fixture())
        .describe("What is set up before scenarios, shared by them and torn down after them")
        .meta({ examples: [{ browser: { serve: "./browser-server.sh", instances: 10 } }] }),
      before: Hooks().describe("Commands before the scenarios of a shard"),
      after: Hooks().describe("Commands after the scenarios of a shard"),
      profiles: z
        .record(z.string(), Profile().nullable())
        .describe("What --profile NAME narrows and changes")
        .meta({ examples: [{ quick: { where: "contains(tags, 'quick')", workers: 8 } }] }),
      scenarios: z
        .record(z.string(), z.union([z.string(), ScenarioObject(), z.null()]))
        .describe("Scenarios by id; a text is the command")
        .meta({ examples: [{ cart: "./smoke/cart.sh", home: { http: "https://example.com/" } }] }),
    })
    .partial(),
)

/** The suite file. */
export const SuiteSchema = once(() => SuiteObject)()

/** The header of a script, after its keys were brought to their names. */
export const FrontMatterSchema = once(() => SharedObject().extend({ id: z.string().optional() }))

/** A suite file as it was written. */
export type SuiteText = z.infer<ReturnType<typeof SuiteObject>>
export type ScenarioText = z.infer<ReturnType<typeof ScenarioObject>>
export type FrontMatterText = z.infer<ReturnType<typeof FrontMatterSchema>>
/** A key of a scenario. */
export type ScenarioKey = keyof ReturnType<typeof ScenarioShape>

/** Keys by kind of mapping, for suggestions. */
export const KNOWN_KEYS = once(
  () =>
    ({
      suite: Object.keys(SuiteObject().shape),
      scenario: Object.keys(ScenarioShape()),
      ...WORKFLOW_KEYS(),
      defaults: Object.keys(SharedObject().shape),
      override: Object.keys(Override().shape),
      profile: Object.keys(Profile().shape),
      "for-each": Object.keys(ForEach().shape),
      "front-matter": ["id", ...Object.keys(SharedObject().shape)],
      retry: Object.keys(Retry().shape),
      strategy: Object.keys(Strategy().shape),
      limits: Object.keys(Limits().shape),
      reports: Object.keys(Reports().shape),
      group: Object.keys(Group().shape),
      runner: Object.keys(Runner().shape),
      capability: Object.keys(Capability().shape),
      kubernetes: Object.keys(Kubernetes().shape),
      fixture: Object.keys(Fixture().shape),
      ready: Object.keys(Ready().shape),
      expect: Object.keys(Expect().shape),
      "text-test": Object.keys(TextTest().shape),
      hook: Object.keys(Hook().shape),
      artifacts: Object.keys(Artifacts().shape),
      quarantine: Object.keys(Quarantine().shape),
      http: Object.keys(HttpRequest().shape),
      "http-expect": Object.keys(HttpExpect().shape),
    }) as const,
)

/** The JSON Schema of suite files (draft 2020-12), for editors. */
export function suiteJsonSchema(): unknown {
  return z.toJSONSchema(SuiteObject().meta({ title: "parallel-smoke suite" }), {
    override: ({ jsonSchema }) => {
      // A duration is checked as text or number but has to be written as text.
      if (jsonSchema.type === "string" && jsonSchema.anyOf !== undefined) delete jsonSchema.anyOf
    },
  })
}
