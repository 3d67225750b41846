// The marked parts of the reusable workflows (`# made: …` to `# end`), from the settings and the table of
// outputs. A workflow has the inputs of what it uses: a step `$/plan` brings those of the action plan/, a job
// `$/.github/workflows/other.yml` those of that workflow. All outside of the marks is written by hand, and an
// input or output that is written there is not made a second time.
//
//   # made: inputs, # made: secrets    what the workflow takes
//   # made: outputs of JOB             outputs of the workflow, from that job
//   # made: outputs from aggregate     outputs of a job, from its step `$/aggregate` with that id
//   # made: pass to plan               inputs and secrets for the step `$/plan`
//   # made: pass to other.yml          inputs for the called workflow
//   # made: pass secrets to other.yml
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { parse, stringify } from "yaml"
import { OUTPUTS } from "../src/action/names.ts"
import { INPUTS } from "../src/settings/input.ts"
import { YES } from "../src/settings/value.ts"
import { OUTPUTS_OF } from "./action-metadata.mjs"
import { root } from "./project.mjs"

const FOLDER = ".github/workflows"
const MARKED = /^( *)# made: (.+)\n[\s\S]*?^ *# end$/gm
/** The action or the workflow of this repository that a step or a job uses. */
const OWN = /^\$\/(?:\.github\/workflows\/)?(.+)$/
/** The end of a twin's name. */
const TWIN = "-ghes.yml"
/** A path on the machine of the job. */
const OF_THE_JOB = ["results"]

/** Every workflow that others can call, with its text made anew; without the twins. */
export function reusableWorkflows() {
  return readdirSync(join(root, FOLDER))
    .filter((name) => !name.endsWith(TWIN) && /^ {2}workflow_call:/m.test(read(name)))
    .map((name) => ({ path: `${FOLDER}/${name}`, text: makeWorkflow(read(name), callOf) }))
}

/** The reusable workflows and their twins. */
export function workflowFiles() {
  const files = reusableWorkflows()
  return [...files, ...files.filter(({ text }) => text.includes("uses: $/")).map(twinOf)]
}

/** The same for runners and servers that do not know `$/`: its references are those that it has, or the docs'. */
function twinOf({ path, text }) {
  const own = path.replace(/\.yml$/, TWIN)
  const written = existsSync(join(root, own)) ? readFileSync(join(root, own), "utf8") : ""
  const [, repository = "OWNER/parallel-smoke", ref = "v0"] =
    /^ .*uses: ([\w.-]+\/parallel-smoke)\/\S+@(\S+)/m.exec(written) ?? []
  const twin = text
    .replaceAll(/(uses: \S+\/\.github\/workflows\/[\w-]+)\.yml/g, `$1${TWIN}`)
    .replaceAll(
      /uses: \$\/(\S+)/g,
      `uses: ${repository}/$1@${ref} # zizmor: ignore[unpinned-uses] a release's own tag`,
    )
  const note = `# Made by \`npm run generate\` from ${basename(path)}, for runners and servers that do not know \`$/\`.\n`
  return { path: own, text: note + twin }
}

function read(name) {
  return readFileSync(join(root, FOLDER, name), "utf8")
}

/** `workflow_call` of a workflow of this repository. */
function callOf(name) {
  return parse(makeWorkflow(read(name), callOf)).on.workflow_call
}

/** The text of a workflow with its marked parts; `callOf` gives `workflow_call` of another one. */
export function makeWorkflow(text, callOf) {
  const { on, jobs } = parse(text.replace(MARKED, ""))
  const users = Object.values(jobs).flatMap((job) => [job, ...(job.steps ?? [])])
  const uses = users.flatMap((user) => usesOf(user, callOf))
  const workflow = { call: on.workflow_call, jobs, uses }
  return text.replace(MARKED, (_, blanks, what) => {
    const lines = stringify(makePart(what, workflow), { lineWidth: 0 }).trimEnd().split("\n")
    return [`# made: ${what}`, ...lines, "# end"].map((line) => blanks + line).join("\n")
  })
}

/** What a step or a job uses of this repository, and what that takes and gives. */
function usesOf(user, callOf) {
  const name = OWN.exec(user.uses ?? "")?.[1]
  if (name === undefined) return []
  const isStep = !/\.ya?ml$/.test(name)
  return [{ name, user, isStep, ...(isStep ? interfaceOf(name) : callOf(name)) }]
}

