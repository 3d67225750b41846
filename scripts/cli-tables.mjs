// Makes the tables between the markers of pages: <!-- made: flags run --> … <!-- end -->. Flags, inputs and options
// come from src/settings, commands, outputs and exit codes from src/cli, src/action and src/core, keys from
// src/scenario. The rest of these pages is written by hand.
import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { parse } from "yaml"
import { memberComments } from "./doc-comments.mjs"
import { root } from "./project.mjs"
import { reusableWorkflows } from "./reusable-workflows.mjs"
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
  "docs/library.md",
  "docs/repeating.md",
]

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

function flagTable(flags) {
  const rows = flags.map(({ words, form, help, otherwise, setting }) => [
    `\`${`${words.join(", ")} ${form}`.trim().replaceAll("|", "\\|")}\``,
    cell(help) + (setting.many === undefined ? "" : " (repeatable)"),
    cell(otherwise),
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
  const rows = inputs.map(({ name, description, default: standard, setting }) => [
    `\`${name}\``,
    cell(description),
    standard === "" ? "" : `\`${standard}\``,
    readersOf(setting.inputs, commands),
  ])
  return table(["input", "meaning", "without it", "read by"], rows)
}

/** Options that are settings, with the flag that means the same. */
function optionTable(rows) {
  const options = rows.filter(({ setting }) => setting.option)
  const cells = options.map(({ key, name, setting }) => [
    `\`${key}\``,
    cell(setting.help),
    cell(`${setting.many === undefined ? "" : "a list of "}${setting.value.expects}`),
    setting.flags === undefined ? "" : `\`--${name}\``,
  ])
  return table(["option", "meaning", "value", "flag"], cells)
}

function outputTable(outputs) {
  const rows = Object.entries(outputs).map(([name, text]) => [`\`${name}\``, cell(text)])
  return table(["output", "holds"], rows)
}

/**
 * Two tables for each workflow that can be called: `workflow-inputs smoke.yml`, `workflow-outputs smoke.yml`; one
 * that calls another first has a table of the inputs that the other does not have.
 */
function workflowTables() {
  const workflows = reusableWorkflows().map(({ path, text }) => [basename(path), parse(text)])
  return workflows.flatMap(([name, workflow]) => {
    const jobs = Object.values(workflow.jobs)
    const called = jobs.map(({ uses = "" }) => uses.replace("$/.github/workflows/", ""))
    const [, other] = workflows.find(([one]) => one === called[0]) ?? []
    return other === undefined ? tablesOf(name, workflow) : ownTable(name, workflow, other)
  })
}

function ownTable(name, { on }, other) {
  const known = other.on.workflow_call.inputs
  const inputs = Object.entries(on.workflow_call.inputs).filter(([input]) => !(input in known))
  const call = { inputs: Object.fromEntries(inputs) }
  return tablesOf(name, { on: { workflow_call: call } }).slice(0, 1)
}

function tablesOf(name, { on }) {
  const { inputs = {}, secrets = {}, outputs = {} } = on.workflow_call
  const inputRows = Object.entries(inputs).map(
    ([name, { description, default: standard = "" }]) => [
      `\`${name}\``,
      cell(description),
      standard === "" ? "" : `\`${standard}\``,
    ],
  )
  const texts = (specs) =>
    Object.fromEntries(Object.entries(specs).map(([name, { description }]) => [name, description]))
  const secretRows = Object.entries(texts(secrets)).map(([name, text]) => [
    `secret \`${name}\``,
    cell(text),
    "",
  ])
  return [
    [
      `workflow-inputs ${name}`,
      table(["input", "meaning", "without it"], inputRows.concat(secretRows)),
    ],
    ...(Object.keys(outputs).length === 0
      ? []
      : [[`workflow-outputs ${name}`, outputTable(texts(outputs))]]),
  ]
}

/** The pages as they should be; throws for a marker or a command that has no place. */
export async function markedPages() {
  const { COMMANDS } = await import("../src/cli/commands.ts")
  const { EXIT_CODES } = await import("../src/core/problems/exit-code.ts")
  const { OUTPUTS } = await import("../src/action/names.ts")
  const { flagsOf } = await import("../src/settings/flag.ts")
  const { INPUTS } = await import("../src/settings/input.ts")
  const { ACTION_COMMANDS, nameOf } = await import("../src/settings/value.ts")
  const { ROWS } = await import("../src/settings/table.ts")
  const named = ROWS.map((row) => ({ ...row, name: nameOf(row.key, row.setting) }))
  const tables = new Map([
    ["commands", commandTable(COMMANDS)],
    ["action-inputs", inputTable(INPUTS, ACTION_COMMANDS)],
    ["action-outputs", outputTable(OUTPUTS)],
    ...workflowTables(),
    ...(await suiteTables()),
    ["exit-codes", exitCodeTable(EXIT_CODES)],
    ["options", optionTable(named)],
    ...COMMANDS.map(({ name }) => [`flags ${name}`, flagTable(flagsOf(name))]),
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
