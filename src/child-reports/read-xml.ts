/**
 * Tests in XML: JUnit with all its dialects, and NUnit 3. The parser gets the text in pieces, so that a file of
 * any size takes little memory; no entity is expanded but those of XML itself.
 */
import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from "saxes"
import { type FoundCase, firstSaid, MAX_RERUNS, oneLine, PLACE_CHARACTERS } from "./found-case.ts"
import { namedPlaces } from "./named-places.ts"
import type { Tally } from "./tally.ts"

/** Elements inside each other; reports have about ten. */
const MAX_DEPTH = 200
/** Attributes of one element. */
const MAX_ATTRIBUTES = 1_000
/** Characters of one text that the parser may put together. */
const MAX_PIECE = 16 << 20

/** Elements of a test that say how a run of it ended. */
const ENDINGS: Readonly<Record<string, "failed" | "skipped" | "flaky" | "rerun">> = {
  failure: "failed",
  error: "failed",
  skipped: "skipped",
  ignored: "skipped",
  flakyFailure: "flaky",
  flakyError: "flaky",
  rerunFailure: "rerun",
  rerunError: "rerun",
  rerun: "rerun",
}

/** Words for a result that stands in an attribute (NUnit, and `status` of some writers of JUnit). */
const RESULTS: Readonly<Record<string, "failed" | "skipped">> = {
  failed: "failed",
  failure: "failed",
  error: "failed",
  skipped: "skipped",
  disabled: "skipped",
  notrun: "skipped",
  ignored: "skipped",
  inconclusive: "skipped",
}

/** Elements whose text belongs to the ending around them. */
const INNER_TEXTS: readonly string[] = ["message", "stackTrace", "stack-trace", "reason"]

/** Attributes that are read, whatever writes them. */
type Attributes = Readonly<
  Partial<
    Record<
      | ("name" | "fullname" | "classname" | "file" | "filepath" | "line" | "lineno")
      | ("time" | "duration" | "result" | "status" | "message" | "type"),
      string
    >
  >
>

interface OpenCase {
  readonly attributes: Attributes
  readonly depth: number
  outcome: FoundCase["outcome"]
  /** Whether it fails is not of interest yet. */
  todo: boolean
  message: string | null
  /** Where places are looked for. */
  text: string
  reruns: string[]
}

interface OpenEnding {
  readonly kind: (typeof ENDINGS)[string]
  readonly depth: number
  readonly type: string
  message: string
  text: string
}

interface OpenSuite {
  readonly name: string | null
  readonly file: string | null
}

/** Reads one file; a problem ends it, and what was found until then counts. */
export class XmlReader {
  readonly #parser = new SaxesParser({ xmlns: false, position: false })
  readonly #tally: Tally
  readonly #suites: OpenSuite[] = []
  #depth = 0
  #attributes = 0
  #root: string | null = null
  #case: OpenCase | null = null
  #ending: OpenEnding | null = null
  /** Names of tests are unique where this is: Go's tools list each repetition. */
  #unique = false
  #problem: string | null = null

