// What GitHub reads, from the settings and the table of outputs: action.yml, the sub-path actions, and
// the marked parts of the reusable workflow.
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parse, stringify } from "yaml"
import { OUTPUTS } from "../src/action/names.ts"
import { INPUTS } from "../src/settings/input.ts"
import { YES } from "../src/settings/value.ts"
import { root } from "./project.mjs"

/** The reusable workflow. */
export const WORKFLOW = ".github/workflows/smoke.yml"

/** Its twin without `$/`. */
const TWIN = ".github/workflows/smoke-ghes.yml"

/** The action at the root takes every command; a folder's action is one command. */
const ACTIONS = [
  {
    folder: "",
    command: null,
    name: "parallel-smoke",
    description: "Smoke tests in parallel: plan, shard, run, and one verdict that cannot lie.",
  },
  {
    folder: "plan/",
    command: "plan",
    name: "parallel-smoke plan",
    description: "Cuts a suite into shards and emits the job matrix.",
  },
  {
    folder: "run/",
    command: "run",
    name: "parallel-smoke run",
    description: "Runs one shard of the plan and hands its results over.",
  },
  {
    folder: "aggregate/",
    command: "aggregate",
    name: "parallel-smoke aggregate",
    description: "Merges the shards into one verdict: summary, annotations, report.",
  },
]

const OUTPUTS_OF = {
  plan: ["matrix", "shard-count", "plan-digest", "total"],
  run: Object.keys(OUTPUTS).filter(
    (name) => !["matrix", "shard-count", "report-artifact"].includes(name),
  ),
  aggregate: Object.keys(OUTPUTS).filter((name) => !["matrix", "shard-count"].includes(name)),
}

function metadata({ folder, command, name, description }) {
  const up = folder === "" ? "" : "../"
  const inputs = INPUTS.filter(
    ({ setting }) => command === null || setting.inputs.includes(command),
  ).map((input) => {
    const own = input.name === "command" && command !== null
    const description = own ? "Leave it as it is" : input.description
    return [input.name, { description, default: own ? command : input.default }]
  })
  const outputs = Object.entries(OUTPUTS)
    .filter(([output]) => command === null || OUTPUTS_OF[command].includes(output))
    .map(([output, text]) => [output, { description: text }])
  return {
    name,
    description,
    author: "The parallel-smoke authors",
    branding: { icon: "check-square", color: "green" },
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(outputs),
    runs: {
      using: "node24",
      main: `${up}dist/index.js`,
      post: `${up}dist/post.js`,
      "post-if": "always()",
    },
  }
}

/** Every action.yml with its text. */
export function actionFiles() {
  return ACTIONS.map((action) => ({
    path: `${action.folder}action.yml`,
    text: `# Made by \`npm run generate\` from src/settings.\n${stringify(metadata(action), {
      lineWidth: 0,
    })}`,
  }))
}

const MARKED = /^( *)# made: (.+)\n[\s\S]*?^ *# end$/gm

/** The workflow, with its marked parts made anew; everything else in it is written by hand. */
export function workflowFile() {
  const text = readFileSync(join(root, WORKFLOW), "utf8")
  const passed = passedByHand(text)
  const made = text.replace(MARKED, (_, blanks, what) => {
    const lines = stringify(workflowPart(what, passed), { lineWidth: 0 }).trimEnd().split("\n")
    return [`# made: ${what}`, ...lines, "# end"].map((line) => blanks + line).join("\n")
  })
  return { path: WORKFLOW, text: made }
}

/** The same for servers that do not know `$/`: with references to the actions of a release. */
export function twinFile(workflow) {
  const written = existsSync(join(root, TWIN)) ? readFileSync(join(root, TWIN), "utf8") : ""
  const [, repository, ref] = /uses: (\S+\/parallel-smoke)\/plan@(\S+)/.exec(written) ?? []
  const text = withReferences(workflow, {
    repository: repository ?? "OWNER/parallel-smoke",
    ref: ref ?? "v0",
  })
  return {
    path: TWIN,
    text: `# Made by \`npm run generate\` from smoke.yml, for GitHub Enterprise Server.\n${text}`,
  }
}

/** A workflow with references in the place of `$/`. */
export function withReferences(workflow, { repository, ref }) {
  return workflow.replaceAll(
    /^(\s*(?:- )?uses: )\$\/(\w+)$/gm,
    (_, start, action) =>
      `${start}${repository}/${action}@${ref} # zizmor: ignore[unpinned-uses] a release's own tag`,
  )
}

/** Inputs that a step passes on by lines of its own, by the name of the command. */
function passedByHand(text) {
  const { jobs } = parse(text.replace(MARKED, ""))
  const steps = Object.values(jobs).flatMap((job) => job.steps)
  const own = steps.map(({ uses = "", with: given }) => [/^\$\/(\w+)$/.exec(uses)?.[1], given])
  return new Map(own.map(([command, given]) => [command, Object.keys(given ?? {})]))
}

function workflowPart(what, passed) {
  const offered = INPUTS.filter(({ setting }) => setting.input?.workflow !== "none")
  const isSecret = ({ setting }) => setting.input?.workflow === "secret"
  if (what === "inputs") {
    return Object.fromEntries(offered.filter((one) => !isSecret(one)).map(toWorkflowInput))
  }
  if (what === "secrets") {
    const secrets = offered.filter(isSecret)
    return Object.fromEntries(
      secrets.map(({ name, description }) => [name, { description, required: false }]),
    )
  }
  const [, command] = /^pass to (\w+)$/.exec(what) ?? []
  const byHand = passed.get(command)
  if (byHand === undefined) throw new Error(`${WORKFLOW}: nothing makes "${what}"`)
  const own = offered.filter(
    ({ name, setting }) => setting.inputs.includes(command) && !byHand.includes(name),
  )
  return Object.fromEntries(
    own.map((one) => [one.name, `\${{ ${isSecret(one) ? "secrets" : "inputs"}.${one.name} }}`]),
  )
}

function toWorkflowInput({ name, description, setting, default: standard }) {
  if (setting.value === YES) return [name, { description, type: "boolean", default: false }]
  const isNumber = setting.input?.workflow === "number"
  const type = isNumber ? "number" : "string"
  return [name, { description, type, default: isNumber ? Number(standard) : standard }]
}
