/**
 * The table of the keys of a scenario. Everything that has to know which keys there are, when they are
 * evaluated and how layers are merged is derived from it.
 */
import * as s from "../../core/schema/make.ts"
import type { AnySchema, Optional, Words } from "../../core/schema/schema.ts"
import type { KeySpec } from "./parts.ts"
import { OUTPUT_KEYS } from "./scenario/artifacts.ts"
import { COMMAND_KEYS } from "./scenario/command.ts"
import { CONDITION_KEYS } from "./scenario/conditions.ts"
import { ENVIRONMENT_KEYS } from "./scenario/environment.ts"
import { EXPANSION_KEYS } from "./scenario/expansion.ts"
import { EXPECT_KEYS } from "./scenario/expect.ts"
import { HOOK_KEYS } from "./scenario/hooks.ts"
import { HTTP_KEYS } from "./scenario/http.ts"
import { LABEL_KEYS } from "./scenario/labels.ts"
import { LIMIT_KEYS } from "./scenario/limits.ts"
import { MACHINE_KEYS } from "./scenario/machine.ts"
import { QUARANTINE_KEYS } from "./scenario/quarantine.ts"
import { RETRY_KEYS } from "./scenario/retry.ts"
import { TIME_KEYS } from "./scenario/times.ts"

/** Every key of a scenario, in the order in which people see them. */
export const SCENARIO_KEYS = {
  ...LABEL_KEYS,
  ...COMMAND_KEYS,
  ...HTTP_KEYS,
  ...ENVIRONMENT_KEYS,
  ...CONDITION_KEYS,
  ...TIME_KEYS,
  ...RETRY_KEYS,
  ...EXPANSION_KEYS,
  ...MACHINE_KEYS,
  ...LIMIT_KEYS,
  ...EXPECT_KEYS,
  ...QUARANTINE_KEYS,
  ...OUTPUT_KEYS,
  ...HOOK_KEYS,
} as const

type Table = typeof SCENARIO_KEYS
export type ScenarioKey = keyof Table

/** Keys of which a property has one of some values. */
export type KeysWhere<P extends keyof KeySpec, V> = {
  [K in ScenarioKey]: Table[K] extends { readonly [_ in P]: V } ? K : never
}[ScenarioKey]

const ALL: readonly (readonly [ScenarioKey, KeySpec])[] = Object.entries(SCENARIO_KEYS) as [
  ScenarioKey,
  KeySpec,
][]

function keysWhere(holds: (spec: KeySpec) => boolean): readonly ScenarioKey[] {
  return ALL.flatMap(([name, spec]) => (holds(spec) ? [name] : []))
}

/** Keys whose texts are evaluated for each expansion while planning. */
export const PLANNING_KEYS = keysWhere(({ evaluated }) => evaluated === "planning")
/** Keys whose texts are evaluated at the attempt. */
export const ATTEMPT_KEYS = keysWhere(({ evaluated }) => evaluated === "attempt")
/** Keys in whose texts expressions are refused. */
export const REFUSING_KEYS = keysWhere(({ evaluated }) => evaluated === "refused")
/** Keys whose lists overrides and profiles add to. */
export const APPENDED_KEYS: ReadonlySet<ScenarioKey> = new Set(
  keysWhere(({ merge }) => merge === "append"),
)
const FIXED_KEYS = keysWhere(({ fixed }) => fixed !== undefined) as KeysWhere<"fixed", string>[]
const OWN_KEYS = keysWhere(({ own }) => own !== undefined) as KeysWhere<"own", string>[]

type Schemas = { readonly [K in ScenarioKey]: Table[K]["schema"] }
type Members = {
  readonly [K in ScenarioKey]: Schemas[K] extends AnySchema ? Optional<s.Infer<Schemas[K]>> : never
}

/** Members of every mapping of scenario keys. Each has an id, so that JSON Schema holds it once. */
const MEMBERS = Object.fromEntries(
  ALL.map(([name, { schema }]) => {
    const named = schema.refersTo === null || schema.notes.examples !== undefined
    return [name, (named ? schema.note({ id: `scenario.${name}` }) : schema).optional()]
  }),
) as unknown as Members

const PASTED = {
  "<<": "merge keys are not part of YAML 1.2; `defaults` contain what scenarios share",
}

/** Words of other languages that stand for no key. */
const FOREIGN: Words = {
  steps: "a scenario has one `run`; several commands are lines of it (`run: |`)",
  services:
    "declare each in `fixtures` with a `container`, and name it in `fixtures` of the scenario",
  uses: "an action cannot be run by a scenario; call its command in `run`",
  secrets: "secrets are never written into a plan; give them to the job as environment",
  id: "the key of the scenario is its id",
}

const WORDS: Words = Object.assign({}, FOREIGN, ...ALL.map(([, { words }]) => words), PASTED)

function wordsOf(property: "fixed" | "own"): Words {
  return Object.fromEntries(
    ALL.flatMap(([name, { [property]: hint }]) => (hint === undefined ? [] : [[name, hint]])),
  )
}

/** A scenario of the file. */
export const ScenarioObject = s.strictObject(MEMBERS, { called: "a scenario", words: WORDS })

/** What many scenarios share: what one of them is made of cannot be said for many. */
export const SharedObject = ScenarioObject.omit(...OWN_KEYS).extend(
  {},
  {
    called: "`defaults`",
    words: { ...WORDS, ...wordsOf("own"), "<<": "merge keys are not part of YAML 1.2" },
  },
)

/** What overrides and profiles may say: scenarios and their commands are fixed before. */
export const AddedObject = SharedObject.omit(
  ...(FIXED_KEYS.filter((name) => name in SharedObject.shape) as Exclude<
    (typeof FIXED_KEYS)[number],
    (typeof OWN_KEYS)[number]
  >[]),
).extend({}, { words: { ...WORDS, ...wordsOf("fixed") } })

/** What is said of a scenario in one mapping. */
export type ScenarioText = s.Infer<typeof ScenarioObject>
