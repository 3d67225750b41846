// Runs the command from its sources; without arguments it runs the smallest example.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { env, node, root } from "./project.mjs"

const asked = process.argv.slice(2)
const args = asked.length > 0 ? asked : ["run", join(root, "examples", "minimal", "smoke.yml")]
const done = spawnSync(node, [join(root, "src", "cli.ts"), ...args], { env, stdio: "inherit" })
if (done.error !== undefined) throw done.error
process.exitCode = done.status ?? 1
