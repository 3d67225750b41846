// `npm start`: a whole run of examples/storefront with the built command: plan, three shards as three
// jobs would run them, one verdict. Arguments after `npm start --` go to the command instead.
import { spawn } from "node:child_process"
import { existsSync, rmSync } from "node:fs"
import { constants } from "node:os"
import { join } from "node:path"
import { env, node, root } from "./project.mjs"

const COMMAND = join(root, "dist", "cli", "index.js")
const SUITE = "examples/storefront/smoke.yml"
const SHARDS = 3

/** Ended by a signal; a shell would say the same number. */
const STOPPED = [128 + constants.signals.SIGINT, 128 + constants.signals.SIGTERM]

// The same signal reaches the command, which ends what it started; this process waits for it.
let running = null
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => running?.kill(signal))

/** Runs the command in the project's folder; gives its exit code. */
function parallelSmoke(args) {
  return new Promise((resolve, reject) => {
    running = spawn(node, [COMMAND, ...args], { cwd: root, env, stdio: "inherit" })
    running.on("error", reject)
    running.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

/** The same, with the command line shown first. */
function show(...args) {
  process.stderr.write(`\n$ parallel-smoke ${args.join(" ")}\n`)
  return parallelSmoke(args)
}

async function tour() {
  const folder = ".parallel-smoke/start"
  const plan = `${folder}/plan.json`
  const shards = `${folder}/shards`
  // Shards of an earlier plan would be refused, and rightly.
  rmSync(join(root, folder), { recursive: true, force: true })

  const planned = await show("plan", SUITE, "--shards", String(SHARDS), "-o", plan)
  if (planned !== 0) return planned
  for (let shard = 1; shard <= SHARDS; shard++) {
    const number = String(shard)
    const code = await show(
      ...["run", "--plan", plan, "--shard", number],
      ...["--out", `${shards}/${number}`],
    )
    if (STOPPED.includes(code)) return code
  }
  return show(
    ...["aggregate", shards, "--plan", plan, "--out", `${folder}/report`],
    ...["--summary", `${folder}/summary.md`, "--junit", `${folder}/junit.xml`],
  )
}

if (!existsSync(COMMAND)) {
  process.stderr.write("dist/cli/index.js is missing; build it: npm run build\n")
  process.exit(2)
}
const asked = process.argv.slice(2)
process.exitCode = asked.length > 0 ? await parallelSmoke(asked) : await tour()
