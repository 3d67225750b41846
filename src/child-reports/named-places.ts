/**
 * Places that the text of a failure names: frames of stacks and lines such as `cart_test.go:12: …`. Which of
 * them exist is found out elsewhere; so too many cost little, and none may be invented.
 */
import type { NamedPlace } from "./found-case.ts"

const MAX_PLACES = 20
/** Characters of a line in which a place is looked for. */
const MAX_LINE = 1_000

/** Folders that hold the sources of classes (Maven, Gradle). */
const CLASS_FOLDERS = ["src/test", "src/main", "src/integrationTest"] as const

/** `at com.example.CartTest.adds(CartTest.java:12)`, with a module in front for Java 9 and later. */
const CLASS_FRAME =
  /\bat (?:[\w.@$-]+\/)*([\w.$]{1,300})\.[\w$<>]{1,200}\((\w{1,200}\.(java|kt|groovy|scala)):(\d{1,7})\)/u
/** Classes whose frames stand above those of the test. */
const FRAMEWORKS =
  /^(?:java|javax|jdk|sun|kotlin|groovy|junit|org\.(?:junit|testng|assertj|hamcrest|opentest4j|mockito|codehaus))\./u

/** `in test file cart.bats, line 5`; `File "cart.py", line 5`; `in /src/Cart.cs:line 12`; `at t/cart.t line 5`. */
const IN_WORDS =
  /(?:\b(?:in test file|in file|at|in) |File )"?([^\s",:()][^",:()\n]{0,400}?\.\w{1,8})"?(?:,| |:)\s?line (\d{1,7})/u
/** `file:line` or `file:line:column`, however it is wrapped. */
const WITH_COLON =
  /(?:file:\/\/)?((?:[A-Za-z]:)?[\w.@+~/\\-][\w.@+~/\\ -]{0,400}?\.[A-Za-z]\w{0,8}):(\d{1,7})(?::\d{1,7})?(?![\w.])/u

/** The places, in the order in which the text names them. */
export function namedPlaces(text: string, suite: string | null): readonly NamedPlace[] {
  const places = new Map<string, NamedPlace>()
  for (const line of text.split("\n")) {
    for (const place of placesIn(line.slice(0, MAX_LINE), suite)) {
      if (!isForeign(place.file)) places.set(`${place.file}:${place.line}`, place)
    }
    if (places.size >= MAX_PLACES) break
  }
  return [...places.values()].slice(0, MAX_PLACES)
}

function placesIn(line: string, suite: string | null): readonly NamedPlace[] {
  const frame = CLASS_FRAME.exec(line)
  if (frame !== null) {
    const [, owner = "", file = "", language = "", number] = frame
    if (FRAMEWORKS.test(owner)) return []
    const folder = owner.split(".").slice(0, -1).join("/")
    const path = folder === "" ? file : `${folder}/${file}`
    const inFolder = (root: string) => [`${root}/${language}/${path}`, `${root}/kotlin/${path}`]
    return CLASS_FOLDERS.flatMap(inFolder).map((each) => at(each, number))
  }
  const found = IN_WORDS.exec(line) ?? WITH_COLON.exec(line)
  if (found === null) return []
  const [, file = "", number] = found
  const named = at(file.trim().replace(/^(?:at|in|from) /u, ""), number)
  return /^[\w.-]+\.go$/u.test(named.file) ? inPackage(named, suite) : [named]
}

/** Go names a file without its folder: that is the end of its package's path, or of a test's folder. */
function inPackage(place: NamedPlace, suite: string | null): readonly NamedPlace[] {
  const parts = suite?.split("/") ?? []
  const folders = parts.map((_, index) => parts.slice(index).join("/"))
  return [...folders.map((folder) => ({ ...place, file: `${folder}/${place.file}` })), place]
}

function at(file: string, line: string | undefined): NamedPlace {
  const number = Number(line)
  return { file, line: number > 0 ? number : null }
}

/** Code that the repository only uses. */
function isForeign(file: string): boolean {
  return /(?:^|[/\\])(?:node_modules|site-packages|vendor|dist-packages)[/\\]/u.test(file)
}
