/** Mutations that know nothing of what they change: any file may come so from a disk or a person. */
import type { Dice } from "./dice.ts"

const BOM = Buffer.from("\ufeff")

/** Pieces that readers stumble over. */
const NOISE: readonly (string | Uint8Array)[] = [
  ...["\u0000", "\ufeff", "\r", "\r\n", "\n\n\n", "\u2028", "\t", '"', "\\", "{", "}", "[", "]"],
  ...["<", ">", "&", "]]>", "<!--", "<![CDATA[", "=", "<<", "<<EOF\n", "::", "${{", "}}", "%"],
  ...["-1", "1e999", "99999999999999999999", "NaN", "null", "true", "__proto__", "constructor"],
  ...["\u001b[31m", "\u001b]0;t\u0007", "::error::x\n", "##[group]\n", "not ok 1 x\n", "1..0\n"],
  Uint8Array.from([0xff, 0xfe]),
  Uint8Array.from([0xf0, 0x9f]),
  Uint8Array.from([0xc0, 0x80]),
  Uint8Array.from([0xed, 0xa0, 0x80]),
]

const WAYS = [
  "flip",
  "set",
  "cut",
  "end",
  "insert",
  "noise",
  "mark",
  "hole",
  "long",
  "deep",
] as const

/** One to three changes anywhere. */
export function mutateBytes(bytes: Buffer, dice: Dice): Buffer {
  let changed = bytes
  for (let left = 1 + dice.below(3); left > 0; left--) changed = mutateOnce(changed, dice)
  return changed
}

function mutateOnce(bytes: Buffer, dice: Dice): Buffer {
  const at = dice.below(bytes.length + 1)
  const insert = (piece: string | Uint8Array) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.from(piece as string), bytes.subarray(at)])
  const to = Math.min(bytes.length, at + 1 + dice.below(200))
  if (bytes.length === 0) return Buffer.from("x")
  switch (dice.pick(WAYS)) {
    case "flip":
      return overwrite(bytes, at, (byte) => byte ^ (1 << dice.below(8)))
    case "set":
      return overwrite(bytes, at, () => dice.below(256))
    case "cut":
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)])
    case "end":
      return bytes.subarray(0, at)
    case "insert":
      return insert(bytes.subarray(dice.below(bytes.length), bytes.length).subarray(0, 300))
    case "noise":
      return insert(dice.pick(NOISE))
    case "mark":
      return Buffer.concat([BOM, bytes])
    case "hole":
      return Buffer.from(bytes).fill(0, at, to)
    case "long":
      return insert(dice.pick(["x", "\\", '"', "=", " ", "[", "\u00e9"]).repeat(300_000))
    case "deep":
      return insert(dice.pick(["[", '{"a":', "(", "<a>", "- ", "{{"]).repeat(20_000))
  }
}

function overwrite(bytes: Buffer, at: number, by: (byte: number) => number): Buffer {
  const changed = Buffer.from(bytes)
  const old = changed[at]
  if (old !== undefined) changed[at] = by(old)
  return changed
}
