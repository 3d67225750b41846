// Tables of the keys of suite files and workflow files, from the JSON Schemas that editors use.
import { stringify } from "yaml"

function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;")
}

/** The place itself, then what it refers to. */
function* following(schema, whole) {
  for (let at = schema; at !== undefined; ) {
    yield at
    at = whole.$defs?.[at.$ref?.split("/").at(-1) ?? ""]
  }
}

function firstOf(schema, whole, key) {
  for (const at of following(schema, whole)) if (at[key] !== undefined) return at[key]
  return undefined
}

/** A value as it stands in a file, on one line. */
function shown(value) {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 })
    .trim()
    .replaceAll("\n", "\\n")
}

function exampleOf(schema, whole) {
  const words = firstOf(schema, whole, "enum")
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(" ")
  const known = firstOf(schema, whole, "const")
  if (known !== undefined) return `\`${known}\``
  const [example] = firstOf(schema, whole, "examples") ?? []
  if (example !== undefined) return `\`${cell(shown(example))}\``
  return firstOf(schema, whole, "type") === "boolean" ? "`true`" : ""
}

/** When a key is evaluated, by what the table of keys says. */
const WHEN = {
  planning: () => "when planning",
  attempt: () => "at the attempt",
  refused: () => "",
  itself: ({ when = "" }) => when,
}

/** What they do with a key. */
const MERGED = { replace: "replace it", append: "add to it", members: "set members of it" }

function keyTable(object, whole, columns = {}) {
  const required = new Set(object.required ?? [])
  const head = ["key", "what it says", "such as", ...Object.keys(columns)]
  const rows = Object.entries(object.properties).map(([key, schema]) => {
    const text = firstOf(schema, whole, "description")
    return [
      `\`${key}\``,
      cell(text) + (required.has(key) ? "; required" : ""),
      exampleOf(schema, whole),
      ...Object.values(columns).map((column) => column(key)),
    ]
  })
  const line = (cells) => `| ${cells.join(" | ")} |\n`
  return `${line(head)}|${head.map(() => "---").join("|")}|\n${rows.map(line).join("")}`
}

/** Shapes that have a table, by the name of the table. */
const SHAPES = {
  ...{ retry: "retry", strategy: "strategy", limits: "limits", reports: "reportFiles" },
  ...{ "for-each": "forEach", quarantine: "quarantine", artifacts: "artifacts" },
  ...{ expect: "expect", "text-test": "textTest", hook: "hook" },
  ...{ http: "httpRequest", "http-expect": "httpExpect" },
  ...{ group: "group", runner: "runner", capability: "capability", kubernetes: "kubernetes" },
  ...{ fixture: "fixture", ready: "ready", container: "fixture-container" },
}

const JOB_SHAPES = {
  ...{ job: "job", global_config: "globalConfig", retry_config: "retryConfig" },
  ...{ resource_limits: "resourceLimits", conditions: "conditions" },
}

/** Every table with its name. */
export async function suiteTables() {
  const { suiteJsonSchema } = await import("../src/scenario/keys/suite.ts")
  const { workflowJsonSchema } = await import("../src/scenario/files/workflows/workflow-schema.ts")
  const { SCENARIO_KEYS } = await import("../src/scenario/keys/scenario-keys.ts")
  const suite = suiteJsonSchema()
  const workflow = workflowJsonSchema()
  const scenario = suite.properties.scenarios.additionalProperties.anyOf.find(
    ({ properties }) => properties !== undefined,
  )
  const profile = suite.properties.profiles.additionalProperties.anyOf.find(
    ({ properties }) => properties !== undefined,
  )
  const own = Object.entries(profile.properties).filter(([key]) => !(key in scenario.properties))
  const columns = {
    evaluated: (key) => WHEN[SCENARIO_KEYS[key].evaluated](SCENARIO_KEYS[key]),
    "overrides and profiles": (key) =>
      SCENARIO_KEYS[key].fixed === undefined ? MERGED[SCENARIO_KEYS[key].merge] : "–",
  }
  const ofShapes = (shapes, whole) =>
    Object.entries(shapes).map(([name, id]) => [`keys ${name}`, keyTable(whole.$defs[id], whole)])
  return [
    ["keys suite", keyTable(suite, suite)],
    ["keys scenario", keyTable(scenario, suite, columns)],
    ["keys profile", keyTable({ properties: Object.fromEntries(own) }, suite)],
    ...ofShapes(SHAPES, suite),
    ...ofShapes(JOB_SHAPES, workflow),
  ]
}
