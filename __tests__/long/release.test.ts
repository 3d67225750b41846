/**
 * A release, dry: the steps of release.yml run in a clone with a tag, as written there. What needs GitHub is
 * played by a program called `gh`; installs and the checks that run on every change anyway are left out.
 */
import { spawnSync } from "node:child_process"
import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { beforeAll, expect, it, onTestFinished } from "vitest"
import { parse } from "yaml"
import { describeLayer } from "../__rig__/layers.ts"
import { NPM_REGISTRY } from "../__rig__/npm-registry.ts"

const ROOT = fileURLToPath(new URL("../..", import.meta.url))
const OWNER = "acme/parallel-smoke"

interface Step {
  readonly name?: string
  readonly run?: string
  readonly uses?: string
}

const workflow = parse(readFileSync(join(ROOT, ".github/workflows/release.yml"), "utf8"))
const VERIFY: readonly Step[] = workflow.jobs.verify.steps
const PUBLISH: readonly Step[] = workflow.jobs.publish.steps

/** Installs, and what CI runs on every change. */
const LEFT_OUT = /^npm (ci|test|run check)/u

/** Writes its words down; refs of tags are those of the clone. */
const GH = `#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$GH_LOG"
case "$*" in
  *--paginate*matching-refs/tags/*)
    git for-each-ref --format='%(refname)' "refs/tags/v0.*" ;;
  "api -X PATCH"*|"api -X POST"*)
    for word in "$@"; do case "$word" in sha=*) git tag -f v0 "\${word#sha=}" ;; esac; done ;;
  "api "*ref/tags/v0) git rev-parse -q --verify refs/tags/v0 ;;
  "release upload "*) shift 3; ls "$@" > /dev/null ;;
esac
`

/** A clone with a release commit and its tag. */
class Clone {
  readonly folder: string
  readonly path: string
  readonly log: string
  readonly #env: Record<string, string | undefined>

  constructor(version: string) {
    const base = mkdtempSync(join(tmpdir(), "smoke-release-"))
    onTestFinished(() => rmSync(base, { recursive: true, force: true }))
    this.folder = base
    this.path = join(base, "clone")
    this.log = join(base, "gh.log")
    mkdirSync(join(base, "bin"))
    writeFileSync(join(base, "bin/gh"), GH)
    chmodSync(join(base, "bin/gh"), 0o755)
    writeFileSync(this.log, "")
    const { GITHUB_ACTIONS: _, ...env } = process.env
    this.#env = {
      ...env,
      PATH: `${join(base, "bin")}:${dirname(process.execPath)}:${process.env["PATH"]}`,
      GH_LOG: this.log,
      GH_TOKEN: "token",
      RUNNER_TEMP: base,
      ...{ GIT_AUTHOR_NAME: "a", GIT_AUTHOR_EMAIL: "a@b.example" },
      ...{ GIT_COMMITTER_NAME: "a", GIT_COMMITTER_EMAIL: "a@b.example" },
      ...{ GITHUB_REPOSITORY: OWNER, GITHUB_REF_NAME: `v${version}` },
    }
    this.must(`git clone -q --no-tags "${ROOT}" "${this.path}"`, base)
    // What `npm ci` would install; hard links where the file system has them.
    this.must(`cp -al "${ROOT}/node_modules" . 2> /dev/null || cp -a "${ROOT}/node_modules" .`)
  }

  /** Runs a text as a step does; null where it failed. */
  step(text: string, cwd = this.path): string | null {
    const env = this.#env
    const done = spawnSync("bash", ["-eo", "pipefail", "-c", text], { cwd, env, encoding: "utf8" })
    this.said = `${text}\n${done.stdout}${done.stderr}`
    return done.status === 0 ? done.stdout : null
  }

  said = ""

  must(text: string, cwd?: string): string {
    const stdout = this.step(text, cwd)
    expect(stdout, this.said).not.toBeNull()
    return stdout ?? ""
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), "utf8")
  }

  /** What docs/releasing.md asks a person to do. */
  prepare(version: string): void {
    const changelog = this.read("CHANGELOG.md")
    const heading = `## [Unreleased]\n\n## [${version}] - 2026-12-01`
    writeFileSync(join(this.path, "CHANGELOG.md"), changelog.replace("## [Unreleased]", heading))
    this.must(`npm version ${version} --no-git-tag-version --allow-same-version`)
    this.must(`node scripts/workflow-refs.mjs ${OWNER} v${version}`)
    this.must(`git commit -qam "release: ${version}" && git tag v${version}`)
  }
}

