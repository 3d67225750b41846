/**
 * Sizes in UTF-8, for views with a limit in bytes.
 */

/** Bytes of a text in UTF-8; a lone surrogate counts as the replacement character it becomes. */
export function utf8Bytes(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    else if (isHigh(code) && isLow(text.charCodeAt(i + 1))) {
      bytes += 4
      i += 1
    } else bytes += 3
  }
  return bytes
}

/** The longest beginning of a text that fits, without cutting a character. */
export function cutBytes(text: string, maxBytes: number): string {
  let used = 0
  let end = 0
  for (const char of text) {
    used += utf8Bytes(char)
    if (used > maxBytes) break
    end += char.length
  }
  return text.slice(0, end)
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
