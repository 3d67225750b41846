/**
 * Keeping secrets out of what leaves the machine: in which forms they are looked for.
 */
import { TextReplacer } from "./replace-texts.ts"

/** What stands in the place of a secret. */
export const REDACTED = "***"

/** A value shorter than this occurs everywhere by chance and hides more than it keeps. */
const MIN_SECRET_CHARS = 4

/** The same for a piece of a value, or of its Base64. */
const MIN_PIECE_CHARS = 6

/**
 * A longer value is looked for stretch by stretch, so that neither the forms of a huge one nor a text
 * that nearly holds it take memory and time without bound.
 */
const STRETCH_CHARS = 64

/** Stretches overlap: what encodings make of two bytes together stands whole in one of them. */
const OVERLAP_CHARS = 8

/** True for a value that can be kept secret at all. */
export function isSecret(value: string): boolean {
  return value.trim().length >= MIN_SECRET_CHARS
}

/**
 * Every text that gives a secret away: the value, each of its lines, and what encodings make of them
 * (those that the runner of Actions looks for, and what else URLs, forms, JSON and markup are written
 * with); the longest first.
 */
export function secretForms(secrets: readonly string[]): string[] {
  const forms = new Set<string>()
  for (const secret of secrets) for (const form of formsOf(secret)) forms.add(form)
  return [...forms].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
}

/** Takes secrets out of texts. */
export class Redactor {
  readonly #known = new Set<string>()
  readonly #replacer = new TextReplacer(REDACTED)
  #taken = 0

  constructor(secrets: readonly string[]) {
    this.learn(secrets)
  }

  /** Keeps these secret from now on, too; whether any of them was not known. */
  learn(secrets: readonly string[]): boolean {
    const before = this.#known.size
    for (const secret of secrets) {
      if (this.#known.has(secret)) continue
      this.#known.add(secret)
      this.#replacer.add(formsOf(secret))
    }
    return this.#known.size > before
  }

  /** The text without every form of every secret. */
  readonly redact = (text: string): string => {
    const { text: clean, count } = this.#replacer.replace(text)
    this.#taken += count
    return clean
  }

  /** In how many places something was taken out so far. */
  get taken(): number {
    return this.#taken
  }

  get secrets(): readonly string[] {
    return [...this.#known]
  }
}

function formsOf(secret: string): ReadonlySet<string> {
  const forms = new Set<string>()
  for (const part of new Set([secret, ...secret.split(/[\r\n]+/u)])) {
    for (const value of [part, part.trim()]) {
      for (const stretch of stretchesOf(value)) {
        for (const form of encodedForms(stretch)) forms.add(form)
      }
      for (const piece of pieces(value).flatMap(stretchesOf)) forms.add(piece)
    }
  }
  return forms
}

/** What is looked for of a value: all of it, in one stretch or in several that overlap. */
function stretchesOf(value: string): readonly string[] {
  if (value.length <= STRETCH_CHARS) return isSecret(value) ? [value] : []
  const found = new Set<string>()
  for (let from = 0; from < value.length - OVERLAP_CHARS; from += STRETCH_CHARS - OVERLAP_CHARS) {
    const start = Math.min(from, value.length - STRETCH_CHARS)
    const end = start + STRETCH_CHARS
    // No character of two units is cut in two.
    found.add(
      value.slice(
        isSecondUnit(value, start) ? start - 1 : start,
        isSecondUnit(value, end) ? end + 1 : end,
      ),
    )
  }
  return [...found].filter(isSecret)
}

function isSecondUnit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}

function encodedForms(value: string): readonly string[] {
  return [value, ...base64Forms(value), ...escapedForms(value)]
}

/** As programs write it into texts of their own. */
function escapedForms(value: string): string[] {
  const markup = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
  const quoted = (double: string, single: string) =>
    markup.replaceAll('"', double).replaceAll("'", single)
  const quotedTexts = [...shellForms(value), ...pythonForms(value), ...jsonForms(value)]
  return [
    ...urlForms(value),
    ...quotedTexts,
    // A text that quotes it, inside of JSON, inside of JSON.
    ...quotedTexts.flatMap((form) => [inJson(form), inJson(inJson(form))]),
    markup,
    quoted("&quot;", "'"),
    quoted("&quot;", "&apos;"),
    quoted("&quot;", "&#39;"),
    quoted("&quot;", "&#x27;"),
    quoted("&#34;", "&#39;"),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
  ]
}

/** Inside of single quotes, of double quotes (`export -p`, `declare -p`), and as `printf %q` writes it. */
function shellForms(value: string): string[] {
  return [
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", `'"'"'`),
    value.replace(/["$\\`]/gu, "\\$&"),
    value.replace(/[^\w@%+=:,./\u0080-\uffff-]/gu, "\\$&"),
  ]
}

