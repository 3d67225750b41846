import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { LiveDisplay, REDRAW_MS } from "../../src/cli/live-display.ts"
import { FakeClock } from "../__rig__/fakes/clock.ts"
import { Terminal } from "../__rig__/terminal.ts"

function displaying(rows = 24) {
  const clock = new FakeClock()
  const terminal = new Terminal({ columns: 40, rows })
  const writes: number[] = []
  let resized = () => {}
  let ready = true
  let frame: readonly string[] = ["bar", "first", "second"]
  const display = new LiveDisplay({
    clock,
    screen: {
      size: () => ({ columns: terminal.columns, rows }),
      ready: () => ready,
      write: (text) => {
        writes.push(clock.monotonic())
        terminal.write(text)
      },
      onResize: (call) => {
        resized = call
        return () => {
          resized = () => {}
        }
      },
    },
    frame: () => frame,
  })
  const show = (lines: readonly string[]) => {
    frame = lines
    display.refresh()
  }
  const resize = (columns: number) => {
    terminal.resize(columns)
    resized()
  }
  const stop = (stopped: boolean) => {
    ready = !stopped
  }
  return { clock, terminal, writes, display, show, resize, stop }
}

describe("LiveDisplay", () => {
  it("draws over itself, and what is printed stays above", async () => {
    const { clock, terminal, display, show } = displaying()
    await clock.advance(REDRAW_MS)
    expect(terminal.text).toBe("bar\nfirst\nsecond")
    display.print("failed  cart")
    show(["bar", "second"])
    await clock.advance(REDRAW_MS)
    expect(terminal.text).toBe("failed  cart\nbar\nsecond")
    display.print("failed  login")
    display.close()
    expect(terminal.text).toBe("failed  cart\nfailed  login")
    display.print("after")
    expect(terminal.text).toBe("failed  cart\nfailed  login\nafter")
  })

  it("draws nothing on a terminal that was stopped, and what was printed when it goes on", async () => {
    const { clock, terminal, writes, display, show, stop } = displaying()
    await clock.advance(REDRAW_MS)
    const drawn = writes.length
    stop(true)
    for (let i = 0; i < 10_050; i++) display.print(`line ${i}`)
    show(["bar", "later"])
    await clock.advance(10_000)
    expect(writes.length).toBe(drawn)
    stop(false)
    await clock.advance(1_000)
    expect(terminal.text).toContain("… 50 lines were not shown\nline 50\nline 51\n")
    expect(terminal.text.endsWith("line 10049\nbar\nlater")).toBe(true)
    display.close()
  })

  it("draws ten times a second at most, and all the same when nothing happens", async () => {
    const { clock, writes, display } = displaying()
    for (let ms = 0; ms < 2_000; ms += 1) {
      display.print(`line ${ms}`)
      await clock.advance(1)
    }
    expect(writes.length).toBeLessThanOrEqual(21)
    const busy = writes.length
    await clock.advance(5_000)
    expect(writes.length).toBeGreaterThan(busy + 5)
    display.close()
    const closed = writes.length
    await clock.advance(5_000)
    expect(writes.length).toBe(closed)
  })

  it("leaves nothing behind on a terminal that becomes narrower or wider", async () => {
    const { clock, terminal, display, show, resize } = displaying()
    show(["x".repeat(39), "y".repeat(25)])
    await clock.advance(REDRAW_MS)
    resize(20)
    show(["short"])
    await clock.advance(REDRAW_MS)
    expect(terminal.text).toBe("short")
    resize(60)
    await clock.advance(REDRAW_MS)
    display.print("kept")
    display.close()
    expect(terminal.text).toBe("kept")
  })

  it("never loses or doubles a printed line, whatever the frames", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.record({ print: fc.nat() }),
            fc.record({ frame: fc.array(fc.constantFrom("a", "bb", "ccc"), { maxLength: 6 }) }),
            fc.record({ wait: fc.integer({ min: 1, max: 400 }) }),
          ),
        ),
        async (steps) => {
          const { clock, terminal, display, show } = displaying(10)
          const printed: string[] = []
          for (const step of steps) {
            if ("print" in step) {
              printed.push(`line ${step.print}`)
              display.print(`line ${step.print}`)
            } else if ("frame" in step) show(step.frame)
            else await clock.advance(step.wait)
          }
          display.close()
          expect(terminal.text).toBe(printed.join("\n"))
        },
      ),
    )
  })
})
