import { describe, expect, it } from "vitest"
import { suiteRun } from "./real-rig.ts"

const SUITE = `
scenarios:
  make:
    run: |
      echo "url=http://127.0.0.1:1/" >> "$SMOKE_OUTPUT"
      printf 'lines<<X\\none\\ntwo\\nX\\nboth=github\\n' >> "$GITHUB_OUTPUT"
      echo both=smoke >> "$SMOKE_OUTPUT"
      echo "# made it" >> "$GITHUB_STEP_SUMMARY"
  use:
    needs: make
    if: needs.make.outputs.both == 'smoke'
    env: { URL: "\${{ needs.make.outputs.url }}", LINES2: "\${{ needs.make.outputs.lines }}" }
    run: 'echo "$URL [$LINES2] [\${{ needs.make.outputs.none }}]"'
  large: 'head -c 100000 /dev/zero | tr "\\\\0" s >> "$GITHUB_STEP_SUMMARY"'
  skip: 'echo skip=no licence here >> "$SMOKE_OUTPUT"'
  code: 'echo no device; exit 77'
`

describe.runIf(process.platform === "linux")("files of an attempt", () => {
  it("feed outputs to what needs them, skips and summaries to the events", async () => {
    const run = suiteRun(SUITE)
    await run.dispatcher.run()
    expect(run.log("use")).toBe("http://127.0.0.1:1/ [one\ntwo] []\n")
    expect(run.attempt("make").summary).toBe("# made it\n")
    expect(run.attempt("use")).not.toHaveProperty("summary")
    expect(run.attempt("large").summary).toHaveLength(16_384)
    expect(run.attempt("skip")).toMatchObject({ outcome: "skipped", message: "no licence here" })
    expect(run.attempt("code")).toMatchObject({ outcome: "skipped", message: "no device" })
    const skips = run.events.filter(({ type }) => type === "scenario-skipped")
    expect(skips).toMatchObject([{ reason: "self" }, { reason: "self" }])
  })
})