  constructor(tally: Tally) {
    this.#tally = tally
    const parser = this.#parser
    parser.on("error", ({ message }) => {
      // Signs that XML forbids are common in quoted output, and hide nothing.
      if (!FORBIDDEN_SIGN.test(message)) this.#problem ??= problemOf(message)
    })
    parser.on("attribute", (attribute) => this.#count(attribute))
    parser.on("opentag", (tag) => this.#open(tag))
    parser.on("closetag", (tag) => this.#close(tag))
    parser.on("cdata", (text) => this.#take(text))
  }

  /** False when nothing more is to be read. */
  write(text: string): boolean {
    try {
      this.#parser.write(text)
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error
      this.#problem = error.message
      return false
    }
    // The parser itself has no limit for a text that does not end.
    const pending = this.#parser as unknown as { text: string; name: string; entity: string }
    if (pending.text.length > MAX_PIECE) pending.text = ""
    if (pending.name.length + pending.entity.length > MAX_PIECE) {
      this.#problem = "it has a name that does not end"
      return false
    }
    return true
  }

  /** Why the file is no whole report; null where it is one. */
  end(): string | null {
    if (this.#problem === null) this.#parser.close()
    if (this.#root === null) return "it is not JUnit XML"
    // A test that breaks off is one whose end nobody knows.
    return this.#problem
  }

  #count(_: SaxesAttributePlain): void {
    this.#attributes += 1
    if (this.#attributes > MAX_ATTRIBUTES) throw new TooMuch("an element has too many attributes")
  }

  #open({ name: written, attributes: all }: SaxesTagPlain): void {
    const attributes: Attributes = all
    this.#attributes = 0
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new TooMuch("its elements are nested too deeply")
    const name = written.slice(written.indexOf(":") + 1)
    if (this.#depth === 1) {
      if (!ROOTS.includes(name)) throw new TooMuch("it is not JUnit XML")
      this.#root = name
    }
    if (this.#case !== null) {
      this.#openInCase(name, attributes)
    } else if (name === "testsuite" || name === "test-suite") {
      const { name: suite = null, file = null, filepath = null } = attributes
      this.#suites.push({ name: suite, file: file ?? filepath })
    } else if (name === "testcase" || name === "test-case") {
      this.#case = {
        attributes,
        depth: this.#depth,
        outcome: RESULTS[(attributes.result ?? attributes.status ?? "").toLowerCase()] ?? "passed",
        todo: false,
        message: null,
        text: "",
        reruns: [],
      }
    } else if (name === "property" && attributes.name === "go.version") this.#unique = true
  }

  #openInCase(name: string, attributes: Attributes): void {
    const kind = ENDINGS[name] ?? (name === "reason" ? "skipped" : undefined)
    if (this.#ending === null && kind !== undefined) {
      // NUnit gives reasons to tests of all results.
      if (name === "reason" && this.#case?.outcome !== "skipped") return
      const { message = "", type = "" } = attributes
      this.#ending = { kind, depth: this.#depth, message, type, text: "" }
      this.#parser.on("text", (text) => this.#take(text))
    } else if (this.#ending !== null && !INNER_TEXTS.includes(name)) this.#parser.off("text")
  }

  #close({ name: written }: SaxesTagPlain): void {
    const name = written.slice(written.indexOf(":") + 1)
    const depth = this.#depth
    this.#depth -= 1
    if (this.#ending !== null) {
      if (this.#ending.depth === depth) this.#endEnding(this.#ending)
      else {
        if (name === "message" && this.#ending.message === "")
          this.#ending.message = this.#ending.text
        this.#parser.on("text", (text) => this.#take(text))
      }
    } else if (this.#case?.depth === depth) {
      this.#endCase(this.#case)
      this.#case = null
    } else if (name === "testsuite" || name === "test-suite") this.#suites.pop()
  }

  /** Text of an ending; that of everything else is passed over. */
  #take(text: string): void {
    const ending = this.#ending
    if (ending === null || ending.text.length >= PLACE_CHARACTERS) return
    ending.text += text.slice(0, PLACE_CHARACTERS)
  }

  #endEnding(ending: OpenEnding): void {
    const { kind, message, type, text } = ending
    this.#ending = null
    this.#parser.off("text")
    const one = this.#case
    if (one === null) return
    const said = oneLine(saidBy(ending, one)) || null
    if (kind === "rerun" || kind === "flaky") {
      if (one.reruns.length < MAX_RERUNS) one.reruns.push(said ?? "failed")
      if (kind === "rerun") return
      one.outcome = "flaky"
      one.message ??= said
    } else if (kind === "skipped" && type === "todo") {
      one.todo = true
      one.message = said
    } else if (one.outcome !== "failed" || one.message === null) {
      // NUnit says in the test how it ended, whatever it tells besides.
      if (one.attributes.result === undefined) one.outcome = kind
      one.message = said
    }
    one.text ||= `${message}\n${text}`
  }

  #endCase({ attributes, outcome: ended, todo, message, text, reruns }: OpenCase): void {
    const outcome = todo ? "skipped" : ended
    if (!this.#unique && !this.#tally.keeps(outcome)) {
      this.#tally.count(outcome)
      return
    }
    const owner = this.#suites.at(-1)
    const { classname, file = owner?.file ?? null } = attributes
    const suite = classname || owner?.name || null
    const places = outcome === "failed" || outcome === "flaky" ? namedPlaces(text, suite) : []
    this.#tally.add(
      {
        name: oneLine(attributes.name ?? attributes.fullname ?? "") || "(no name)",
        suite: suite === null ? null : oneLine(suite),
        outcome,
        seconds: secondsOf(attributes.time ?? attributes.duration),
        message: outcome === "passed" ? null : message,
        ...(reruns.length === 0 ? {} : { reruns }),
        places: withFile(places, { file, line: lineOf(attributes), suite }),
      },
      this.#unique ? "unique" : "any",
    )
  }
}

const FORBIDDEN_SIGN = /disallowed character|malformed character entity/u

const ROOTS: readonly string[] = ["testsuites", "testsuite", "test-run", "test-results", "testrun"]

/** Ends the reading of a file. */
class TooMuch extends Error {}

/** A place in the file that the test is in is better than others; the file alone better than nothing. */
function withFile(
  places: FoundCase["places"],
  own: {
    readonly file: string | null
    readonly line: number | null
    readonly suite: string | null
  },
): FoundCase["places"] {
  const { file, line, suite } = own
  // Some tools name the file as the class (vitest, bats).
  const named =
    file ?? (suite !== null && /\.\w{1,8}$/u.test(suite) && suite.includes("/") ? suite : null)
  if (named === null) return places
  // Where tests ran in another folder, the name of their own file still holds.
  const inOwn = places
    .filter((place) => sameFile(place.file, named))
    .flatMap((place) => [place, { ...place, file: named }])
  return [...inOwn, ...(line === null ? places : []), { file: named, line }, ...places]
}

function sameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => path.replaceAll("\\", "/"))
  return one === other || one?.endsWith(`/${other}`) === true || other?.endsWith(`/${one}`) === true
}

