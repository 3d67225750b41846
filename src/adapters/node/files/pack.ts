/**
 * Texts as small as a page that browsers read can hold them.
 */

/** Raw deflate, in base64: what browsers undo without a library. */
export function pack(text: string): string {
  // Loaded here: every start would take 2 ms for it.
  const { deflateRawSync } = process.getBuiltinModule("node:zlib")
  return deflateRawSync(text).toString("base64")
}
