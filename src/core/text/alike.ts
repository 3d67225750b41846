/**
 * What failures have in common that differ in numbers, addresses and paths only.
 */
import { cutText } from "./cut-text.ts"

const MOST_CHARACTERS = 200

/** Paths and URLs; then hexadecimal ids of eight digits and more; then numbers. */
const PARTICULAR = /[^\s'"`(<]*\/[^\s'"`)>:,]*|\b(?=[a-f]*\d)[\da-f]{8,}\b|\d+(?:[.,:]\d+)*/giu

/** The text without what is particular to one scenario. */
export function alikeText(text: string): string {
  return cutText(
    text
      .slice(0, 10 * MOST_CHARACTERS)
      .replace(PARTICULAR, "#")
      .replace(/\s+/gu, " ")
      .trim(),
    MOST_CHARACTERS,
  )
}
