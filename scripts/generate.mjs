// Writes what is made from the sources: schemas/*.schema.json, docs/errors.md, docs/events.md, the
// action.yml files, the marked parts of the reusable workflows, and the tables of pages.
// With --check it writes nothing and ends with 1 when a file is not what the sources make.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { onNode24, root } from "./project.mjs"

onNode24()
const check = process.argv.includes("--check")
const { actionFiles } = await import("./action-metadata.mjs")
const { markedPages } = await import("./cli-tables.mjs")
const { errorsPage } = await import("./errors-page.mjs")
const { eventsPage } = await import("./events-page.mjs")
const { pageTemplate } = await import("./report-page.mjs")
const { workflowFiles } = await import("./reusable-workflows.mjs")

async function schemaFiles() {
  const { FORMATS, publishFormat } = await import("../src/formats/json-schemas.ts")
  const { RunEventSchema } = await import("../src/events/event.ts")
  const event = {
    name: "event",
    title: "One line of journal.ndjson: an event of a run",
    schema: RunEventSchema,
  }
  const published = [...FORMATS, event].map(publishFormat)
  const suite = join(root, "src", "scenario", "keys", "suite.ts")
  if (existsSync(suite)) {
    const { suiteJsonSchema } = await import("../src/scenario/keys/suite.ts")
    if (suiteJsonSchema === undefined)
      throw new Error("scenario/keys/suite.ts: no suiteJsonSchema()")
    published.push({ name: "suite", schema: suiteJsonSchema() })
    const { workflowJsonSchema } = await import(
      "../src/scenario/files/workflows/workflow-schema.ts"
    )
    published.push({ name: "workflow", schema: workflowJsonSchema() })
  }
  return published.map(({ name, schema }) => ({
    path: `schemas/${name}.schema.json`,
    text: `${JSON.stringify(schema, null, 2)}\n`,
  }))
}

/** Null where no file is. */
function current(path) {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null
}

const files = [
  ...(await schemaFiles()),
  { path: "docs/errors.md", text: await errorsPage() },
  { path: "docs/events.md", text: await eventsPage() },
  ...actionFiles(),
  ...workflowFiles(),
  ...(await markedPages()),
  await pageTemplate(),
]
const outdated = files.filter(({ path, text }) => current(path) !== text)
for (const { path, text } of outdated) {
  if (!check) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  process.stdout.write(`${check ? "out of date" : "wrote"} ${path}\n`)
}
const known = new Set(files.map(({ path }) => path))
const schemas = existsSync(join(root, "schemas")) ? readdirSync(join(root, "schemas")) : []
const strangers = schemas.map((name) => `schemas/${name}`).filter((path) => !known.has(path))
for (const path of strangers) process.stdout.write(`made by nothing: ${path}\n`)
if (strangers.length > 0 || (check && outdated.length > 0)) {
  process.stdout.write("run `npm run generate` and remove what nothing makes\n")
  process.exitCode = 1
}
