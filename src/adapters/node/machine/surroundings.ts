import { arch, availableParallelism, hostname, platform, tmpdir, totalmem } from "node:os"
import type { Surroundings } from "../../../ports/surroundings.ts"
import { headOf } from "./git-head.ts"

/** Reads what this process knows of where it runs. */
export function nodeSurroundings(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Surroundings {
  const known: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) if (value !== undefined) known[name] = value
  const head = known["GITHUB_SHA"] === undefined ? headOf(root, env) : { commit: null, ref: null }
  return {
    env: known,
    os: platform(),
    arch: arch(),
    cores: availableParallelism(),
    memoryBytes: Math.min(totalmem(), process.constrainedMemory() || totalmem()),
    hostname: hostname(),
    node: process.execPath,
    temporary: known["RUNNER_TEMP"] ?? tmpdir(),
    commit: known["GITHUB_SHA"] ?? head.commit,
    ref: known["GITHUB_REF"] ?? head.ref,
  }
}
