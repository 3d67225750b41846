/**
 * The live display on a real terminal, with a history that can be read: redrawing leaves nothing in it.
 */
import { execFileSync } from "node:child_process"
import { afterEach, expect, it } from "vitest"
import { describeLayer, TMUX } from "../__rig__/layers.ts"
import { COMMAND, Project } from "../__rig__/project.ts"

const SUITE = `
scenarios:
${Array.from({ length: 20 }, (_, i) => `  s${i}: 'until [ -e go ]; do sleep 0.05; done; echo ok'`).join("\n")}
`

describeLayer(TMUX, (tmux) => {
  const socket = `smoke-live-${process.pid}`
  const call = (...args: readonly string[]) =>
    execFileSync(tmux, ["-f", "/dev/null", "-L", socket, ...args], { encoding: "utf8" })

  afterEach(() => {
    call("kill-server")
  })

  /** The screen and all that has scrolled off it. */
  const everything = () => call("capture-pane", "-p", "-J", "-S", "-2000", "-t", "live")
  const count = (pattern: RegExp) => [...everything().matchAll(pattern)].length

  it("leaves no frame behind when the terminal shrinks, redraws and grows again", async () => {
    const project = new Project({ "smoke.yml": SUITE })
    const command = `"${process.execPath}" "${COMMAND}" run -c 20 --live; touch ended; sleep 60`
    const size = ["-x", "100", "-y", "30"]
    call("new-session", "-d", "-s", "live", ...size, "-c", project.root, command)
    const busy = /20 of 20 workers busy/gu
    await expect.poll(() => count(busy), { timeout: 20_000 }).toBe(1)
    call("resize-window", "-t", "live", "-x", "40", "-y", "12")
    const bar = () => /(\d+)s\b/u.exec(everything().split("━").at(-1) ?? "")?.[1]
    // Elapsed times change with every second: it has been drawn anew several times.
    const shown = bar()
    await expect.poll(() => bar() !== shown && bar(), { timeout: 10_000 }).toBeTruthy()
    const first = bar()
    await expect.poll(() => bar() !== first && bar(), { timeout: 10_000 }).toBeTruthy()
    // What was taller than the screen has scrolled away once and is out of reach.
    expect(count(busy)).toBeLessThanOrEqual(2)
    const before = count(/^ {2}s\d+ /gmu)
    call("resize-window", "-t", "live", "-x", "100", "-y", "30")
    project.write("go", "")
    await project.appears("ended")
    await expect.poll(() => count(/PASSED: 20 of 20 passed/gu), { timeout: 5_000 }).toBe(1)
    expect(count(busy)).toBeLessThanOrEqual(1)
    expect(count(/^ {2}s\d+ /gmu)).toBeLessThanOrEqual(before)
  })
})
