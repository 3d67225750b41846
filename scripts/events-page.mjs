// docs/events.md: what a journal holds, from the schemas and comments of src/events/event.ts.
import { memberComments } from "./doc-comments.mjs"

const SOURCE = "src/events/event.ts"
/** Members that an event shares with results. */
const RECORD = "src/formats/attempt.ts"

const HEAD = `<!-- Made by \`npm run generate\`; change ${SOURCE} instead. -->

# Events

A shard writes \`journal.ndjson\`: one JSON object a line, appended the moment something happened.
Every report is made from these events and the plan. The first line is \`run-started\`, the last line
of a complete journal \`run-finished\`; a journal without it was interrupted. The JSON Schema of a line
is \`schemas/event.schema.json\`. A reader must ignore events and members that it does not know.
`

const TABLE = `
| member | type | meaning |
|---|---|---|
`

function typeOf(schema) {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(" ")
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return options.map(typeOf).join(" or ")
  if (schema.type === "object" && schema.properties !== undefined) {
    const members = Object.entries(schema.properties)
    return `{ ${members.map(([name, member]) => `${name}: ${typeOf(member)}`).join(", ")} }`
  }
  return [schema.type ?? "any"].flat().join(" or ")
}

function rows(properties, sentences) {
  return Object.entries(properties).map(([name, schema]) => {
    const sentence = (sentences.get(name) ?? "").replaceAll("|", "\\|")
    return `| \`${name}\` | ${typeOf(schema)} | ${sentence} |\n`
  })
}

/** The page as Markdown. */
export async function eventsPage() {
  const { RunEventSchema } = await import("../src/events/event.ts")
  const { toJsonSchema } = await import("../src/core/schema/json-schema.ts")
  const comments = memberComments(SOURCE)
  const record = [...memberComments(RECORD).values()].flatMap((members) => [...members])
  const envelope = comments.get("envelope") ?? new Map()
  const json = toJsonSchema(RunEventSchema, "")
  const variants = json.oneOf ?? json.anyOf ?? []
  const common = Object.entries(variants[0]?.properties ?? {})
  const shared = common.filter(([name]) => envelope.has(name))
  const text = [HEAD, "\n## Every event\n", TABLE, ...rows(Object.fromEntries(shared), envelope)]
  for (const { properties } of variants) {
    const type = properties.type.const
    const constant = `${type.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase())}Schema`
    const described = comments.get(constant) ?? new Map()
    const sentences = type === "attempt-finished" ? new Map([...record, ...described]) : described
    const own = Object.entries(properties).filter(
      ([name]) => !envelope.has(name) && name !== "type",
    )
    text.push(`\n## \`${type}\`\n`)
    const sentence = sentences.get("") ?? ""
    if (sentence !== "") text.push(`\n${sentence}\n`)
    if (own.length > 0) text.push(TABLE, ...rows(Object.fromEntries(own), sentences))
  }
  return text.join("")
}
