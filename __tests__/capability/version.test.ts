import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { compareVersions, findVersion } from "../../src/capability/version.ts"

describe("findVersion", () => {
  it.each([
    ["v22.11.0", "22.11.0"],
    ["git version 2.43.0", "2.43.0"],
    ["go version go1.22.1 linux/amd64", "1.22.1"],
    ["Python 3.12.3", "3.12.3"],
    ['openjdk version "21.0.5" 2024-10-15', "21.0.5"],
    ["openjdk 21 2023-09-19", "21"],
    ["Docker version 27.3.1, build ce12230", "27.3.1"],
    ["GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2.15"],
    ["jq-1.7.1", "1.7.1"],
    ["less 590 (PCRE2 regular expressions)", "590"],
    ["OpenSSH_9.6p1 Ubuntu-3ubuntu13.5, OpenSSL 3.0.13 30 Jan 2024", "9.6"],
    ["rustc 1.84.0-nightly (b19329a37 2024-11-21)", "1.84.0-nightly"],
    ["v23.0.0-rc.2", "23.0.0-rc.2"],
    ["Client Version: v1.31.2\nKustomize Version: v5.4.2", "1.31.2"],
    ["usage: frob [options]", null],
    ["", null],
  ])("finds in %j %j", (text, version) => {
    expect(findVersion(text)).toBe(version)
  })
})

describe("compareVersions", () => {
  it.each([
    ["22.11.0", "22", 0],
    ["22.11.0", "22.11", 0],
    ["22.9", "22.10", -1],
    ["22.10", "22.9", 1],
    ["v1.24.0", "1.24.0", 0],
    ["1.24", "1.24.1", -1],
    ["9.6", "10", -1],
    ["1.24.0-rc1", "1.24.0", -1],
    ["1.24.0", "1.24.0-rc1", 1],
    ["1.24.0-rc2", "1.24.0-rc10", -1],
    ["1.02", "1.2", 0],
    ["20261121123456789012345", "20261121123456789012346", -1],
  ])("puts %j against %j", (there, asked, sign) => {
    expect(Math.sign(compareVersions(there, asked))).toBe(sign)
  })

  it("orders by numbers and not by letters", () => {
    const numbers = fc.array(fc.nat(300), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const first = a.findIndex((number, index) => number !== b[index])
        const expected = first === -1 ? 0 : Math.sign((a[first] ?? 0) - (b[first] ?? 0))
        expect(Math.sign(compareVersions(a.join("."), b.join(".")))).toBe(expected)
      }),
    )
  })
})
