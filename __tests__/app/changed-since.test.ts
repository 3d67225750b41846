import { execFileSync } from "node:child_process"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { gitChanges } from "../../src/adapters/node/machine/changes.ts"
import { makePlanningRig, type PlanningRig } from "./planning-rig.ts"

let rig: PlanningRig
beforeEach(() => {
  rig = makePlanningRig()
})
afterEach(() => rig.folder.remove())

function git(...args: readonly string[]): void {
  const who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
  execFileSync("git", [...who, ...args], { cwd: rig.folder.root, stdio: "ignore" })
}

const SUITE = {
  "smoke.yml": `
include: [api/smoke.yml]
scenarios:
  web: { run: a, paths: [web/**, "!web/docs/**"] }
  docs: { run: a, paths: web/docs }
  flow: { run: a, paths: [flow], needs: [web] }
  setup: a
`,
  "api/smoke.yml": `scenarios: { api: { run: a, paths: [src, ../proto] } }\n`,
}

function start(): void {
  rig.folder.write({ ...SUITE, "web/a.ts": "1", "api/src/a.ts": "1", "web/docs/a.md": "1" })
  git("init", "-b", "main")
  git("add", ".")
  git("commit", "-m", "one")
  git("checkout", "-b", "work")
}

const selected = (ref = "main") => rig.selectedOf({}, { changedSince: ref })

describe("--changed-since", () => {
  it("keeps what nobody gave paths to", () => {
    start()
    expect(selected()).toEqual(["setup"])
    const { selection } = rig.suiteOf({}, { changedSince: "main" })
    expect(selection.whyNot.get("web")).toBe("nothing of its paths changed")
  })

  it.each([
    ["a change that is committed", { "web/a.ts": "2" }, true, ["web", "flow", "setup"]],
    ["one that is not", { "web/a.ts": "2" }, false, ["web", "flow", "setup"]],
    ["a new file", { "web/new.ts": "2" }, false, ["web", "flow", "setup"]],
    ["a file that is taken out", { "web/docs/a.md": "2" }, true, ["docs", "setup"]],
    ["paths of an included suite", { "api/src/b.ts": "2" }, true, ["setup", "api:api"]],
    ["a folder above it", { "proto/x": "2" }, true, ["setup", "api:api"]],
    ["elsewhere", { "README.md": "2" }, true, ["setup"]],
  ])("sees %s", (_, tree, commits, expected) => {
    start()
    rig.folder.write(tree)
    if (commits) {
      git("add", ".")
      git("commit", "-m", "two")
    }
    expect(selected()).toEqual(expected)
  })

  it("runs everything that the main suite shapes when it changed", () => {
    start()
    rig.folder.write({ "smoke.yml": `${SUITE["smoke.yml"]}  more: a\n` })
    expect(selected()).toEqual(["web", "docs", "flow", "setup", "more", "api:api"])
  })

  it("leaves out what changed on the other branch alone", () => {
    start()
    git("checkout", "main")
    rig.folder.write({ "web/a.ts": "3" })
    git("commit", "-am", "three")
    git("checkout", "work")
    expect(selected()).toEqual(["setup"])
  })

  it.each([
    ["nope", "git knows no commit `nope` (is the checkout shallow?)"],
    ["--all", "git knows no commit `--all` (is the checkout shallow?)"],
  ])("runs everything when %s cannot be told", (ref, reason) => {
    start()
    const { selection, notes } = rig.suiteOf({}, { changedSince: ref })
    expect(selection.selected.size).toBe(5)
    expect(notes).toEqual([`nobody can tell what changed, so nothing is left out: ${reason}`])
  })

  it("outside a repository cannot be told", () => {
    rig.folder.write(SUITE)
    expect(gitChanges.since(rig.folder.root, "main").ok).toBe(false)
  })

  it("is relative to the folder, also below the repository's", () => {
    start()
    rig.folder.write({ "api/src/new.ts": "", "web/new.ts": "" })
    git("add", "web")
    const changed = gitChanges.since(`${rig.folder.root}/api`, "main")
    expect(changed).toEqual({ ok: true, value: ["../web/new.ts", "src/new.ts"] })
  })
})