/** From 1; pytest's older dialect counts from 0, and then an attribute `file` stands beside it as well. */
function lineOf({ line, lineno }: Attributes): number | null {
  const number = Number(line ?? lineno ?? "")
  return Number.isInteger(number) && number > 0 ? number : null
}

function secondsOf(text: string | undefined): number | null {
  // Some writers part thousands with a comma.
  const seconds = Number(text?.replaceAll(",", "") || Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}

/** What an ending says: its message, or the first line of its text where that says more. */
function saidBy({ kind, message, type, text }: OpenEnding, one: OpenCase): string {
  const named = kind === "skipped" ? message || type : message
  const general = GENERAL.test(named.trim())
  if (!general && !named.startsWith("=== ")) return named
  return firstSaid(withoutOwnName(general ? text : named, one)) ?? (named || type)
}

/** Messages that only say that it failed. */
const GENERAL = /^(?:failed|failure|error|test failed|test failure|)$/iu

/** PHPUnit begins a text with the name of the test. */
function withoutOwnName(text: string, { attributes }: Pick<OpenCase, "attributes">): string {
  const { classname, name } = attributes
  const said = text.trimStart()
  if (!said.startsWith(`${classname}::${name}`)) return said
  return said.slice(said.indexOf("\n") + 1)
}

/** The parser's words begin with a place. */
function problemOf(message: string): string {
  const [, rest = message] = /^\d+:\d+: (.*)$/su.exec(message) ?? []
  return rest.startsWith("unclosed tag") || rest.startsWith("unexpected end")
    ? "it breaks off"
    : `it is no well-formed XML: ${oneLine(rest)}`
}
