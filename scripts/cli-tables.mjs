// Makes the tables between the markers of pages: <!-- made: flags run --> … <!-- end -->. Commands, flags and
// exit codes come from src/cli and src/core, inputs and outputs from src/action and the reusable workflow, keys
// from src/scenario. The rest of these pages is written by hand.
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { memberComments } from "./doc-comments.mjs"
import { root } from "./project.mjs"
import { suiteTables } from "./suite-tables.mjs"

const MARKED = /(<!-- made: ([^>]+?) -->\n)[\s\S]*?(<!-- end -->)/g

/** Pages with markers. */
export const MARKED_PAGES = [
  "docs/getting-started.md",
  "docs/suite.md",
  "docs/suite-attempts.md",
  "docs/capabilities.md",
  "docs/workflow-files.md",
  "docs/cli.md",
  "docs/github-actions.md",
]

const REUSABLE_WORKFLOW = ".github/workflows/smoke.yml"

function table(head, rows, align = "---") {
  const line = (cells) => `| ${cells.join(" | ")} |\n`
  return (
    line(head) +
    `|${head.map((_, i) => (i === 0 ? align : "---")).join("|")}|\n` +
    rows.map(line).join("")
  )
}

/** Text in a cell: `|` would end it, `<…>` would be taken for HTML. */
function cell(text) {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;")
}

function commandTable(commands) {
  const rows = commands.map(({ name, alias, argument, description }) => {
    const form = [name, argument?.form].filter(Boolean).join(" ")
    const also = alias === undefined ? "" : ` (also \`${alias}\`)`
    return [`\`${form}\``, cell(description) + also]
  })
  return table(["command", "does"], rows)
}

function flagTable({ flags }) {
  const rows = flags.map(({ flags: form, description, standard, repeatable }) => [
    `\`${form.replaceAll("|", "\\|")}\``,
    cell(description) + (repeatable ? " (repeatable)" : ""),
    cell(standard ?? ""),
  ])
  return table(["flag", "meaning", "without it"], rows)
}

function exitCodeTable(codes) {
  const sentences = memberComments("src/core/problems/exit-code.ts").get("EXIT_CODES")
  const rows = Object.entries(codes).map(([name, code]) => [code, name, cell(sentences.get(name))])
  return table(["code", "name", "meaning"], rows, "---:")
}

/** Which commands read an input; `all` is the name of having no command. */
function readersOf(readBy, commands) {
  if (readBy.length === commands.length) return "every command"
  return readBy.map((command) => (command === "all" ? "one step" : command)).join(", ")
}

function inputTable(inputs, commands) {
  const rows = Object.entries(inputs).map(([name, { description, standard, commands: readBy }]) => [
    `\`${name}\``,
    cell(description),
    standard === "" ? "" : `\`${standard}\``,
    readersOf(readBy, commands),
  ])
  return table(["input", "meaning", "without it", "read by"], rows)
}

function outputTable(outputs) {
  const rows = Object.entries(outputs).map(([name, text]) => [`\`${name}\``, cell(text)])
  return table(["output", "holds"], rows)
}

function workflowTables() {
  const { inputs, secrets, outputs } = parse(readFileSync(join(root, REUSABLE_WORKFLOW), "utf8")).on
    .workflow_call
  const inputRows = Object.entries(inputs).map(([name, { description, default: standard }]) => [
    `\`${name}\``,
    cell(description),
    standard === "" ? "" : `\`${standard}\``,
  ])
  const texts = (specs) =>
    Object.fromEntries(Object.entries(specs).map(([name, { description }]) => [name, description]))
  const secretRows = Object.entries(texts(secrets)).map(([name, text]) => [
    `secret \`${name}\``,
    cell(text),
    "",
  ])
  return [
    ["workflow-inputs", table(["input", "meaning", "without it"], inputRows.concat(secretRows))],
    ["workflow-outputs", outputTable(texts(outputs))],
  ]
}

/** The pages as they should be; throws for a marker or a command that has no place. */
export async function markedPages() {
  const { COMMANDS } = await import("../src/cli/commands.ts")
  const { EXIT_CODES } = await import("../src/core/problems/exit-code.ts")
  const { ACTION_COMMANDS, INPUTS, OUTPUTS } = await import("../src/action/names.ts")
  const tables = new Map([
    ["commands", commandTable(COMMANDS)],
    ["action-inputs", inputTable(INPUTS, ACTION_COMMANDS)],
    ["action-outputs", outputTable(OUTPUTS)],
    ...workflowTables(),
    ...(await suiteTables()),
    ["exit-codes", exitCodeTable(EXIT_CODES)],
    ...COMMANDS.map((command) => [`flags ${command.name}`, flagTable(command)]),
  ])
  const used = new Set()
  const pages = MARKED_PAGES.map((path) => {
    const text = readFileSync(join(root, path), "utf8")
    const filled = text.replace(MARKED, (_, start, name, end) => {
      const made = tables.get(name)
      if (made === undefined) throw new Error(`${path}: nothing makes "${name}"`)
      used.add(name)
      return start + made + end
    })
    return { path, text: filled }
  })
  const forgotten = [...tables.keys()].filter((name) => !used.has(name))
  if (forgotten.length > 0) {
    throw new Error(`${MARKED_PAGES.join(" and ")} have no marker for: ${forgotten.join(", ")}`)
  }
  return pages
}
