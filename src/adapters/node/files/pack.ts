/**
 * Texts as small as a page that browsers read can hold them.
 */
import { deflateRawSync } from "node:zlib"

/** Raw deflate, in base64: what browsers undo without a library. */
export function pack(text: string): string {
  return deflateRawSync(text).toString("base64")
}
