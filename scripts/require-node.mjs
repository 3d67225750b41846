// Says in one line what is missing when there is no Node 24, before anything fails in a stranger way.
// Old-fashioned on purpose: this file has to run on the Node that is too old.
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const wanted = 24

function majorOf(version) {
  return Number(String(version).replace(/^v/, "").split(".")[0])
}

/** True when `npm ci` has put a new enough Node beside the project's other programs. */
function hasLocalNode() {
  const local = fileURLToPath(new URL("../node_modules/.bin/node", import.meta.url))
  const answer = spawnSync(local, ["--version"], { encoding: "utf8" })
  return answer.status === 0 && majorOf(answer.stdout) >= wanted
}

if (majorOf(process.version) < wanted && !hasLocalNode()) {
  process.stderr.write(
    `parallel-smoke needs Node ${wanted} or later; this is ${process.version}. ` +
      "On Linux x64 `npm ci` brings it, elsewhere install it from https://nodejs.org.\n",
  )
  process.exit(2)
}
