/**
 * A secret in every place that a scenario can influence: nothing that is uploaded or reported holds
 * it, in any form.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { nodeFiles } from "../../../src/adapters/node/files/files.ts"
import { withholdSecrets } from "../../../src/app/hand-over/withhold-secrets.ts"
import {
  type RunEvent,
  type RunReport,
  renderJunit,
  renderMarkdown,
  run,
} from "../../../src/index.ts"
import { renderEnding } from "../../../src/report/view/ending.ts"

const SECRET = `s'3c"r\\et é&<9>`
/** Asked to be masked by a child, after it has used it. */
const LATE = "late-one 'two'"

const base64 = (text: string) => Buffer.from(text).toString("base64").replace(/=+$/u, "")
const json = (text: string) => JSON.stringify(text).slice(1, -1)
const shell = (text: string, quote: string) => text.replaceAll("'", quote)

const FORMS = [SECRET, LATE].flatMap((text) => [
  text,
  base64(text),
  json(text),
  json(json(text)),
  shell(text, `'"'"'`),
  shell(text, "'\\''"),
  encodeURIComponent(text),
])

/** Writes the forms, given two names of variables, in every way that a scenario has. */
const CHILD = `
const fs = require("node:fs")
const { S, LATE, SMOKE_OUTPUT, GITHUB_STEP_SUMMARY, GITHUB_ENV, SMOKE_ATTEMPT } = process.env
const json = (text) => JSON.stringify(text).slice(1, -1)
const forms = (text) => [
  text,
  Buffer.from(text).toString("base64"),
  JSON.stringify({ inner: JSON.stringify({ text }) }),
  "'" + text.replaceAll("'", "'\\"'\\"'") + "'",
  "'" + text.replaceAll("'", "'\\\\''") + "'",
  encodeURIComponent(text),
]
for (const text of [S, LATE]) {
  for (const form of forms(text)) console.log(form)
  fs.mkdirSync(text, { recursive: true })
  fs.writeFileSync(text + "/a.js", "")
  console.log(text + "/a.js:3:4: error: no " + text)
  fs.mkdirSync("kept/" + text, { recursive: true })
  fs.writeFileSync("kept/" + text + "/" + text + ".txt", forms(text).join("\\n"))
  fs.writeFileSync("kept/x" + text, forms(text).join("\\n"))
  fs.writeFileSync("kept/" + encodeURIComponent(text), "")
  fs.appendFileSync(SMOKE_OUTPUT, "out=" + text + "\\n")
  fs.appendFileSync(GITHUB_STEP_SUMMARY, "# " + forms(text).join("\\n") + "\\n")
  fs.appendFileSync(GITHUB_ENV, "NAME=" + text + "\\n")
}
fs.writeFileSync("kept/xredacted", "plain")
console.log("::add-mask::" + LATE)
console.log("not ok 1 - " + S)
console.error("Error: " + S + " " + LATE)
process.exit(1)
`

const MATCHER = {
  problemMatcher: [
    {
      owner: "x",
      pattern: [
        {
          regexp: "^(.+):(\\d+):(\\d+): (error): (.*)$",
          ...{ file: 1, line: 2, column: 3, severity: 4, message: 5 },
        },
      ],
    },
  ],
}

const SUITE = `
scenarios:
  fails:
    run: node child.cjs
    problem-matcher: matcher.json
    artifacts: { paths: ["kept/**"], if: always() }
    retry: { max-attempts: 2 }
    after: [{ name: tidy, run: 'echo "$S"; exit 3' }]
  expects: { run: 'printf "%s" "$S"', expect: { stdout: { matches: '^other$' } } }
  skips: { run: 'echo "not here: $S"; exit 77' }
  needy: { run: 'echo "\${{ needs.fails.outputs.out }}"', needs: fails, if: always() }
`

let cwd: string
let out: string
let report: RunReport
const events: RunEvent[] = []

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "smoke-secrets-"))
  out = join(cwd, "out")
  writeFileSync(join(cwd, "smoke.yml"), SUITE)
  writeFileSync(join(cwd, "child.cjs"), CHILD)
  writeFileSync(join(cwd, "matcher.json"), JSON.stringify(MATCHER))
  const env = { S: SECRET, LATE }
  const on = (event: RunEvent) => events.push(event)
  const ran = await run({ cwd, out, env, secrets: [SECRET], on })
  if (!ran.ok) throw new Error(JSON.stringify(ran.error))
  report = ran.value
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

function formsIn(text: string): readonly string[] {
  return FORMS.filter((form) => text.includes(form))
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Of everything that a text of JSON holds, the texts. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value]
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsOf(member)])
}

describe("what a run reports", () => {
  it("holds no secret, neither in events nor in results, state and summary", () => {
    expect(report.results.summary).toMatchObject({ failed: 2, skipped: 1 })
    // What was known from the beginning is in no event.
    for (const text of events.flatMap(textsOf)) expect(text).not.toContain(SECRET)
    for (const text of textsOf(report.results)) expect(formsIn(text)).toEqual([])
    const problems = report.results.scenarios.flatMap(({ attempts }) =>
      attempts.flatMap((attempt) => attempt.problems ?? []),
    )
    expect(problems).toContainEqual(expect.objectContaining({ file: "***/a.js", line: 3 }))
  })

  it("holds none in any format", () => {
    const { results, state } = report
    for (const text of [
      renderJunit({ results, state }),
      renderMarkdown({ results, state }),
      renderEnding({ results, state, color: false }),
    ]) {
      expect(text).toContain("***")
      expect(formsIn(text)).toEqual([])
    }
  })

  it("names kept files as they lie in the folder", () => {
    const kept = report.results.scenarios.flatMap(({ attempts }) =>
      attempts.flatMap(({ artifacts = [] }) => artifacts),
    )
    expect(kept.length).toBeGreaterThanOrEqual(10)
    for (const path of kept) expect(existsSync(join(out, path)), path).toBe(true)
    expect(kept).toContain("artifacts/fails.1/kept/redacted/redacted.txt")
    // Each keeps a name of its own.
    expect(new Set(kept).size).toBe(kept.length)
  })
})

describe("what a run uploads", () => {
  it("holds no secret, neither in names nor in texts", () => {
    const before = filesBelow(out).length
    expect(withholdSecrets(out, { files: nodeFiles, secrets: [SECRET] })).toBeGreaterThan(20)
    const paths = filesBelow(out)
    expect(paths).toHaveLength(before)
    for (const path of paths) {
      expect(formsIn(path.slice(out.length))).toEqual([])
      const text = readFileSync(path, "utf8")
      expect([path, formsIn(text)]).toEqual([path, []])
      if (!path.endsWith("json")) continue
      for (const line of text.split("\n").filter((one) => one.startsWith("{") && one.length > 1)) {
        for (const one of textsOf(JSON.parse(line)))
          expect([path, formsIn(one)]).toEqual([path, []])
      }
    }
    const journal = readFileSync(join(out, "journal.ndjson"), "utf8")
    expect(journal).toContain("artifacts/fails.1/kept/redacted/redacted.txt")
  })
})
