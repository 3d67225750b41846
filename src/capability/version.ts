/**
 * Versions: found in the output of a program, compared number by number.
 */

const PRE_RELEASE = String.raw`(?:[-.]?(?:alpha|beta|rc|pre|preview|dev|nightly|canary|next)[\w.]*)?`
const DOTTED = new RegExp(String.raw`(?<![\d.])\d+(?:\.\d+)+${PRE_RELEASE}`, "u")
const WHOLE = /(?<![\w.:-])v?(\d+)(?![\w.:-])/u

/** Lines with a version are never longer. */
const MAX_TEXT = 4_096

/** The first version in a text: one with dots if possible, else a separate number. */
export function findVersion(text: string): string | null {
  const start = text.slice(0, MAX_TEXT)
  return DOTTED.exec(start)?.[0] ?? WHOLE.exec(start)?.[1] ?? null
}

/** True for a text that can be compared as a version: `22`, `v1.24.0-rc1`. */
export function isVersion(text: string): boolean {
  return /^v?\d+(\.\d+)*([-+.][\w.+-]*)?$/u.test(text)
}

/**
 * Below 0, 0 or above 0 if the found version is older than, equal to or newer than the requested
 * one. A requested version with fewer numbers means all that start with them: 22.11.0 equals 22.
 */
export function compareVersions(there: string, asked: string): number {
  const found = parse(there)
  const wanted = parse(asked)
  for (const [index, number] of wanted.numbers.entries()) {
    const difference = compareNumbers(found.numbers[index] ?? "0", number)
    if (difference !== 0) return difference
  }
  if (found.pre === wanted.pre) return 0
  // A pre-release is older than its release.
  if (found.pre === "") return 1
  if (wanted.pre === "") return -1
  return found.pre.localeCompare(wanted.pre, "en", { numeric: true })
}

/** Compared as text: a build number can have more digits than a JavaScript number. */
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
