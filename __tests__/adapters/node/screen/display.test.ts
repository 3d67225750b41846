import { describe, expect, it } from "vitest"
import { Display } from "../../../../src/adapters/node/screen/display.ts"

/** A reader with room for so many bytes. */
function reading(mostWaiting = 1_000) {
  let room = Number.POSITIVE_INFINITY
  let problem: string | null = null
  let text = ""
  const write = (bytes: Uint8Array) => {
    if (problem !== null) throw Object.assign(new Error(problem), { code: problem })
    if (room === 0) throw Object.assign(new Error("again"), { code: "EAGAIN" })
    const taken = Buffer.from(bytes).subarray(0, room)
    room -= taken.length
    text += taken.toString()
    return taken.length
  }
  const display = new Display({ write, mostWaiting })
  return {
    display,
    text: () => text,
    has: (bytes: number) => {
      room = bytes
    },
    fails: (code: string | null) => {
      problem = code
    },
  }
}

function lines(from: number, to: number): string {
  return [...Array(to - from).keys()].map((i) => `line ${from + i}\n`).join("")
}

describe("Display", () => {
  it("writes at once while it is read", () => {
    const { display, text } = reading()
    display.print("one\ntwo\n")
    expect(text()).toBe("one\ntwo\n")
    expect(display.idle()).toBe(true)
  })

  it("keeps what is not read, and shows all of it in its order when it is", () => {
    const { display, text, has } = reading()
    has(6)
    display.print("one\n")
    display.print("two\nthree\n")
    expect(text()).toBe("one\ntw")
    expect(display.idle()).toBe(false)
    has(Number.POSITIVE_INFINITY)
    display.print("four\n")
    expect(text()).toBe("one\ntwo\nthree\nfour\n")
  })

  it("leaves out the oldest lines beyond its bound, and counts them", () => {
    const { display, text, has } = reading(1_000)
    display.print("begin\n")
    has(0)
    display.print("held\n")
    for (let i = 0; i < 5_000; i++) display.print(lines(i, i + 1))
    has(Number.POSITIVE_INFINITY)
    display.print("end\n")
    const [gap = "", first = ""] = text().split("\n").slice(2)
    const from = Number(first.replace("line ", ""))
    expect(gap).toBe(`… ${from.toLocaleString("en")} lines were not shown`)
    expect(text()).toBe(`begin\nheld\n${gap}\n${lines(from, 5_000)}end\n`)
    expect(lines(from, 5_000).length).toBeGreaterThan(950)
  })

  it("keeps the newest line, however long it is", () => {
    const { display, text, has } = reading(10)
    has(0)
    for (const line of ["held\n", "lost\n"]) display.print(line)
    display.print(`${"x".repeat(50)}\n`)
    has(Number.POSITIVE_INFINITY)
    display.finish()
    expect(text()).toBe(`held\n… 1 line was not shown\n${"x".repeat(50)}\n`)
  })

  it("throws away what a reader that is gone or a full disk does not take", () => {
    const { display, text, fails } = reading()
    for (const code of ["EPIPE", "ENOSPC", "EIO"]) {
      fails(code)
      display.print("lost\n")
      expect(display.idle()).toBe(true)
    }
    fails(null)
    display.print("shown\n")
    expect(text()).toBe("shown\n")
  })

  it("waits at the end for no reader that takes nothing", () => {
    const { display, has } = reading()
    has(0)
    display.print("never\n")
    const begun = performance.now()
    display.finish()
    expect(performance.now() - begun).toBeLessThan(5_000)
    expect(display.idle()).toBe(false)
    has(Number.POSITIVE_INFINITY)
    display.finish()
    expect(display.idle()).toBe(true)
  })
})
