import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canonicalName, formatName, parseName } from "../../src/capability/name.ts"
import { parseRequirement } from "../../src/capability/requirement.ts"

describe("parseRequirement", () => {
  it.each([
    ["docker", ["docker"], null],
    ["  hive-metastore  ", ["hive-metastore"], null],
    ["cluster.memory", ["cluster", "memory"], null],
    ["memory >= 8Gi", ["memory"], { op: ">=", value: 8 * 2 ** 30 }],
    ["memory>=8 GiB", ["memory"], { op: ">=", value: 8 * 2 ** 30 }],
    ["cpu > 500m", ["cpu"], { op: ">", value: 0.5 }],
    ["node >= 22", ["node"], { op: ">=", value: 22 }],
    ["node >= 22.10", ["node"], { op: ">=", value: "22.10" }],
    ["cpu >= 1.5", ["cpu"], { op: ">=", value: "1.5" }],
    ["go < v1.24.0-rc1", ["go"], { op: "<", value: "v1.24.0-rc1" }],
    ["os == linux", ["os"], { op: "==", value: "linux" }],
    ["os != 'Windows Server'", ["os"], { op: "!=", value: "Windows Server" }],
    ['os == ""', ["os"], { op: "==", value: "" }],
    ['cluster["nvidia.com/gpu"] >= 1', ["cluster", "nvidia.com/gpu"], { op: ">=", value: 1 }],
    ["cluster[ 'nvidia.com/gpu' ]", ["cluster", "nvidia.com/gpu"], null],
    ['["python3.11"] >= 3', ["python3.11"], { op: ">=", value: 3 }],
    ["['g++']", ["g++"], null],
    ['["7z"].part', ["7z", "part"], null],
    ["a.b['c/d'].e<=1e3", ["a", "b", "c/d", "e"], { op: "<=", value: 1_000 }],
  ])("reads %j", (text, name, test) => {
    expect(parseRequirement(text)).toEqual({ ok: true, value: { text: text.trim(), name, test } })
  })

  it.each([
    ["", 0, "there is no name of a capability"],
    [">= 2", 0, "a requirement begins with a name"],
    ["python3.11", 8, "brackets and quotes: '[\"python3.11\"]'"],
    ["python3.11 >= 3", 8, "brackets and quotes: '[\"python3.11\"]'"],
    ["g++", 1, "brackets and quotes: '[\"g++\"]'"],
    ["g++ >= 12", 1, "brackets and quotes: '[\"g++\"]'"],
    ["7z", 0, "brackets and quotes: '[\"7z\"]'"],
    ["[7z]", 0, 'write the part in quotes: ["7z"]'],
    ["memory >=", 9, "there is nothing after the comparison"],
    ["memory => 8Gi", 7, '"=>" is not a comparison; write >='],
    ["memory = 8Gi", 7, '"=" is not a comparison; write =='],
    ["memory at least 8Gi", 7, '"at" is not a comparison'],
    ["memory >= 8gb", 10, '"gb" is not a unit; write 8G'],
    ["memory >= -1", 10, "-1 is negative"],
    ["cluster[nvidia.com/gpu] >= 1", 7, "the part in brackets is not in quotes or not closed"],
    ["cluster. >= 1", 8, "a part of the name is missing after the dot"],
    ["os == 'linux", 6, "the quote is not closed"],
    ["os == a b", 6, '"a b" is not a quantity, version or word'],
    ["image == 16-alpine", 9, "or put a text in quotes"],
  ])("refuses %j at %i", (text, offset, words) => {
    const parsed = parseRequirement(text)
    expect(parsed).toMatchObject({ ok: false, error: { offset } })
    expect(parsed.ok ? "" : `${parsed.error.message}; ${parsed.error.hint}`).toContain(words)
  })

  it("answers every text with a place inside it", () => {
    const pieces = fc.array(
      fc.constantFrom("a", ".", "[", '"', "]", ">=", "=", " ", "8", "Gi", "-", "v1.2", "'"),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((all) => all.join("")),
        ),
        (text) => {
          const parsed = parseRequirement(text)
          if (parsed.ok) return
          expect(parsed.error.offset).toBeGreaterThanOrEqual(0)
          expect(parsed.error.offset).toBeLessThanOrEqual(text.length)
        },
      ),
    )
  })
})

describe("names", () => {
  it("are written one way", () => {
    expect(canonicalName("cluster['memory']")).toBe("cluster.memory")
    expect(canonicalName("cluster['nvidia.com/gpu']")).toBe('cluster["nvidia.com/gpu"]')
    expect(canonicalName("['docker']")).toBe("docker")
    expect(canonicalName("['g++']")).toBe('["g++"]')
    // As a program is called, and as a class may declare it.
    expect(canonicalName("g++")).toBe('["g++"]')
    expect(canonicalName("python3.11")).toBe('["python3.11"]')
  })

  it("read back as they are written", () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_./+-]{1,12}$/u)
    fc.assert(
      fc.property(part, fc.array(part, { maxLength: 3 }), (name, rest) => {
        const parts = [name, ...rest]
        expect(parseName(formatName(parts))).toEqual({ ok: true, value: parts })
      }),
    )
  })
})
