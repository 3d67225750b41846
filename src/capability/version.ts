/**
 * Versions: found in what a program says, compared number by number.
 */

const PRE_RELEASE = String.raw`(?:[-.]?(?:alpha|beta|rc|pre|preview|dev|nightly|canary|next)[\w.]*)?`
const DOTTED = new RegExp(String.raw`(?<![\d.])\d+(?:\.\d+)+${PRE_RELEASE}`, "u")
const WHOLE = /(?<![\w.:-])v?(\d+)(?![\w.:-])/u

/** More is never a version's line. */
const MAX_TEXT = 4_096

/** The first version in a text: with points if there is one, else a number that stands alone. */
export function findVersion(text: string): string | null {
  const start = text.slice(0, MAX_TEXT)
  return DOTTED.exec(start)?.[0] ?? WHOLE.exec(start)?.[1] ?? null
}

/** True for a text that can be compared as a version: `22`, `v1.24.0-rc1`. */
export function isVersion(text: string): boolean {
  return /^v?\d+(\.\d+)*([-+.][\w.+-]*)?$/u.test(text)
}

/**
 * Below 0, 0 or above 0, as what is there is older than, the same as or newer than what is asked
 * for. Asked for in fewer numbers it means all that begin so: 22.11.0 is 22, neither above nor below.
 */
export function compareVersions(there: string, asked: string): number {
  const found = parse(there)
  const wanted = parse(asked)
  for (const [index, number] of wanted.numbers.entries()) {
    const difference = compareNumbers(found.numbers[index] ?? "0", number)
    if (difference !== 0) return difference
  }
  if (found.pre === wanted.pre) return 0
  // What comes before a release is older than it.
  if (found.pre === "") return 1
  if (wanted.pre === "") return -1
  return found.pre.localeCompare(wanted.pre, "en", { numeric: true })
}

/** Without conversion: a build number can have more digits than a number holds. */
function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+(?=\d)/u, ""), b.replace(/^0+(?=\d)/u, "")]
  if (left.length !== right.length) return left.length - right.length
  return left < right ? -1 : left > right ? 1 : 0
}

function parse(text: string): { readonly numbers: readonly string[]; readonly pre: string } {
  const [, numbers = "0", rest = ""] = /^v?(\d+(?:\.\d+)*)(.*)$/u.exec(text.trim()) ?? []
  const [, pre = ""] = /^[-.]?((?:alpha|beta|rc|pre|dev|nightly|canary|next).*)$/u.exec(rest) ?? []
  return { numbers: numbers.split("."), pre }
}
