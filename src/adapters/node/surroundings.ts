import { execFileSync } from "node:child_process"
import { arch, availableParallelism, hostname, platform, tmpdir, totalmem } from "node:os"
import type { Surroundings } from "../../ports/surroundings.ts"

/** Reads what this process knows of where it runs. */
export function nodeSurroundings(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Surroundings {
  const known: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) if (value !== undefined) known[name] = value
  const head = known["GITHUB_SHA"] === undefined ? headOf(root) : { commit: null, ref: null }
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

/** Commit and branch of the checkout by one call of git: each costs a tenth of a start. */
function headOf(root: string): { readonly commit: string | null; readonly ref: string | null } {
  try {
    const out = execFileSync("git", ["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    })
    const [commit = "", ref = ""] = out.trim().split("\n")
    return { commit: commit || null, ref: ref.startsWith("refs/") ? ref : null }
  } catch {
    return { commit: null, ref: null }
  }
}
