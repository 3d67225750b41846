/**
 * The layer of tests that install packages: needs a registry that answers.
 */
import { spawnSync } from "node:child_process"
import type { Layer } from "./layers.ts"

/** npm with a registry behind it; missing when nothing answers within seconds. */
export const NPM_REGISTRY: Layer = {
  name: "npm-registry",
  find: () => {
    const query = ["view", "yaml@2.9.1", "version", "--fetch-retries=0", "--fetch-timeout=10000"]
    const answer = spawnSync("npm", query, { encoding: "utf8" })
    return answer.status === 0 ? { path: "npm" } : { missing: "no answer from the registry" }
  },
}
