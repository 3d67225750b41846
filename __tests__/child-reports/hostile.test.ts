/**
 * Reports that no tool makes, or only a broken one: bounded, never an exception, and what is good of them counts.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { describe, expect, it } from "vitest"
import { type ReportFormat, ReportReader } from "../../src/child-reports/read-report.ts"
import { Tally } from "../../src/child-reports/tally.ts"

function* pieces(parts: Iterable<string | Uint8Array>): Generator<Uint8Array> {
  const encoder = new TextEncoder()
  for (const part of parts) yield typeof part === "string" ? encoder.encode(part) : part
}

function read(parts: Iterable<string | Uint8Array>, format: ReportFormat | null = null) {
  const tally = new Tally()
  const reader = new ReportReader(tally, format)
  let bytes = 0
  for (const piece of pieces(parts)) {
    bytes += piece.length
    if (!reader.write(piece)) break
  }
  return { problem: reader.end(), ...tally.result(), bytes }
}

const SUITE = '<testsuite name="s">'
const FAILED = '<testcase name="a"><failure message="no"/></testcase>'

describe("a report that is no report", () => {
  it.each([
    ["nothing", "", "it is empty"],
    ["blanks", " \n\t\n", "it is empty"],
    ["a byte order mark", "\u{feff}", "it is empty"],
    ["HTML", "<html><body>Not found</body></html>", "it is not JUnit XML"],
    ["prose", "no tests today\n", "it is not TAP"],
    ["JSON", '{"tests": []}', "it is not TAP"],
    ["an XML declaration alone", "<?xml version='1.0'?>", "it is not JUnit XML"],
  ])("%s", (_, text, problem) => {
    expect(read([text])).toMatchObject({ problem, failed: 0, passed: 0, cases: [] })
  })

  it("is judged by the format that the suite names", () => {
    expect(read(["ok 1\n1..1\n"], "junit").problem).toBe("it is not JUnit XML")
    expect(read([`${SUITE}</testsuite>`], "tap").problem).toBe("it is not TAP")
  })
})

describe("a report that breaks off", () => {
  it.each([
    `${SUITE}${FAILED}`,
    `${SUITE}${FAILED}<testcase name="b`,
    `${SUITE}${FAILED}<testcase name="b"><failure><![CDATA[ text`,
    `<testsuites>${SUITE}${FAILED}<!-- `,
  ])("counts what is whole: %s", (text) => {
    const found = read([text])
    expect(found).toMatchObject({ problem: "it breaks off", failed: 1, passed: 0 })
  })

  it("is one with fewer tests than TAP planned", () => {
    const found = read(["1..3\nok 1 - a\nnot ok 2 - b"])
    expect(found).toMatchObject({ problem: "it has 2 of 3 planned tests", failed: 1, passed: 1 })
  })
})

describe("encodings", () => {
  const xml = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><testsuite><testcase name="Grüße €"/></testsuite>`
  const nameOf = (bytes: Uint8Array) => {
    const { cases, problem } = read([bytes])
    expect(problem).toBe(null)
    return cases[0]?.name
  }

  it.each(["ISO-8859-1", "iso-8859-15", "windows-1252"])("%s by its declaration", (encoding) => {
    const sign = encoding === "iso-8859-15" ? 0xa4 : 0x80
    const bytes = Uint8Array.from(xml(encoding), (c) => (c === "€" ? sign : c.charCodeAt(0)))
    expect(nameOf(bytes)).toBe("Grüße €")
  })

  it.each(["utf-16le", "utf-16be"])("%s by its mark", (encoding) => {
    const bytes = Buffer.from(`\u{feff}${xml("UTF-16")}`, "utf16le")
    expect(nameOf(encoding === "utf-16le" ? bytes : bytes.swap16())).toBe("Grüße €")
  })

  it("UTF-8 with a mark, and where it names an encoding that nobody knows", () => {
    expect(nameOf(Buffer.from(`\u{feff}${xml("UTF-8")}`))).toBe("Grüße €")
    expect(nameOf(Buffer.from(xml("klingon")))).toBe("Grüße €")
  })

  it("bytes that are no UTF-8 cost signs, not tests", () => {
    const bytes = Buffer.concat([
      Buffer.from(`${SUITE}<testcase name="`),
      Buffer.from([0xff, 0xfe, 0x80]),
      Buffer.from('x"/></testsuite>'),
    ])
    expect(read([bytes])).toMatchObject({ problem: null, passed: 1 })
  })
})

describe("hostile XML", () => {
  it("expands no entity", () => {
    const entities = Array.from({ length: 30 }, (_, i) => {
      return `<!ENTITY e${i + 1} "&e${i};&e${i};&e${i};&e${i};">`
    })
    const bomb = `<!DOCTYPE x [<!ENTITY e0 "ha">${entities.join("")}]>${SUITE}<testcase name="&e30;"><failure message="&e30;">&e30;</failure></testcase></testsuite>`
    const found = read([bomb])
    expect(found.failed).toBe(1)
    expect(JSON.stringify(found.cases).length).toBeLessThan(1_000)
  })

  it("reads nothing from elsewhere", () => {
    const text = `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${SUITE}<testcase name="&f;"/></testsuite>`
    expect(JSON.stringify(read([text]))).not.toContain("root:")
  })

  it("ends at a million elements inside each other", () => {
    const found = read(
      (function* () {
        yield SUITE + FAILED
        for (let i = 0; i < 1_000; i++) yield "<testsuite>".repeat(1_000)
      })(),
    )
    expect(found).toMatchObject({ problem: "its elements are nested too deeply", failed: 1 })
    expect(found.bytes).toBeLessThan(100_000)
  })

  it("ends at a million attributes", () => {
    const found = read(
      (function* () {
        yield `${SUITE}${FAILED}<testcase `
        for (let i = 0; i < 1_000; i++)
          yield Array.from({ length: 1_000 }, (_, j) => `a${i}x${j}="" `).join("")
      })(),
    )
    expect(found).toMatchObject({ problem: "an element has too many attributes", failed: 1 })
    expect(found.bytes).toBeLessThan(100_000)
  })

  it("bounds names, messages, reruns and rows", () => {
    const long = "x".repeat(10_000)
    const one = `<testcase name="${long}"><failure message="${long}"/>${`<rerunFailure message="${long}"/>`.repeat(50)}</testcase>`
    const found = read([SUITE, ...Array.from({ length: 60 }, () => one), "</testsuite>"])
    expect(found).toMatchObject({ problem: null, failed: 60 })
    expect(found.cases).toHaveLength(50)
    expect(found.cases[0]?.reruns).toHaveLength(5)
    expect(JSON.stringify(found.cases).length).toBeLessThan(50 * 7 * 600)
  })

  it("shows no control sign of a terminal", () => {
    const text = `${SUITE}<testcase name="a\u{1b}[31mb"><failure message="c\u{1b}]0;title\u{7}d&#27;[2Je"/></testcase></testsuite>`
    const found = read([text])
    expect(found).toMatchObject({ problem: null, failed: 1 })
    expect(JSON.stringify(found.cases)).not.toMatch(/\\u001b|\\u0007/u)
  })

  const MIB = 1 << 20
  setFlagsFromString("--expose-gc")
  const collectGarbage = runInNewContext("gc") as () => void
  const heldBytes = () => {
    collectGarbage()
    return process.memoryUsage().heapUsed
  }

  it.each([
    [100, "output in text", "<system-out>", "some line of output\n", "</system-out>"],
    [50, "output in a section", "<system-out><![CDATA[", "some output\n", "]]></system-out>"],
    [30, "test cases", "", '<testcase name="t" classname="c" time="0.1"/>', ""],
    [30, "failures", "", '<testcase name="t"><failure>at (b.js:1:2)</failure></testcase>', ""],
    [50, "a comment", "<!--", "some words of a comment ", "-->"],
  ])(
    "%i MiB of %s take little memory",
    (size, _, start, repeated, end) => {
      const block = repeated.repeat(Math.ceil(MIB / 16 / repeated.length))
      const before = heldBytes()
      let most = 0
      let count = 0
      const found = read(
        (function* () {
          yield SUITE + FAILED + start
          for (let bytes = 0; bytes < size * MIB; bytes += block.length) {
            count += 1
            if (count % 64 === 0) most = Math.max(most, heldBytes() - before)
            yield block
          }
          yield `${end}<testcase name="last"><skipped/></testcase></testsuite>`
        })(),
      )
      expect(found).toMatchObject({ problem: null, skipped: 1 })
      expect(most / MIB).toBeLessThan(25)
    },
    120_000,
  )
})
