/**
 * Changed files by `git`. Anything that git cannot answer is an error: the caller then assumes that
 * everything may have changed.
 */
import { spawnSync } from "node:child_process"
import { posix } from "node:path"
import { err, ok, type Result } from "../../../core/problems/result.ts"
import type { Changes } from "../../../ports/changes.ts"

/** Differences as git sees them. */
export const gitChanges: Changes = {
  since: (folder, ref) => {
    const commit = git(folder, ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`])
    if (!commit.ok) return err(`git knows no commit \`${ref}\` (is the checkout shallow?)`)
    const base = git(folder, ["merge-base", commit.value.trim(), "HEAD"])
    if (!base.ok) return err(`\`${ref}\` and HEAD have no common commit (is the checkout shallow?)`)
    const top = git(folder, ["rev-parse", "--show-cdup"])
    const prefix = git(folder, ["rev-parse", "--show-prefix"])
    if (!top.ok) return top
    if (!prefix.ok) return prefix
    const whole = posix.join(folder, top.value.trim())
    // Without renames both names of a moved file count as changed.
    const names = ["--name-only", "--no-renames", "--no-relative", "-z"]
    const diff = git(whole, ["diff", ...names, base.value.trim(), "--"])
    const others = git(whole, ["ls-files", "--others", "--exclude-standard", "-z"])
    if (!diff.ok) return diff
    if (!others.ok) return others
    const within = prefix.value.trim()
    const paths = [...diff.value.split("\0"), ...others.value.split("\0")]
    return ok(paths.filter((path) => path !== "").map((path) => posix.relative(within, path)))
  },
}

function git(folder: string, args: readonly string[]): Result<string, string> {
  const ended = spawnSync("git", [...args], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 256 << 20,
    windowsHide: true,
  })
  if (ended.error !== undefined) return err("git could not be started")
  if (ended.status === 0) return ok(ended.stdout)
  return err(`git ${args[0]} failed: ${ended.stderr.trim().split("\n").at(-1) ?? ""}`)
}