/** As `repr` writes it, as `ascii` does, and as `repr` writes its bytes. */
function pythonForms(value: string): string[] {
  const plain = value
    .replaceAll("\\", "\\\\")
    .replace(/\p{Cc}/gu, (char) => PYTHON_ESCAPES[char] ?? hexEscape(char))
  const ascii = plain.replace(/[\u0080-\u{10ffff}]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x100) return hexEscape(char)
    const hex = code.toString(16)
    return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`
  })
  const bytes = plain.replace(/[\u0080-\u{10ffff}]/gu, (char) =>
    [...new TextEncoder().encode(char)]
      .map((byte) => hexEscape(String.fromCharCode(byte)))
      .join(""),
  )
  return [plain, ascii, bytes].flatMap((form) => [form, form.replaceAll("'", "\\'")])
}

const PYTHON_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" }

function hexEscape(char: string): string {
  return `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

/** Go escapes markup, Python what is not ASCII, PHP slashes as well. */
function jsonForms(value: string): string[] {
  const plain = inJson(value)
  return [plain, plain.replace(/[<>&]/gu, unicodeEscape)]
    .flatMap((form) => [form, form.replace(/[\u007f-\uffff]/g, unicodeEscape)])
    .flatMap((form) => [form, form.replaceAll("/", "\\/")])
}

function urlForms(value: string): string[] {
  const part = encodeURIComponent(value.toWellFormed())
  // What RFC 3986 reserves and JavaScript leaves.
  const strict = part.replace(/[!'()*]/gu, percent)
  const forms = [part, strict].flatMap((form) => [form, form.replaceAll("%20", "+")])
  const whole = encodeURI(value.toWellFormed())
  forms.push(strict.replaceAll("~", "%7E").replaceAll("%20", "+").replaceAll("%2A", "*"))
  forms.push(strict.replaceAll("%2F", "/"), whole, whole.replaceAll("'", "%27"))
  return forms.flatMap((form) => [form, form.replace(/%[\dA-F]{2}/gu, (hex) => hex.toLowerCase())])
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`
}

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
}

/**
 * What Base64 makes of it wherever it begins in what is encoded: without characters that its neighbours
 * have a part in, and for the end of the whole, without the padding.
 */
function base64Forms(value: string): string[] {
  const bytes = new TextEncoder().encode(value)
  return [0, 1, 2].flatMap((shift) => {
    let binary = "\0".repeat(shift)
    for (const byte of bytes) binary += String.fromCharCode(byte)
    const whole = btoa(binary).replace(/=+$/u, "")
    const from = Math.ceil((8 * shift) / 6)
    const forms = [whole.slice(from), whole.slice(from, Math.floor((8 * binary.length) / 6))]
    const long = forms.filter((form, i) =>
      shift + i === 0 ? true : form.length >= MIN_PIECE_CHARS,
    )
    return long.flatMap((form) => [form, form.replaceAll("+", "-").replaceAll("/", "_")])
  })
}

/** What is left of it where a shell takes off its quotes, or PowerShell colours a part of it. */
function pieces(value: string): string[] {
  const inner = value.length > 8 && /^".*"$/su.test(value) ? [value.slice(1, -1)] : []
  const plus = value.indexOf("&+")
  const cut = plus >= 0 ? plus + 2 : value.lastIndexOf("&") + 1
  const coloured = cut === 0 ? [] : [value.slice(0, cut), value.slice(plus >= 0 ? cut + 1 : cut)]
  return [...inner, ...coloured.filter((piece) => piece.length >= MIN_PIECE_CHARS)]
}
