// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of suites look like this.
/**
 * Suite files that somebody made to stop the program that reads them.
 */
import type { DiagnosticCode } from "../../src/core/problems/diagnostic.ts"

/** A file, and codes that must be among what is said of it. */
export interface HostileText {
  readonly name: string
  readonly text: () => string | Uint8Array
  readonly codes: readonly DiagnosticCode[]
}

const LIMIT = 1 << 20

/** As much of a text as a suite file may have. */
function upToLimit(part: (i: number) => string, before = ""): string {
  const parts = [before]
  for (let length = before.length, i = 0; ; i++) {
    const next = part(i)
    length += next.length
    if (length >= LIMIT) return parts.join("")
    parts.push(next)
  }
}

function times(count: number, part: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => part(i)).join("")
}

const bomb = times(12, (i) =>
  i === 0 ? "l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n" : `l${i}: &l${i} [${Array(10).fill(`*l${i - 1}`)}]\n`,
)

const matrix = times(12, (i) => `d${i}: [${Array.from({ length: 60 }, (_, j) => j)}],`)

/** Every one is at most 1 MiB, as larger files are not read at all. */
export const HOSTILE_TEXTS: readonly HostileText[] = (
  [
    [
      "1 MiB of nested aliases",
      () => upToLimit((i) => `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]\n`),
      ["yaml/alias"],
    ],
    ["an anchor bomb", () => bomb, ["yaml/alias"]],
    [
      "1 MiB of aliases of one anchor",
      () => upToLimit(() => "*a, ", "a: &a [x]\nb: ["),
      ["yaml/alias"],
    ],
    ["1 MiB of anchors", () => upToLimit((i) => `a${i}: &a${i} x\n`), ["yaml/alias"]],
    ["1 MiB of stars", () => upToLimit(() => "*a "), ["yaml/alias"]],
    [
      "flow lists, 10,000 deep",
      () => `a: ${"[".repeat(10_000)}${"]".repeat(10_000)}`,
      ["yaml/syntax"],
    ],
    [
      "flow mappings, 10,000 deep",
      () => `a: ${"{a: ".repeat(10_000)}x${"}".repeat(10_000)}`,
      ["yaml/syntax"],
    ],
    ["lists in lists on one line", () => `a:\n  ${"- ".repeat(500_000)}x`, ["yaml/syntax"]],
    ["keys in keys on one line", () => "? ".repeat(500_000), ["yaml/syntax"]],
    ["1 MiB of brackets", () => upToLimit(() => "[", "a: "), ["yaml/syntax"]],
    ["1 MiB of empty lists", () => upToLimit(() => "[],", "a: ["), ["file/too-large"]],
    [
      "block mappings, 1,400 deep",
      () => times(1_400, (i) => `${" ".repeat(i)}a:\n`),
      ["yaml/syntax"],
    ],
    ["1 MiB of one line", () => `a: "${"x".repeat(LIMIT - 10)}"`, ["suite/unknown-key"]],
    ["a key of 1 MiB", () => `${"k".repeat(LIMIT - 10)}: 1`, ["yaml/syntax"]],
    ["a quoted key of 1 MiB", () => `"${"k".repeat(LIMIT - 10)}": 1`, ["yaml/syntax"]],
    ["an id of 1 MiB", () => `scenarios: { ${"k".repeat(LIMIT - 40)}: [] }`, ["suite/type"]],
    ["100,000 keys", () => upToLimit((i) => `k${i}: 1\n`), ["file/too-large"]],
    ["20,000 keys", () => times(20_000, (i) => `k${i}: 1\n`), ["suite/unknown-key"]],
    [
      "100,000 keys in braces",
      () => `{${upToLimit((i) => `k${i}: 1, `).slice(2)}}`,
      ["file/too-large"],
    ],
    ["a key 200,000 times", () => upToLimit(() => "k: 1\n"), ["file/too-large"]],
    ["a key 50,000 times", () => times(50_000, () => "k: 1\n"), ["yaml/syntax"]],
    ["1 MiB of list items", () => upToLimit(() => "- x\n"), ["file/too-large"]],
    ["1 MiB of commas", () => upToLimit(() => ",", "["), ["file/too-large"]],
    ["1 MiB of quotes", () => upToLimit(() => '"'), ["file/too-large"]],
    ["240,000 empty texts in a row", () => `a: ${'""'.repeat(240_000)}`, ["yaml/syntax"]],
    ["1 MiB of tags", () => upToLimit(() => "!a "), ["file/too-large"]],
    ["1 MiB of line ends", () => upToLimit(() => "\n"), ["file/too-large"]],
    ["1 MiB of tabs", () => upToLimit(() => "\t"), ["suite/empty"]],
    ["NUL bytes", () => "scenarios: { a: \u0000\u0000 }\n", ["suite/value"]],
    ["1 MiB of NUL bytes", () => upToLimit(() => "\u0000"), ["suite/type"]],
    ["50,000 values with NUL bytes", () => times(50_000, (i) => `k${i}: "\0"\n`), ["suite/value"]],
    ["1 MiB of byte order marks", () => "\ufeff".repeat(LIMIT / 3 - 1), ["suite/type"]],
    ["a byte order mark inside", () => "a\ufeff: b", ["suite/unknown-key"]],
    ["UTF-16", () => Buffer.from("\ufeffscenarios: { a: b }", "utf16le"), ["file/not-text"]],
    [
      "bytes that are no UTF-8",
      () => Uint8Array.from([0x61, 0x3a, 0x20, 0xff, 0xfe]),
      ["file/not-text"],
    ],
    ["lone carriage returns", () => "scenarios:\r  a: b\r", ["yaml/syntax"]],
    ["1 MiB of CRLF", () => upToLimit((i) => `k${i}:\r\n`), ["file/too-large"]],
    [
      "an expression, 1 MiB long",
      () => `scenarios: { a: "\${{ ${"!".repeat(1_000_000)}1 }}" }`,
      ["expression/syntax"],
    ],
    [
      "an expression, 5,000 deep",
      () => `scenarios: { a: "\${{ ${"(".repeat(5_000)}1${")".repeat(5_000)} }}" }`,
      ["expression/syntax"],
    ],
    [
      "a matrix far beyond the limit",
      () => `scenarios: { a: { run: x, strategy: { matrix: { ${matrix} } } } }`,
      ["suite/too-many-scenarios"],
    ],
    [
      "a need of everything, 2,000 times",
      () => `scenarios:\n${times(2_000, (i) => `  s${i}: { run: x, needs: "*" }\n`)}`,
      ["scenario/cycle"],
    ],
    [
      "a need of everything, 5,000 times",
      () => `scenarios:\n${times(5_000, (i) => `  s${i}: { run: x, needs: "*" }\n`)}`,
      ["scenario/too-many-needs"],
    ],
    [
      "5,000 unknown needs",
      () => `scenarios:\n${times(5_000, (i) => `  s${i}: { run: x, needs: y${i} }\n`)}`,
      ["scenario/unknown-need"],
    ],
    [
      "a circle of 5,000 jobs",
      () =>
        `jobs:\n${times(5_000, (i) => `  - { id: j${i}, command: x, dependencies: [j${(i + 1) % 5_000}] }\n`)}`,
      ["scenario/cycle"],
    ],
    [
      "1 MiB of jobs",
      () => upToLimit((i) => `  - { id: j${i}, command: x }\n`, "jobs:\n"),
      ["file/too-large"],
    ],
    [
      "5,000 jobs with mistakes",
      () => `jobs:\n${times(5_000, (i) => `  - { id: j${i}, bad: x }\n`)}`,
      ["suite/unknown-key"],
    ],
    [
      "10,000 patterns",
      () => `include: [${times(10_000, (i) => `"a${i}/**",`)}]`,
      ["include/no-match", "suite/value"],
    ],
  ] as const
).map(([name, text, codes]) => ({ name, text, codes }))

/** Headers of scripts, with what is said of each; `null` where it is a scenario like any other. */
export const HOSTILE_HEADERS: readonly (
  | HostileText
  | { readonly name: string; readonly text: () => string; readonly codes: null }
)[] = [
  {
    name: "deep",
    text: () => `# ---\n# a: ${"[".repeat(20_000)}\n# ---\n`,
    codes: ["script/front-matter"],
  },
  { name: "nul", text: () => "# ---\n# name: \u0000\n# ---\n", codes: ["suite/value"] },
  { name: "fences", text: () => "# ---\n".repeat(100_000), codes: null },
  {
    name: "open",
    text: () => `# ---\n${upToLimit((i) => `# k${i}: 1\n`)}`,
    codes: ["script/front-matter"],
  },
  { name: "wide", text: () => `# ---\n${times(5_000, (i) => `# k${i}: 1\n`)}# ---\n`, codes: null },
  {
    name: "aliases",
    text: () =>
      `# ---\n${times(2_000, (i) => `# a${i}: &a${i} [*a${i - 1}, *a${i - 1}]\n`)}# ---\n`,
    codes: ["yaml/alias"],
  },
]
