/**
 * The suite file and the header of a script as schemas: the one source for the parser's types and for
 * the JSON Schema that editors use. What values mean together is checked elsewhere.
 */
import type { JsonObject } from "../../core/json/json.ts"
import { toJsonSchema } from "../../core/schema/json-schema.ts"
import * as s from "../../core/schema/make.ts"
import { Pattern } from "./parts.ts"
import { Hooks } from "./scenario/hooks.ts"
import { AddedObject, ScenarioObject, SharedObject } from "./scenario-keys.ts"
import { Capability } from "./sections/capabilities.ts"
import { Fixture } from "./sections/fixtures.ts"
import { Group } from "./sections/groups.ts"
import { Runner } from "./sections/runners.ts"

const Where = s
  .text()
  .filled()
  .describe(
    "Condition over id, name, tags, features, meta, matrix, group, estimate, file, runner",
    ...["contains(tags, 'quick')", "matrix.size.name == 'small'"],
  )

const Override = AddedObject.extend({ where: Where }, { ...AddedObject, called: "an override" })

const Profile = AddedObject.extend(
  {
    where: Where.optional(),
    matrix: s
      .record(s.anything())
      .describe("Values that are kept, by dimension: one or a list", {
        size: ["small"],
        volume: "10Gi",
      })
      .optional(),
    workers: s
      .whole()
      .min(1)
      .max(1024)
      .describe("Scenarios at the same time in a shard", 8)
      .optional(),
  },
  {
    called: "a profile",
    words: {
      ...AddedObject.words,
      run: "what runs is said by the scenario itself; let it read `env` of the profile",
      strategy: "write what is kept below `matrix`: `matrix: { size: [small] }`",
      "for-each": "narrow the files with `where`",
      filter: "write a condition: `where: startsWith(id, 'shop')`",
    },
  },
)

const ScenarioValue = s.union(s.text(), ScenarioObject).nullable()

const FOR_EVERY = "write it below `defaults`, so that every scenario gets it"

/** The suite file. */
export const SuiteSchema = s
  .strictObject(
    {
      version: s.literal(1).describe("Version of the suite language; 1 when left out"),
      name: s
        .union(s.text().filled(), s.number())
        .describe("The folder's name when left out", "storefront"),
      include: s
        .union(Pattern, s.list(Pattern))
        .describe("Patterns for scripts and further suite files; ! takes files out", [
          "smoke/**/*.sh",
          "!smoke/lib/**",
          "services/*/smoke.yml",
        ]),
      defaults: SharedObject.describe("For every scenario that does not say otherwise", {
        timeout: "5m",
        retry: { "max-attempts": 2 },
      }),
      overrides: s
        .list(Override)
        .describe("Keys for scenarios that a condition holds for, over `defaults`", [
          { where: "contains(features, 'gpu')", runner: "gpu" },
        ]),
      runners: s
        .record(Runner)
        .describe("Classes of machines that shards run on; `default` is ubuntu-latest", {
          gpu: { "runs-on": ["self-hosted", "gpu"] },
        }),
      capabilities: s
        .record(Capability)
        .note({
          mistaken: (found) =>
            Array.isArray(found)
              ? "write how much there is of each: `{ gpu: 2, docker: true }`"
              : undefined,
        })
        .describe("What runners and their surroundings may have, and how that is found out", {
          "hive-metastore": { tcp: "hive:9083", timeout: "2s" },
        }),
      groups: s
        .record(Group.nullable())
        .describe("Limits and orders that scenarios share", { slow: { "max-parallel": 5 } }),
      fixtures: s
        .record(Fixture)
        .describe("What is set up before scenarios, shared by them and torn down after them", {
          browser: { serve: "./browser-server.sh", instances: 10 },
        }),
      before: Hooks.describe("Commands before the scenarios of a shard"),
      after: Hooks.describe("Commands after the scenarios of a shard"),
      profiles: s.record(Profile.nullable()).describe("What --profile NAME narrows and changes", {
        quick: { where: "contains(tags, 'quick')", workers: 8 },
      }),
      scenarios: s
        .record(ScenarioValue)
        .note({
          mistaken: (found) =>
            Array.isArray(found)
              ? "write the id of each as its key, without `-`: `login: { run: ./login.sh }`"
              : undefined,
        })
        .describe("Scenarios by id; a text is the command", {
          cart: "./smoke/cart.sh",
          home: { http: "https://example.com/" },
        }),
    },
    {
      called: "a suite",
      words: {
        steps: "a suite has scenarios, each with its own `run`; steps stay in the workflow",
        services: "write them as fixtures: `fixtures: { db: { container: { image: … } } }`",
        uses: "an action cannot be run by a suite; call its command in `run`",
        secrets: "secrets are never written into a plan; give them to the job as environment",
        with: "inputs belong to the workflow; give values in `env` or `args`",
        on: "triggers belong to the workflow",
        env: FOR_EVERY,
        tests: "the key is `scenarios`",
        scenario: "the key is `scenarios`",
        runner: "classes are `runners`; a scenario names one in `runner`",
        group: "the key is `groups`",
        fixture: "the key is `fixtures`",
        requires: FOR_EVERY,
        "<<": "merge keys are not part of YAML 1.2; `defaults` hold what scenarios share",
      },
    },
  )
  .partial()

/** The header of a script, after its keys were brought to their names. */
export const HeaderSchema = SharedObject.extend(
  { id: s.text().optional() },
  { called: "a script's header", words: {} },
)

/** Keys of a header. */
export const HEADER_KEYS: readonly string[] = Object.keys(HeaderSchema.shape)

/** A suite file as it was written. */
export type SuiteText = s.Infer<typeof SuiteSchema>
export type HeaderText = s.Infer<typeof HeaderSchema>

/** The JSON Schema of suite files (draft 2020-12), for editors. */
export function suiteJsonSchema(): JsonObject {
  return toJsonSchema(SuiteSchema, "parallel-smoke suite")
}
