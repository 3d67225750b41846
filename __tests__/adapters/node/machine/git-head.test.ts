import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { askGit, headOf } from "../../../../src/adapters/node/machine/surroundings.ts"

const WHO = { GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@example.com" }
const COMMITTER = { GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@example.com" }

/** Commits of checkouts, by way of git and by way of its files. */
describe("the head of a checkout", () => {
  let folder = ""
  let repository = ""

  function git(...args: readonly string[]): string {
    const env = { ...process.env, ...WHO, ...COMMITTER, GIT_CONFIG_GLOBAL: "/dev/null" }
    return execFileSync("git", args, { cwd: repository, env, encoding: "utf8", stdio: "pipe" })
  }

  /** Without a program named `git`: only what is read can be known. */
  function read(root: string) {
    const path = process.env["PATH"]
    process.env["PATH"] = ""
    try {
      return headOf(root, {})
    } finally {
      process.env["PATH"] = path
    }
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "git-head-"))
    repository = join(folder, "repository")
    mkdirSync(join(repository, "below/here"), { recursive: true })
    git("init", "--quiet", "--initial-branch=main")
    git("commit", "--quiet", "--allow-empty", "--message=first")
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it.each<[string, () => void]>([
    ["a branch", () => {}],
    ["a branch with a path", () => git("switch", "--quiet", "--create", "feature/a-b_c.d")],
    ["a branch that is packed", () => git("pack-refs", "--all")],
    [
      "a branch that has moved since",
      () => {
        git("pack-refs", "--all")
        git("commit", "--quiet", "--allow-empty", "--message=second")
      },
    ],
    ["no branch", () => git("switch", "--quiet", "--detach")],
  ])("is read like git tells it: %s", (_, change) => {
    change()
    const told = askGit(repository)
    expect(told.commit).toMatch(/^[0-9a-f]{40}$/u)
    expect(read(repository)).toEqual(told)
    expect(read(join(repository, "below/here"))).toEqual(told)
  })

  it.each<[string, () => string]>([
    [
      "a branch without a commit",
      () => {
        git("switch", "--quiet", "--orphan", "empty")
        return repository
      },
    ],
    [
      "a second worktree",
      () => {
        git("worktree", "add", "--quiet", "../second")
        return join(folder, "second")
      },
    ],
    [
      "a repository without files",
      () => {
        git("clone", "--quiet", "--bare", ".", "../bare.git")
        return join(folder, "bare.git")
      },
    ],
    [
      "a branch that is another name",
      () => {
        git("symbolic-ref", "refs/heads/alias", "refs/heads/main")
        git("symbolic-ref", "HEAD", "refs/heads/alias")
        return repository
      },
    ],
    [
      "a head that is broken",
      () => {
        writeFileSync(join(repository, ".git/HEAD"), "nonsense\n")
        return repository
      },
    ],
  ])("is asked for where it is not plain: %s", (_, change) => {
    const root = change()
    expect(read(root)).toEqual({ commit: null, ref: null })
    expect(headOf(root, {})).toEqual(askGit(root))
  })

  it("is asked for where the environment tells git where to look", () => {
    const other = join(folder, "other")
    cpSync(repository, other, { recursive: true })
    const before = process.env["GIT_DIR"]
    process.env["GIT_DIR"] = join(repository, ".git")
    git("commit", "--quiet", "--allow-empty", "--message=second")
    try {
      expect(headOf(other)).toEqual(askGit(repository))
      expect(headOf(other)).not.toEqual(headOf(other, { GIT_SSL_CAINFO: "/ca.crt" }))
    } finally {
      if (before === undefined) delete process.env["GIT_DIR"]
      else process.env["GIT_DIR"] = before
    }
  })

  it("is unknown outside of a checkout, and found behind a link", () => {
    expect(headOf(folder, {})).toEqual(askGit(folder))
    symlinkSync(join(repository, "below"), join(folder, "link"))
    expect(read(join(folder, "link/here"))).toEqual(askGit(repository))
    expect(read(join(folder, "link"))).toEqual(askGit(repository))
    expect(headOf(join(folder, "nowhere"), {})).toEqual({ commit: null, ref: null })
  })
})
