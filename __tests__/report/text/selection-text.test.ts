import { describe, expect, it } from "vitest"
import type { Diagnostic, DiagnosticCode } from "../../../src/core/problems/diagnostic.ts"
import { renderWarnings } from "../../../src/report/text/selection-text.ts"

const FILE = { path: "smoke.yml", text: "a: 1\n" }

function warning(code: DiagnosticCode, message: string): Diagnostic {
  const location = { file: FILE, range: { start: 0, end: 1 } }
  return { code, severity: "warning", message, location }
}

const REPEATED = Array.from({ length: 28 }, (_, i) =>
  warning("scenario/duplicate-name", `two scenarios have the name \`n${i}\``),
)
const TYPO = warning("script/meta-key", "`timout` looks like `timeout`")
const PROFILE = warning("suite/profile-name", "`--filter` is a flag of its own")
const NOTHING = { warnings: [], unmatched: [], ids: [] }

describe("warnings of a suite", () => {
  const warnings = [...REPEATED.slice(0, 2), TYPO, ...REPEATED.slice(2), PROFILE]

  it("are folded where names repeat and the suite is checked", () => {
    const [text = "", ...rest] = renderWarnings({ ...NOTHING, warnings, checking: true })
    expect(rest).toEqual([])
    expect(text.split("\n").filter((line) => line.includes("warning"))).toEqual([
      "smoke.yml:1:1 warning scenario/duplicate-name: two scenarios have the name `n0`; 27 other names are repeated too",
      "smoke.yml:1:1 warning script/meta-key: `timout` looks like `timeout`",
      "smoke.yml:1:1 warning suite/profile-name: `--filter` is a flag of its own",
      "3 warnings",
    ])
  })

  it("change nothing about a run where they speak of names, and are kept from it", () => {
    const [text = ""] = renderWarnings({ ...NOTHING, warnings, checking: false })
    expect(text).toContain("timout")
    expect(text).not.toContain("scenario/duplicate-name")
    expect(text).not.toContain("suite/profile-name")
    expect(renderWarnings({ ...NOTHING, warnings: REPEATED, checking: false })).toEqual([])
  })

  it("say a single repeated name as it is", () => {
    const warnings = REPEATED.slice(0, 1)
    const [text] = renderWarnings({ ...NOTHING, warnings, checking: true })
    expect(text).toContain("two scenarios have the name `n0`\n")
  })
})

describe("scripts without a header", () => {
  const ignored = (...paths: readonly string[]) =>
    paths.map((path) => ({ path, reason: "it has no header", noHeader: true }))
  const lines = (files: ReturnType<typeof ignored>) =>
    renderWarnings({ ...NOTHING, ignored: files, checking: false })

  it("are counted in one line", () => {
    expect(lines(ignored("a.sh", "b.sh"))).toEqual([
      "2 scripts have no header and are not run; `parallel-smoke list --all` names them",
    ])
    expect(lines(ignored("a.sh"))).toEqual([
      "1 script has no header and is not run; `parallel-smoke list --all` names it",
    ])
  })

  it("are no suites that are included twice", () => {
    expect(lines([{ path: "x.yml", reason: "it is included already", noHeader: false }])).toEqual(
      [],
    )
  })
})
