import { symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, expect, it } from "vitest"
import { renderDiagnostics } from "../../src/report/text/diagnostic-text.ts"
import { idsOf, makeSuiteFolder, type SuiteFolder } from "../__rig__/suite-folder.ts"

let folder: SuiteFolder
beforeEach(() => {
  folder = makeSuiteFolder()
})
afterEach(() => folder.remove())

function link(path: string, target: string) {
  symlinkSync(target, join(folder.root, path))
}

function problems(): string {
  const result = folder.load()
  if (result.ok) return ""
  if (result.error.reason !== "config/invalid") return result.error.reason
  return renderDiagnostics(result.error.diagnostics)
}

it("a script behind a link is a scenario with the link's path", () => {
  folder.write({ "lib/real.sh": "# ---\n# name: R\n# ---\n", "smoke/own.sh": "", "data/a.txt": "" })
  link("smoke/linked.sh", "../lib/real.sh")
  link("data/b.txt", "a.txt")
  const suite = folder.loaded({
    "smoke.yml": `
include: ["smoke/*.sh"]
scenarios: { each: { for-each: { files: "data/*" }, run: 'cat "$SMOKE_FILE"' } }
`,
  })
  expect(idsOf(suite)).toEqual(["each:a", "each:b", "linked", "own"])
  expect(suite.files).toContain("smoke/linked.sh")
})

it("a suite file that a link brings from outside is not read", () => {
  const secret = join(dirname(folder.root), "secret.yml")
  writeFileSync(secret, "password: hunter2\n")
  link("smoke.yml", secret)
  expect(problems()).toMatchInlineSnapshot(`
    "smoke.yml:1:1 error file/link: \`smoke.yml\` is a link that leads out of the repository
      help: files there are not read: put a copy in its place

    1 error"
  `)
})

it("a link may lead out of the working directory, but not out of the checkout", () => {
  folder.write({ ".git/HEAD": "", "lib/a.sh": "", "web/smoke.yml": 'include: ["*.sh"]' })
  link("web/a.sh", "../lib/a.sh")
  folder.write({ "smoke.yml": 'include: ["web/smoke.yml"]' })
  expect(idsOf(folder.loaded({}))).toEqual(["web:a"])
  expect(idsOf(folder.loaded({}, "web/smoke.yml"))).toEqual(["a"])
})

it("suite files that include each other through links end", () => {
  const include = (i: number) => `include: ["x${i + 1}/smoke.yml", "y${i + 1}/smoke.yml"]`
  for (let i = 0; i < 12; i++) {
    folder.write({ [`d${i}/smoke.yml`]: i === 11 ? "scenarios: { a: x }" : include(i) })
    if (i === 0) continue
    link(`d${i - 1}/x${i}`, `../d${i}`)
    link(`d${i - 1}/y${i}`, `../d${i}`)
  }
  folder.write({ "smoke.yml": 'include: ["d0/smoke.yml"]' })
  expect(problems()).toContain("is a link to a suite file that is already included 100 times")
})