/** The action of a command as if it were a workflow. */
function interfaceOf(command) {
  const offered = INPUTS.filter(
    ({ setting }) => setting.inputs.includes(command) && setting.input?.workflow !== "none",
  )
  const isSecret = ({ setting }) => setting.input?.workflow === "secret"
  const toSecret = ({ name, description }) => [name, { description, required: false }]
  const outputs = OUTPUTS_OF[command].filter((name) => !OF_THE_JOB.includes(name))
  return {
    inputs: Object.fromEntries(offered.filter((one) => !isSecret(one)).map(toWorkflowInput)),
    secrets: Object.fromEntries(offered.filter(isSecret).map(toSecret)),
    outputs: Object.fromEntries(outputs.map((name) => [name, { description: OUTPUTS[name] }])),
  }
}

function toWorkflowInput({ name, description, setting, default: standard }) {
  const type = setting.value === YES ? "boolean" : (setting.input?.workflow ?? "string")
  const values = { string: standard, number: Number(standard), boolean: standard === "true" }
  return [name, { description, type, default: values[type] }]
}

function makePart(what, workflow) {
  if (what === "inputs" || what === "secrets") return declared(what, workflow)
  const [, kind, name] = /^(.+ (?:of|from|to)) (\S+)$/.exec(what) ?? []
  const { jobs, uses } = workflow
  if (kind === "outputs of" && name in jobs) return outputsOfJob(name, workflow)
  const use = uses.find((one) => one.name === name)
  if (use !== undefined && kind === "outputs from") return outputsFrom(use, jobs)
  if (use !== undefined && kind === "pass secrets to") return passed("secrets", use)
  if (use !== undefined && kind === "pass to") {
    const secrets = use.isStep ? passed("secrets", use) : {}
    return inOrder(INPUT_NAMES, { ...passed("inputs", use), ...secrets })
  }
  throw new Error(`nothing makes "${what}"`)
}

/** What is passed on, unless it is declared by hand. */
function declared(kind, { call, uses }) {
  const all = Object.assign({}, ...uses.map((use) => passedOn(kind, use)))
  return inOrder(INPUT_NAMES, without(all, call[kind]))
}

/** Without what always gets a value of the workflow's own. */
function passedOn(kind, use) {
  const fixed = Object.entries(writtenFor(kind, use)).filter(
    ([name, value]) => !String(value).includes(`${kind}.${name}`),
  )
  return without(use[kind] ?? {}, Object.fromEntries(fixed))
}

/** What is written by hand; a step takes secrets as inputs, a called workflow apart. */
function writtenFor(kind, { user, isStep }) {
  return (kind === "inputs" || isStep ? user.with : user.secrets) ?? {}
}

function outputsOfJob(name, { jobs, uses }) {
  const { steps = [] } = jobs[name]
  const own = uses.filter(({ user }) => user === jobs[name] || steps.includes(user))
  const all = Object.assign({}, ...own.map(({ outputs }) => outputs))
  return mapped(inOrder(OUTPUT_NAMES, all), (output, { description }) => {
    return { description, value: `\${{ jobs.${name}.outputs.${output} }}` }
  })
}

function outputsFrom({ user, outputs }, jobs) {
  const job = Object.values(jobs).find(({ steps = [] }) => steps.includes(user))
  return mapped(without(outputs, job.outputs), (one) => `\${{ steps.${user.id}.outputs.${one} }}`)
}

function passed(kind, use) {
  const own = without(use[kind] ?? {}, writtenFor(kind, use))
  return inOrder(
    INPUT_NAMES,
    mapped(own, (name) => `\${{ ${kind}.${name} }}`),
  )
}

const INPUT_NAMES = INPUTS.map(({ name }) => name)
const OUTPUT_NAMES = Object.keys(OUTPUTS)

function without(object, others) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !(name in (others ?? {}))))
}

function mapped(object, change) {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, change(name, value)]),
  )
}

/** In the order of the names; what is not among them comes last. */
function inOrder(names, object) {
  const at = (name) => (names.includes(name) ? names.indexOf(name) : names.length)
  return Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => at(a) - at(b)))
}