function runs(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ run }) => (run === undefined || LEFT_OUT.test(run) ? [] : [run]))
}

describeLayer(NPM_REGISTRY, () => {
  beforeAll(() => {
    // What is left out of the rehearsal is there, and nothing that publishes may run foreign code.
    expect(VERIFY.flatMap(({ run = [] }) => run)).toEqual(
      expect.arrayContaining(["npm run check:dist", "npm run check:generated", "npm test"]),
    )
    const installs = PUBLISH.flatMap(({ run = "" }) => (run.startsWith("npm ci") ? [run] : []))
    expect(installs).toEqual([expect.stringContaining("--ignore-scripts")])
    expect(
      PUBLISH.some(({ uses = "" }) => uses.startsWith("actions/attest-build-provenance@")),
    ).toBe(true)
  })

  it("verifies, packs and releases what was tagged, and moves v0", () => {
    const clone = new Clone("0.9.1")
    clone.prepare("0.9.1")
    for (const text of [...runs(VERIFY), ...runs(PUBLISH)]) clone.must(text)

    expect(globSync("*.tgz", { cwd: clone.path })).toEqual(["parallel-smoke-0.9.1.tgz"])
    const files = clone.must("tar -tzf parallel-smoke-0.9.1.tgz").split("\n")
    for (const path of ["dist/cli/index.js", "lib/index.js", "lib/index.d.ts", "LICENSE"]) {
      expect(files).toContain(`package/${path}`)
    }
    const sbom = JSON.parse(clone.read("parallel-smoke.cdx.json"))
    expect(sbom).toMatchObject({ bomFormat: "CycloneDX" })
    const manifest = JSON.parse(clone.read("package.json"))
    const named = sbom.components.map((one: { name: string; group?: string }) =>
      one.group === undefined ? one.name : `${one.group}/${one.name}`,
    )
    expect(named).toEqual(
      expect.arrayContaining(
        Object.keys(manifest.dependencies).map((name) => expect.stringContaining(name)),
      ),
    )
    const without = sbom.components.filter(
      ({ licenses }: { licenses?: readonly unknown[] }) => (licenses ?? []).length === 0,
    )
    expect(without).toEqual([])
    // The Node of a development machine is none of the package.
    expect(named.filter((name: string) => /node-linux|node24/u.test(name))).toEqual([])
    expect(clone.read("notes.md")).toContain("### Added")
    expect(clone.read("notes.md")).not.toContain("## [")
    expect(clone.read("dist/licenses.txt").length).toBeGreaterThan(10_000)

    const told = readFileSync(clone.log, "utf8")
    expect(told).toContain("release create v0.9.1 --draft --verify-tag --title v0.9.1")
    expect(told).toContain(
      "release upload v0.9.1 parallel-smoke-0.9.1.tgz parallel-smoke.cdx.json dist/licenses.txt",
    )
    expect(told).toContain("release edit v0.9.1 --draft=false")
    expect(clone.must("git rev-parse v0")).toBe(clone.must("git rev-parse v0.9.1"))

    // A release of an older line leaves the major tag where it is.
    const move = PUBLISH.find(({ name }) => name === "Move the major tag")?.run ?? ""
    clone.must("git commit -q --allow-empty -m older && git tag v0.8.7")
    expect(clone.must(`GITHUB_REF_NAME=v0.8.7; ${move}`)).toContain("v0 stays where it is")
    expect(clone.must("git rev-parse v0")).toBe(clone.must("git rev-parse v0.9.1"))

    // Installed elsewhere, the package runs with the Node that it asks for.
    const user = join(clone.folder, "installed")
    clone.must("printf 'scenarios: { a: \"true\" }\\n' > smoke.yml", user)
    expect(clone.must("npx --no-install parallel-smoke run 2>&1", user)).toContain("PASSED")
  })

  it("refuses a tag that is not the version, has no notes or other references", () => {
    const clone = new Clone("0.9.2")
    const refused = () => runs(VERIFY).filter((text) => clone.step(text) === null).length
    expect(refused()).toBe(3)
    clone.prepare("0.9.2")
    expect(refused(), clone.said).toBe(0)
  })
})
