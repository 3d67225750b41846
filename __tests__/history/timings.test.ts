/**
 * Timings of other tools: what they write, what it means here, and what is no timing at all.
 */
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { matchTimings } from "../../src/history/timings/match-timings.ts"
import { readTimings } from "../../src/history/timings/read-timings.ts"
import { scenario } from "../plan/plan-rig.ts"
import { history, NOW, passed } from "./history-rig.ts"

const script = (path: string) => ({ kind: "script", path, shebang: null }) as const

const SCENARIOS = [
  scenario({ id: "home", definition: { name: "Home page" } }),
  scenario({ id: "cart/add", definition: { slug: "cart-add", name: "Twin" } }),
  scenario({ id: "cart/pay", definition: { slug: "cart-pay", name: "Twin" } }),
  scenario({ id: "tests/a", definition: { command: script("tests/a.py") } }),
  scenario({
    id: "sql:good",
    definition: { eachFile: { path: "sql/good.test", relative: "good.test" } },
  }),
]

function seconds(text: string) {
  const read = readTimings(text, NOW)
  if (!read.ok) return read.error
  const { known, unmatched } = matchTimings(read.value, SCENARIOS)
  const times = Object.fromEntries([...known].map(([id, { ms }]) => [id, ms / 1_000]))
  return { times, unmatched, dropped: read.value.dropped }
}

describe("a JSON map", () => {
  it("is matched by id, slug, name and file", () => {
    const map = { home: 1, "cart-add": 2, "cart/pay": 3, "./sql/good.test": 4, Twin: 9, other: 5 }
    expect(seconds(JSON.stringify(map))).toEqual({
      times: { home: 1, "cart/add": 2, "cart/pay": 3, "sql:good": 4 },
      unmatched: 2,
      dropped: 0,
    })
    expect(seconds('{"Home page": 7}')).toMatchObject({ times: { home: 7 } })
  })

  it("as pytest-split writes it adds the tests of a file", () => {
    const text = '{"tests/a.py::test_one": 1.5, "tests/a.py::test_two[x]": 2, "tests/b.py::t": 1}'
    expect(seconds(text)).toEqual({ times: { "tests/a": 3.5 }, unmatched: 1, dropped: 0 })
    expect(seconds('[["tests/a.py::test_one", 1.5]]')).toMatchObject({ times: { "tests/a": 1.5 } })
  })

  it("leaves out what is no duration", () => {
    const text = '{"home": -1, "cart/add": 1e12, "cart/pay": "3", "sql:good": 0}'
    expect(seconds(text)).toEqual({ times: { "sql:good": 0 }, unmatched: 0, dropped: 3 })
  })
})

describe("a history", () => {
  it("is matched by ids, of whichever suite it is", () => {
    const text = JSON.stringify({
      ...history({ home: [passed(0, 3)], gone: [passed(0, 1)] }),
      suite: "x",
    })
    expect(seconds(text)).toEqual({ times: { home: 3 }, unmatched: 1, dropped: 0 })
  })
})

describe("JUnit XML", () => {
  it("is read through suites, comments, output and attributes in any order", () => {
    const text = `\uFEFF<?xml version="1.0"?>
<!DOCTYPE testsuites [ <!ENTITY a "<testcase name='cart/add' time='99'/>"> ]>
<testsuites><!-- <testcase name="home" time="50"/> --><testsuite name="x > y">
  <testcase time='1.25' classname="shop" name="home"><system-out><![CDATA[</testcase><testcase name="home" time="60"/>]]></system-out></testcase>
  <testcase name="cart/pay" time="1,002.5" file="x"><failure message="a &lt; b">no</failure></testcase>
  <testcase name="cart/add" time="0"><skipped/></testcase>
  <testsuite><testcase name="good" classname="sql" time="3"/><testcase name="one" file="tests\\a.py" time="2"/></testsuite>
  <testcase name="&#72;ome page&unknown;" time="5"/><testcase name="no time"/>
</testsuite></testsuites>`
    expect(seconds(text)).toEqual({
      times: { home: 1.25, "cart/pay": 1002.5, "sql:good": 3, "tests/a": 2 },
      unmatched: 1,
      dropped: 1,
    })
  })

  it("costs no more than its length, whatever its entities say", () => {
    const entities = Array.from(
      { length: 30 },
      (_, i) => `<!ENTITY e${i} "&e${i + 1};&e${i + 1};">`,
    )
    const text = `<!DOCTYPE x [${entities.join("")}]><testsuite><testcase name="&e0;" time="1"/></testsuite>`
    expect(seconds(text)).toEqual({ times: {}, unmatched: 1, dropped: 0 })
  })
})

