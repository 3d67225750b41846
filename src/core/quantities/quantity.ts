/**
 * Quantities as Kubernetes and people write them: `100m`, `1.5`, `1e3`, `128Ki`, `4 GiB`, `10MB`.
 * They are exact: whole numbers of billionths, the smallest unit of Kubernetes.
 */
import { err, ok, type Result } from "../problems/result.ts"
import { rounded } from "./rounded.ts"

/** Why a text is not a quantity, as a fragment in lower case, and a suggested fix. */
export interface QuantityProblem {
  readonly reason: "malformed" | "unknown-unit" | "negative" | "too-large"
  readonly message: string
  readonly hint: string
}

const NANO = 1_000_000_000n
/** Longer texts are not numbers that people write. */
const LONGEST = 64
/** The largest value that Kubernetes keeps. */
const LARGEST = (2n ** 63n - 1n) * NANO

/** Powers of ten by suffix, bytes included. */
const DECIMAL: Readonly<Record<string, number>> = {
  ...{ n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 },
  ...{ B: 0, kB: 3, KB: 3, MB: 6, GB: 9, TB: 12, PB: 15, EB: 18 },
}

/** Powers of two by suffix, bytes included. */
const BINARY: Readonly<Record<string, number>> = {
  ...{ Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 },
  ...{ KiB: 10, MiB: 20, GiB: 30, TiB: 40, PiB: 50, EiB: 60 },
}

const FORM = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+)|\s*([A-Za-zµ]+))?$/u

/** Parses to base units (cores, bytes, pieces), rounded to the nearest number. */
export function parseQuantity(text: string): Result<number, QuantityProblem> {
  const nano = parseNano(text)
  return nano.ok ? ok(fromNano(nano.value)) : nano
}

/** Parses to whole billionths; smaller fractions are rounded up, as in Kubernetes. */
export function parseNano(text: string): Result<bigint, QuantityProblem> {
  const trimmed = text.trim()
  const found = trimmed.length > LONGEST ? null : FORM.exec(trimmed)
  if (found === null) return err(malformed(trimmed))
  const [, sign = "", digits = "", exponent, unit = ""] = found
  const scale = scaleOf(exponent, unit)
  if (scale === null) return err(unknownUnit(digits, unit))
  const nano = scaled(digits, scale)
  if (nano === null || nano > LARGEST) return err(tooLarge(trimmed))
  if (sign === "-" && nano !== 0n) return err(negative(trimmed))
  return ok(nano)
}

/** The number nearest to this many billionths. */
export function fromNano(nano: bigint): number {
  const rest = String(nano % NANO).padStart(9, "0")
  // Reading a decimal text rounds once; a division of two rounded numbers would do so twice.
  return Number(`${nano / NANO}.${rest}`)
}

interface Scale {
  readonly ten: number
  readonly two: number
}

function scaleOf(exponent: string | undefined, unit: string): Scale | null {
  if (exponent !== undefined) return { ten: Number(exponent), two: 0 }
  if (unit === "") return { ten: 0, two: 0 }
  const ten = Object.hasOwn(DECIMAL, unit) ? DECIMAL[unit] : undefined
  if (ten !== undefined) return { ten, two: 0 }
  const two = Object.hasOwn(BINARY, unit) ? BINARY[unit] : undefined
  return two === undefined ? null : { ten: 0, two }
}

/** Null if the exponent alone exceeds every quantity. */
function scaled(digits: string, { ten, two }: Scale): bigint | null {
  const [whole = "", fraction = ""] = digits.split(".")
  const significand = BigInt(`${whole}${fraction}` || "0")
  if (significand === 0n) return 0n
  const power = ten - fraction.length + 9
  const base = significand * 2n ** BigInt(two)
  if (power >= 0) return power > 2 * LONGEST ? null : base * 10n ** BigInt(power)
  // Values below the smallest unit become the smallest unit.
  if (power < -3 * LONGEST) return 1n
  const divisor = 10n ** BigInt(-power)
  return (base + divisor - 1n) / divisor
}

function malformed(text: string): QuantityProblem {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  // Not for the whole text: a repeating pattern can overflow the stack over millions of digits.
  const [, whole, fraction] = /^(\d+),(\d+)/u.exec(shown) ?? []
  const hint =
    whole === undefined
      ? "write a number with a unit if it has one, such as 2, 500m, 1.5, 4Gi or 10 MB"
      : `write the fraction with a decimal point: ${whole}.${fraction}`
  return { reason: "malformed", message: `${JSON.stringify(shown)} is not a quantity`, hint }
}

function unknownUnit(digits: string, unit: string): QuantityProblem {
  const letter = unit.charAt(0)
  const large = letter.toUpperCase()
  const sizes = "kKmMgGtTpPeE".includes(letter) && /^.(i?b?|bit)$/iu.test(unit)
  const thousand = large === "K" ? "k" : large
  const hint = sizes
    ? `write ${digits}${thousand} for powers of 1000 or ${digits}${large}i for powers of 1024`
    : "units are n u m k M G T P E, Ki Mi Gi Ti Pi Ei, and the same with B for bytes"
  return { reason: "unknown-unit", message: `${JSON.stringify(unit)} is not a unit`, hint }
}

function tooLarge(text: string): QuantityProblem {
  const message = `${text} is larger than any machine`
  return { reason: "too-large", message, hint: "the largest quantity is 2^63 - 1" }
}

function negative(text: string): QuantityProblem {
  const message = `${text} is negative`
  return { reason: "negative", message, hint: "a quantity is 0 or more" }
}

const SIZES = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const

/**
 * For people: `7.99 GiB`, `2 cores`, `0.5 cores`, `3`. Rounded down, so that too little never looks
 * like enough.
 */
export function formatQuantity(value: number, unit: string | null): string {
  if (unit === "bytes") return formatBytes(value)
  const shown = String(floored(value))
  if (unit === null || unit === "") return shown
  return `${shown} ${shown === "1" ? unit.replace(/s$/u, "") : unit}`
}

function formatBytes(bytes: number): string {
  let size = 0
  while (size < SIZES.length - 1 && bytes >= 1024 ** (size + 1)) size++
  // Hundredths by whole numbers: a quotient just below one would be rounded up to it.
  const hundredths = (BigInt(Math.floor(bytes)) * 100n) >> BigInt(10 * size)
  return `${Number(hundredths) / 100} ${SIZES[size]}`
}

/** To thousandths. */
function floored(value: number): number {
  const nearest = rounded(value)
  // 0.29 * 1000 is below 290; a whole number of thousandths must not change.
  if (Math.abs(nearest - value) <= Math.abs(value) * Number.EPSILON) return nearest
  return Math.floor(value * 1_000) / 1_000
}
