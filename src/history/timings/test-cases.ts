/**
 * The test cases of a JUnit XML file, read tag by tag. Nothing is expanded but the five entities of
 * XML and numbers of characters, so a document can cost no more than its own length.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"

/** One test case that was not skipped. */
export interface TestCase {
  readonly name: string
  readonly classname: string | null
  readonly file: string | null
  /** Names of the suites that it is in, innermost first. */
  readonly suites: readonly string[]
  readonly seconds: number
}

/** Reads all test cases, however their suites are nested. */
export function readTestCases(text: string): Result<readonly TestCase[], string> {
  const cases: TestCase[] = []
  let open: TestCase | null = null
  let depth = 0
  let roots = 0
  /** Names of the open suites, outermost first. */
  const suites: (string | null)[] = []
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    const end = endOf(text, at)
    if (end === -1) return err("it ends in the middle: it is cut off")
    const tag = text.slice(at, end)
    at = end
    const [, closing = "", name = ""] = /^<(\/?)(?:[\w.-]+:)?([\w.-]+)/u.exec(tag) ?? []
    if (name === "") continue
    if (depth === 0 && closing === "") {
      if (name !== "testsuites" && name !== "testsuite") return err("it is not JUnit XML")
      roots += 1
    }
    const closes = closing !== "" || tag.endsWith("/>")
    if (closing === "") depth += 1
    if (closes) depth -= 1
    if (name === "testsuite" || name === "testsuites") {
      if (closing === "") suites.push(attributesOf(tag).get("name") ?? null)
      if (closes) suites.pop()
    }
    if (closing === "" && name === "testcase") open = toCase(tag, suites)
    if (closing === "" && name === "skipped") open = null
    if (name === "testcase" && closes) {
      if (open !== null) cases.push(open)
      open = null
    }
  }
  if (roots === 0) return err("it is not JUnit XML")
  return depth === 0 ? ok(cases) : err("it ends in the middle: it is cut off")
}

/** Index after the construct that begins at `<`; -1 where it does not end. */
function endOf(text: string, at: number): number {
  if (text.startsWith("<!--", at)) return after(text, "-->", at + 4)
  if (text.startsWith("<![CDATA[", at)) return after(text, "]]>", at + 9)
  if (text.startsWith("<?", at)) return after(text, "?>", at + 2)
  // A declaration of a type may hold others in brackets; quotes hold anything.
  let brackets = 0
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i]
    if (char === '"' || char === "'") {
      i = text.indexOf(char, i + 1)
      if (i === -1) return -1
    } else if (char === "[") brackets += 1
    else if (char === "]") brackets -= 1
    else if (char === ">" && brackets <= 0) return i + 1
  }
  return -1
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? -1 : found + mark.length
}

function attributesOf(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = "", double, single] of tag.matchAll(
    /\s([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu,
  )) {
    attributes.set(name, decoded(double ?? single ?? ""))
  }
  return attributes
}

function toCase(tag: string, open: readonly (string | null)[]): TestCase | null {
  const attributes = attributesOf(tag)
  const name = attributes.get("name")
  // Some writers part thousands with a comma.
  const time = attributes.get("time")?.replaceAll(",", "") ?? ""
  const seconds = time === "" ? Number.NaN : Number(time)
  if (name === undefined) return null
  const { classname = null, file = null } = Object.fromEntries(attributes)
  const suites = open.toReversed().filter((suite) => suite !== null)
  return { name, classname, file, suites, seconds }
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/giu, (whole, number, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    const code = number === undefined ? Number.parseInt(hex, 16) : Number(number)
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
