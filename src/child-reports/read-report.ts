/**
 * A report file in pieces of bytes: its encoding, its kind, and the tests in it.
 */

import { TapReader } from "./read-tap.ts"
import { XmlReader } from "./read-xml.ts"
import type { Tally } from "./tally.ts"

/** What a report is written in. */
export type ReportFormat = "junit" | "tap"

/** Bytes in which the encoding stands. */
const HEAD_BYTES = 256

/** Takes the pieces of one file in their order. */
export class ReportReader {
  readonly #tally: Tally
  readonly #format: ReportFormat | null
  #head: Uint8Array[] = []
  #decoder: InstanceType<typeof TextDecoder> | null = null
  #reader: XmlReader | TapReader | null = null
  #blank = true

  /** Without a format, the first sign of the file decides: XML begins with `<`. */
  constructor(tally: Tally, format: ReportFormat | null) {
    this.#tally = tally
    this.#format = format
    tally.beginFile()
  }

  /** False when nothing more is to be read. */
  write(bytes: Uint8Array): boolean {
    if (this.#decoder === null) {
      this.#head.push(bytes)
      const held = this.#head.reduce((sum, { length }) => sum + length, 0)
      return held < HEAD_BYTES ? true : this.#begin()
    }
    return this.#give(this.#decoder.decode(bytes, { stream: true }))
  }

  /** Why it is no whole report; null where it is one. */
  end(): string | null {
    if (this.#decoder === null) this.#begin()
    this.#give(this.#decoder?.decode() ?? "")
    return this.#blank ? "it is empty" : (this.#reader?.end() ?? null)
  }

  #begin(): boolean {
    const head = concat(this.#head)
    this.#head = []
    this.#decoder = new TextDecoder(encodingOf(head))
    return this.#give(this.#decoder.decode(head, { stream: true }))
  }

  #give(text: string): boolean {
    let said = text
    if (this.#blank) {
      said = text.trimStart()
      if (said === "") return true
      this.#blank = false
      const format = this.#format ?? (said.startsWith("<") ? "junit" : "tap")
      this.#reader = format === "junit" ? new XmlReader(this.#tally) : new TapReader(this.#tally)
    }
    return this.#reader?.write(said) ?? true
  }
}

/** By its first bytes, else by its declaration, else UTF-8. */
function encodingOf(head: Uint8Array): string {
  const [first, second] = head
  if (first === 0xff && second === 0xfe) return "utf-16le"
  if (first === 0xfe && second === 0xff) return "utf-16be"
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES))
  const [, label = "utf-8"] =
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]{1,40})["']/u.exec(text) ?? []
  try {
    return new TextDecoder(label).encoding
  } catch {
    return "utf-8"
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
