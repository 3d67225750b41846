// The action.yml at the root and those of the sub-path actions, from the settings and the table of outputs.
import { stringify } from "yaml"
import { OUTPUTS } from "../src/action/names.ts"
import { INPUTS } from "../src/settings/input.ts"

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
  {
    folder: "publish/",
    command: "publish",
    name: "parallel-smoke publish",
    description: "Makes a check run and a comment of a pull request from the report of a run.",
  },
]

/** Outputs of the sub-path actions by command. */
export const OUTPUTS_OF = {
  plan: ["matrix", "shard-count", "timeout-minutes", "plan-digest", "total"],
  run: without("matrix", "shard-count", "timeout-minutes", "report-artifact", "report-url"),
  aggregate: without("matrix", "shard-count", "timeout-minutes"),
  publish: [],
}

function without(...others) {
  return Object.keys(OUTPUTS).filter((name) => !others.includes(name))
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
    ...(outputs.length === 0 ? {} : { outputs: Object.fromEntries(outputs) }),
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
