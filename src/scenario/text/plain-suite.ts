/**
 * A quick look at what most suites hold. It only ever says yes to what the schema accepts, and gives
 * what the schema would give; whatever else there is, the schema judges. To build the schema takes
 * longer than everything else that is done with a small suite.
 */
import type { Json, JsonObject } from "../../core/json/json.ts"
import { hasExpression } from "../expressions/template.ts"
import type { FrontMatterText, SuiteText } from "../keys/schema.ts"
import { refuseDuration } from "../schema-parts.ts"

type Look = (value: Json) => boolean

/** Keys in the order of the schema, which is the order of what it gives. */
type Looks = Readonly<Record<string, Look>>

const isText: Look = (value) => typeof value === "string"
const isBoolean: Look = (value) => typeof value === "boolean"
const isNumber: Look = (value) => typeof value === "number" && Number.isFinite(value)
const isScalar: Look = (value) => isText(value) || isNumber(value) || isBoolean(value)
const isScalars: Look = (value) => Array.isArray(value) && value.every(isScalar)
const isTexts: Look = (value) => isText(value) || isScalars(value)
const isPattern: Look = (value) =>
  typeof value === "string" && value.length >= 1 && value.length <= 4096

function within(least: number, most: number): Look {
  return (value) => typeof value === "number" && value >= least && value <= most
}

function duration(options: { readonly positive: boolean }): Look {
  return (value) =>
    typeof value === "string" && refuseDuration(value, options.positive) === undefined
}

/** A mapping whose keys are names of the author's. */
function named(look: Look): Look {
  return (value) => isMapping(value) && Object.values(value).every(look)
}

const RETRY: Looks = {
  "max-attempts": (value) => Number.isInteger(value) && within(1, 100)(value),
  delay: duration({ positive: false }),
  factor: within(1, 100),
  "max-delay": duration({ positive: false }),
  jitter: isBoolean,
}

const SCENARIO: Looks = {
  name: (value) => isText(value) || isNumber(value),
  run: isText,
  args: isScalars,
  shell: isText,
  env: named((value) => value === null || isScalar(value)),
  "working-directory": isText,
  tags: isTexts,
  features: isTexts,
  meta: isMapping,
  needs: isTexts,
  if: (value) => isText(value) || isBoolean(value),
  estimate: (value) =>
    (typeof value === "string" && hasExpression(value)) || duration({ positive: false })(value),
  timeout: duration({ positive: true }),
  "timeout-minutes": (value) => typeof value === "number" && value > 0 && value <= 525_600,
  // In another order it is the schema's: what is inside of a member is given as it stands.
  retry: (value) => isMapping(value) && inOrder(value, RETRY) === value,
  group: isTexts,
  runner: isText,
  requires: isTexts,
  exclusive: isBoolean,
  "idle-timeout": duration({ positive: true }),
  "runs-on": isTexts,
  http: isText,
}

const HEADER: Looks = { ...SCENARIO, id: isText }

const SUITE: Looks = {
  version: (value) => value === 1,
  name: (value) => (isText(value) && value !== "") || isNumber(value),
  include: (value) => isPattern(value) || (Array.isArray(value) && value.every(isPattern)),
  defaults: isMapping,
  scenarios: isMapping,
}

/** A suite file as the schema gives it; null where the schema must look. */
export function plainSuite(value: Json): SuiteText | null {
  const suite = inOrder(value, SUITE)
  if (suite === null) return null
  const { defaults, scenarios } = suite
  const shared = defaults === undefined ? undefined : inOrder(defaults, SCENARIO)
  if (shared === null) return null
  const all: Record<string, Json> = {}
  for (const [id, one] of Object.entries((scenarios ?? {}) as JsonObject)) {
    const scenario = one === null || typeof one === "string" ? one : inOrder(one, SCENARIO)
    if (scenario === null && one !== null) return null
    all[id] = scenario
  }
  return {
    ...suite,
    ...(shared === undefined ? {} : { defaults: shared }),
    ...(scenarios === undefined ? {} : { scenarios: all }),
  } as SuiteText
}

/** The header of a script as the schema gives it; null where the schema must look. */
export function plainHeader(value: Json): FrontMatterText | null {
  return inOrder(value, HEADER) as FrontMatterText | null
}

/** Whether it is surely a key of a header. */
export function isPlainKey(key: string): boolean {
  return Object.hasOwn(HEADER, key)
}

/** The members in the order of the looks; null where one has no look, or does not stand it. */
function inOrder(value: Json, looks: Looks): JsonObject | null {
  if (!isMapping(value)) return null
  const keys = Object.keys(value)
  const good = keys.every((key) => Object.hasOwn(looks, key) && looks[key]?.(value[key] ?? null))
  if (!good) return null
  const order = Object.keys(looks).filter((key) => Object.hasOwn(value, key))
  if (order.every((key, i) => key === keys[i])) return value
  return Object.fromEntries(order.map((key) => [key, value[key] ?? null]))
}

/** A mapping without the one name that assigning does not make a member of. */
function isMapping(value: Json): value is JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  return !Object.hasOwn(value, "__proto__")
}
