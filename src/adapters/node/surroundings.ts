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
  return {
    env: known,
    os: platform(),
    arch: arch(),
    cores: availableParallelism(),
    memoryBytes: Math.min(totalmem(), process.constrainedMemory() || totalmem()),
    hostname: hostname(),
    node: process.execPath,
    temporary: known["RUNNER_TEMP"] ?? tmpdir(),
    commit: known["GITHUB_SHA"] ?? git(root, ["rev-parse", "HEAD"]),
    ref: known["GITHUB_REF"] ?? git(root, ["symbolic-ref", "--quiet", "HEAD"]),
  }
}

function git(root: string, args: readonly string[]): string | null {
  try {
    const out = execFileSync("git", [...args], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    })
    return out.trim() || null
  } catch {
    return null
  }
}
