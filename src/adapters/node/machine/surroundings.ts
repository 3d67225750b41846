import { execFileSync } from "node:child_process"
import { realpathSync, type Stats, statSync } from "node:fs"
import { arch, availableParallelism, hostname, platform, tmpdir, totalmem } from "node:os"
import { dirname, join } from "node:path"
import { defined } from "../../../core/defined.ts"
import type { Surroundings } from "../../../ports/surroundings.ts"
import { readText } from "../files/read-file.ts"

/** Reads what this process knows of where it runs. */
export function nodeSurroundings(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Surroundings {
  const known = defined({ ...env }) as Record<string, string>
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

/** What is checked out; null where nobody knows. */
export interface GitHead {
  readonly commit: string | null
  /** `refs/heads/main`; null also where no branch is checked out. */
  readonly ref: string | null
}

const NOTHING: GitHead = { commit: null, ref: null }

/** Variables that tell git where to look, or how. */
const TELLING = /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|CEILING_|DISCOVERY_|NAMESPACE|CONFIG|REF)/u

/** A hundred times what it takes. */
const GIT_MS = 5_000

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u

/** The head of the checkout that a folder lies in. */
export function headOf(
  root: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): GitHead {
  if (Object.keys(env).some((name) => TELLING.test(name))) return askGit(root)
  try {
    return readHead(root) ?? askGit(root)
  } catch {
    return askGit(root)
  }
}

/** Null where git has to say it. */
function readHead(root: string): GitHead | null {
  const start = realpathSync.native(root)
  const { dev } = statSync(start)
  for (let folder = start; ; folder = dirname(folder)) {
    const around = statSync(folder)
    // Git does not look beyond its file system unless the environment says so.
    if (around.dev !== dev) return NOTHING
    const git = statOf(join(folder, ".git"))
    if (git !== null) {
      // Nor does it trust what belongs to others.
      const mine = git.isDirectory() && git.uid === process.geteuid?.()
      return mine && around.uid === git.uid ? headIn(join(folder, ".git")) : null
    }
    // The folder may be a repository itself.
    if (statOf(join(folder, "HEAD")) !== null) return null
    if (folder === dirname(folder)) return NOTHING
  }
}

function headIn(git: string): GitHead | null {
  if (statOf(join(git, "commondir")) !== null || statOf(join(git, "reftable")) !== null) return null
  const head = textOf(join(git, "HEAD")).trim()
  if (COMMIT.test(head)) return { commit: head, ref: null }
  const ref = /^ref: (refs\/heads\/[\w./-]+)$/u.exec(head)?.[1]
  if (ref === undefined || ref.includes("..")) return null
  const commit = looseRef(join(git, ref)) ?? packedRef(join(git, "packed-refs"), ref)
  return commit === null || !COMMIT.test(commit) ? null : { commit, ref }
}

function looseRef(path: string): string | null {
  return statOf(path) === null ? null : textOf(path).trim()
}

function packedRef(path: string, ref: string): string | null {
  if (statOf(path) === null) return null
  const line = textOf(path)
    .split("\n")
    .find((one) => one.endsWith(` ${ref}`))
  return line?.slice(0, -ref.length - 1) ?? null
}

function textOf(path: string): string {
  const text = readText(path)
  if (!text.ok) throw new Error(text.error.message)
  return text.value
}

function statOf(path: string): Stats | null {
  return statSync(path, { throwIfNoEntry: false }) ?? null
}

/** The head as git tells it, by one call. */
export function askGit(root: string): GitHead {
  try {
    const out = execFileSync("git", ["rev-parse", "HEAD", "--symbolic-full-name", "HEAD"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      // It would wait for a pipe in the place of one of its files.
      timeout: GIT_MS,
    })
    const [commit = "", ref = ""] = out.trim().split("\n")
    return { commit: commit || null, ref: ref.startsWith("refs/") ? ref : null }
  } catch {
    return NOTHING
  }
}
