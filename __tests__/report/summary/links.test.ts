import { describe, expect, it } from "vitest"
import { anchorsOf, link, linksOf, type RunAddress } from "../../../src/report/summary/links.ts"
import { INERT_TEXTS } from "../../__rig__/inert-texts.ts"

const COMMIT = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
const ADDRESS: RunAddress = {
  server: "https://github.com",
  repository: "acme/store.front",
  runId: "4711",
  attempt: 2,
  commit: COMMIT,
  report: "https://github.com/acme/store.front/actions/runs/4711#artifacts",
}

describe("linksOf", () => {
  it("leads to the run, its report, a commit, a line of it and a job", () => {
    const links = linksOf(ADDRESS)
    const base = "https://github.com/acme/store.front"
    expect(links.run).toBe(`${base}/actions/runs/4711/attempts/2`)
    expect(links.report).toBe(`${base}/actions/runs/4711#artifacts`)
    expect(links.commit(COMMIT)).toBe(`${base}/commit/${COMMIT}`)
    expect(links.line("ci/my smoke.yml", 12)).toBe(`${base}/blob/${COMMIT}/ci/my%20smoke.yml#L12`)
    expect(links.job("48")).toBe(`${base}/actions/runs/4711/job/48`)
  })

  it.each<Partial<RunAddress>>([
    { server: "javascript:alert(1)" },
    { server: 'https://x"onclick=' },
    { repository: "acme" },
    { repository: 'a/b"><script>' },
  ])("leads nowhere with %o", (wrong) => {
    const links = linksOf({ ...ADDRESS, ...wrong })
    expect(links.run).toBeNull()
    expect(links.report).toBeNull()
    expect(links.commit(COMMIT)).toBeNull()
    expect(links.line("smoke.yml", 1)).toBeNull()
    expect(links.job("1")).toBeNull()
  })

  it("has no link for what is no commit, no number and no path below the root", () => {
    const links = linksOf({ ...ADDRESS, runId: "x", report: "https://evil.example" })
    expect([links.run, links.report, links.job("1")]).toEqual([null, null, null])
    expect(links.commit("main")).toBeNull()
    expect(linksOf({ ...ADDRESS, commit: null }).line("smoke.yml", 1)).toBeNull()
    for (const file of ["/etc/passwd", "../x.yml", "./x.yml"]) {
      expect(linksOf(ADDRESS).line(file, 1)).toBeNull()
    }
    for (const id of [undefined, "", "1/2", "x"]) expect(linksOf(ADDRESS).job(id)).toBeNull()
  })

  it.each(INERT_TEXTS)("encodes a path: %j", (text) => {
    const href = linksOf(ADDRESS).line(`x/${text}`, 1)
    expect(href).toMatch(/^https:\/\/github\.com\/acme\/store\.front\/blob\/[\w./%()!~*-]+#L1$/u)
  })
})

describe("anchorsOf", () => {
  it("links inside the summary of one plan, whatever its name is", () => {
    const anchors = anchorsOf("shop-staging")
    expect(anchors.at("failed")).toBe('<a id="user-content-smoke-shop-staging-failed"></a>')
    expect(anchors.to("failed", "2 failed")).toBe(
      '<a href="#user-content-smoke-shop-staging-failed">2 failed</a>',
    )
    expect(anchorsOf('x"><script>').at("failed")).toMatch(/^<a id="[a-z0-9-]+"><\/a>$/u)
  })
})

describe("link", () => {
  it("is only its text where there is no address", () => {
    expect(link("run", null)).toBe("run")
  })
})