describe("names of classes, suites and packages", () => {
  const value = (id: string, matrix: Record<string, string>) =>
    scenario({ id, definition: { matrix } })
  const PACKAGES = [
    value("unit:1", { package: "example.org/shop/cart" }),
    value("unit:2", { package: "./pay" }),
    value("unit:3", { package: "./tools/..." }),
    value("java:1", { class: "OrderTest" }),
    scenario({ id: "py", definition: { command: script("tests/test_user.py") } }),
    scenario({ id: "stock", definition: { name: "Stock of the shop" } }),
    value("file:1", { file: "tests/test_stock.py" }),
    value("twin:a", { os: "both" }),
    value("twin:b", { os: "both" }),
  ]
  const matched = (text: string) => {
    const read = readTimings(text, NOW)
    if (!read.ok) return read.error
    const { known, unmatched, ofTests } = matchTimings(read.value, PACKAGES)
    const times = Object.fromEntries([...known].map(([id, { ms }]) => [id, ms / 1_000]))
    return { times, unmatched, ofTests: [...ofTests].sort() }
  }
  const junit = (...cases: readonly (readonly [string, string | null, number])[]) =>
    `<testsuites>${cases
      .map(([suite, classname, time], i) => {
        const of = classname === null ? "" : ` classname="${classname}"`
        return `<testsuite name="${suite}"><testcase name="Test${i}"${of} time="${time}"/></testsuite>`
      })
      .join("")}</testsuites>`

  it.each([
    ["example.org/shop/cart", "unit:1"],
    ["example.org/shop/pay", "unit:2"],
    ["example.org/shop/tools/fmt", "unit:3"],
    ["org.shop.OrderTest", "java:1"],
    ["tests.test_user", "py"],
    ["tests.test_user.TestLogin", "py"],
    ["Stock of the shop", "stock"],
    ["tests.test_stock", "file:1"],
    ["tests.test_stock.TestCount", "file:1"],
  ])("%s is %s", (name, id) => {
    const expected = { times: { [id]: 3 }, unmatched: 0, ofTests: [id] }
    expect(matched(junit(["x y", name, 1], ["x y", name, 2]))).toEqual(expected)
    expect(matched(junit([name, null, 1], [name, "t", 2]))).toEqual(expected)
  })

  it.each([
    '{"tests/test_stock.py::test_a": 1, "tests/test_stock.py::test_b": 2}',
    '{"./tests/test_stock.py": 3}',
    "tests/test_stock.py:3",
  ])("are values of a matrix in %s, too", (text) => {
    expect(matched(text)).toEqual({ times: { "file:1": 3 }, unmatched: 0, ofTests: ["file:1"] })
  })

  it("fit none where they fit several, or nothing at all", () => {
    expect(matched(junit(["both", "both", 1], ["cartoon", "ay", 2]))).toEqual({
      ...{ times: {}, unmatched: 2, ofTests: [] },
    })
  })

  it("are keys of nested maps, for one of several machines", () => {
    const map = {
      linux: { test_user: { TestLogin: 1.5, TestLogout: 2 }, "example.org/shop/cart": { T: 4 } },
      windows: { test_user: { TestLogin: 3, TestLogout: 4 } },
    }
    expect(matched(JSON.stringify(map))).toEqual({
      ...{ times: { py: 7, "unit:1": 4 }, unmatched: 0, ofTests: ["py", "unit:1"] },
    })
    expect(matched('{"a": {"b": "c"}}')).toBe("it contains no durations")
  })
})

it("lines of path:seconds are read as parallel_tests logs them", () => {
  const log = "tests/a.py:1.5\nhome:2\n./sql/good.test:1e-05\n\nnonsense\ntests/a.py:3.25\nx:1\n"
  expect(seconds(log)).toEqual({
    times: { "tests/a": 3.25, home: 2, "sql:good": 0.000_01 },
    unmatched: 1,
    dropped: 1,
  })
})

describe("no timings", () => {
  it.each([
    ["", "it is neither JSON nor XML, or it is cut off"],
    ['{"home": 1', "it is neither JSON nor XML, or it is cut off"],
    ["5", "it contains no durations"],
    ['{"scenarios": []}', "it contains no durations"],
    ['{"schemaVersion": 2, "suite": "shop"}', "it has version 2, this program reads 1"],
    ["<html><body/></html>", "it is not JUnit XML"],
    ["<?xml version='1.0'?>", "it is not JUnit XML"],
    ["<testsuite><testcase name='home' time='1'/>", "it ends in the middle: it is cut off"],
    ["<testsuite><testcase name='home' ti", "it ends in the middle: it is cut off"],
    ["<testsuite><!-- ", "it ends in the middle: it is cut off"],
  ])("in %j", (text, error) => {
    expect(seconds(text)).toBe(error)
  })

  it("and never an exception", () => {
    const piece = fc.constantFrom(
      "<",
      ">",
      "testcase",
      "testsuite",
      "/",
      '"',
      "'",
      " ",
      "name=",
      "<!--",
      "]]>",
      "[",
      "&#x110000;",
      "time='1'",
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        seconds(`<testsuite>${pieces.join("")}</testsuite>`)
      }),
    )
    fc.assert(fc.property(fc.json(), (text) => void seconds(text)))
  })
})
