import { describe, expect, it } from "vitest"
import { checkName, toCheckText } from "../../../src/report/review/check-run.ts"
import { buildPlan, buildShard } from "../../__rig__/builders.ts"
import { INERT_TEXTS } from "../../__rig__/inert-texts.ts"
import { badDay, goodDay, type SampleRun, sampleRun } from "../../__rig__/sample-runs.ts"

const textOf = ({ results, state }: SampleRun) =>
  toCheckText({ id: "storefront", results, state, address: null, past: null })

function failing(count: number, scenario: { readonly file?: string; readonly message?: string }) {
  const { file = "smoke.yml", message = "exit code 1" } = scenario
  const ids = Array.from({ length: count }, (_, i) => `s${i}`)
  const plan = buildPlan({ shards: [ids.map((id) => ({ id, file }))] })
  const shard = buildShard(plan).start()
  for (const id of ids) shard.failed(id, { message })
  return textOf(sampleRun(plan, [shard.finish()]))
}

describe("toCheckText", () => {
  it("is never called like the gate, and has the run's conclusion", () => {
    expect(checkName("verdict")).not.toMatch(/verdict$/u)
    expect(textOf(badDay())).toMatchObject({ name: "storefront: results", conclusion: "failure" })
    expect(textOf(goodDay())).toMatchObject({ conclusion: "success", annotations: [[]] })
  })

  it("has 50 annotations in each part", () => {
    const { annotations } = failing(120, {})
    expect(annotations.map(({ length }) => length)).toEqual([50, 50, 20])
    // The last one of 200 says how many more there are, and belongs to no line.
    expect(failing(300, {}).annotations.map(({ length }) => length)).toEqual([50, 50, 50, 49])
  })

  it("keeps below the limits of the service", () => {
    const { title, summary, annotations } = failing(300, { message: "é".repeat(5_000) })
    expect(title.length).toBeLessThanOrEqual(255)
    expect(summary.length).toBeLessThanOrEqual(65_535)
    expect(summary.length).toBeGreaterThan(20_000)
    for (const { title: own, message } of annotations.flat()) {
      expect(own.length).toBeLessThanOrEqual(255)
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(65_536)
    }
  })

  it.each(["/etc/passwd", "../a", "a/../b", "a\nb", "a\u0000", ".", "a\\b", "x".repeat(2_000)])(
    "annotates no path that cannot be of the repository: %j",
    (file) => {
      expect(failing(1, { file }).annotations).toEqual([[]])
    },
  )

  it("annotates files with unusual names", () => {
    const files = ["a b.yml", "..a/b", ".github/smoke.yml", "smoke/ä.sh"]
    for (const file of files) expect(failing(1, { file }).annotations.flat()).toHaveLength(1)
  })

  it.each(INERT_TEXTS)("is inert: %s", (nasty) => {
    const plan = buildPlan({ shards: [[{ id: "evil", name: nasty }]] })
    const shard = buildShard(plan).start().failed("evil", { message: nasty, tail: nasty }).finish()
    const { title, summary, annotations } = textOf(sampleRun(plan, [shard]))
    const prose = summary.replaceAll(/<pre>[\s\S]*?<\/pre>/gu, "")
    expect(prose).not.toMatch(/<!--|<script|<img|@admin|\]\(https|\u202e/u)
    for (const text of [title, ...annotations.flat().flatMap((one) => [one.title, one.message])]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it finds.
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u200b]|^\s*::|##\[/mu)
    }
  })
})
