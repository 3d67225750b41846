/**
 * The blocks of data in the document: found by their kind, unpacked only when asked for.
 */
import type { BlockKind } from "../../src/report/page/page-data.ts"

/** Takes the blocks of a kind out of the document, in their order: their text is not needed twice. */
export function takeBlocks(kind: BlockKind): readonly string[] {
  const found = document.querySelectorAll(`script[data-kind="${kind}"]`)
  return [...found].map((element) => {
    const text = element.textContent ?? ""
    element.remove()
    return text
  })
}

/** The value of a block: raw deflate in base64 of JSON. */
export async function unpack<T>(block: string): Promise<T> {
  const stream = new Blob([bytesOf(block)]).stream()
  const text = await new Response(stream.pipeThrough(new DecompressionStream("deflate-raw"))).text()
  return JSON.parse(text) as T
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as {
    fromBase64?: (text: string) => Uint8Array<ArrayBuffer>
  }
  if (native.fromBase64 !== undefined) return native.fromBase64(base64)
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
