import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { placesNear } from "../../../src/core/text/places-in-text.ts"

const first = (...lines: readonly string[]) => {
  const { value } = placesNear(lines, 0).next()
  return value === undefined ? null : `${value.file}:${value.line}:${value.column ?? "-"}`
}

describe("places that tools name", () => {
  it.each([
    ["bash", "./ci/login.sh: line 7: curl: command not found", "./ci/login.sh:7:-"],
    ["dash", "ci/login.sh: 7: curl: not found", "ci/login.sh:7:-"],
    ["Python", '  File "tests/shop.py", line 12, in pay', "tests/shop.py:12:-"],
    ["pytest", "tests/test_pay.py:31: AssertionError", "tests/test_pay.py:31:-"],
    ["bats", "# (in test file test/pay.bats, line 4)", "test/pay.bats:4:-"],
    ["Go", "    pay_test.go:14: got 3", "pay_test.go:14:-"],
    ["Go's stack", "\t/home/runner/shop/pay.go:14 +0x1d", "/home/runner/shop/pay.go:14:-"],
    ["Rust", "thread 'main' panicked at src/main.rs:2:5:", "src/main.rs:2:5"],
    ["Node", "    at pay (/shop/lib/pay.js:10:15)", "/shop/lib/pay.js:10:15"],
    ["Node's modules", "    at file:///shop/lib/pay.mjs:10:15", "/shop/lib/pay.mjs:10:15"],
    ["gcc", "src/shop.c:5:18: error: expected ';'", "src/shop.c:5:18"],
    ["tsc", "src/pay.ts(3,7): error TS2322: no", "src/pay.ts:3:7"],
    ["Java", "\tat shop.Pay.pay(Pay.java:42)", "Pay.java:42:-"],
    ["Ruby", "lib/pay.rb:8:in `pay': no money (RuntimeError)", "lib/pay.rb:8:-"],
    ["Perl", "no money at lib/Pay.pm line 9.", "lib/Pay.pm:9:-"],
    ["PHP", "PHP Fatal error: no money in src/pay.php on line 21", "src/pay.php:21:-"],
    ["MSBuild", "src\\Pay.cs(12,9): error CS1002: ; expected", "src\\Pay.cs:12:9"],
    ["make", "Makefile:3: *** missing separator.  Stop.", "Makefile:3:-"],
  ])("by %s", (_, line, place) => {
    expect(first(line)).toBe(place)
  })

  it.each(["at 12:30:45 it failed", "no place at all", "v1.2.3", "a:0", "::error::x", ""])(
    "is none a file has in %j",
    (line) => {
      expect((first(line) ?? "").split(":")[0]).not.toMatch(/[a-z]/u)
    },
  )

  it("are found at the line, then below it, then above", () => {
    const lines = ["a.py:1", "boom", "  at x (b.js:2:1)", "  at y (c.js:3:1)"]
    expect([...placesNear(lines, 1)].map(({ file }) => file)).toEqual(["b.js", "c.js", "a.py"])
  })

  it("are within the given lines, whatever those hold, and in time", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary" })),
        fc.integer({ min: -3, max: 9 }),
        (lines, at) => {
          for (const { index, line, column } of placesNear(lines, at)) {
            expect(lines[index]).toBeDefined()
            expect(line).toBeGreaterThan(0)
            expect(column ?? 1).toBeGreaterThan(0)
          }
        },
      ),
    )
    const hostile = [`${"a/".repeat(50_000)}:`, "(".repeat(50_000), `${"a".repeat(50_000)}(1`]
    const started = performance.now()
    expect([...placesNear(hostile, 0)]).toEqual([])
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
