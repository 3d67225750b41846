/** Seeded choices: the same seed and case give the same mutation on every machine. */
import { hash32, seededRandom } from "../../../src/core/quantities/random.ts"

export class Dice {
  readonly #next: () => number

  constructor(seed: number, index: number) {
    this.#next = seededRandom(hash32(`${seed} ${index}`))
  }

  /** An integer from 0 to `below - 1`. */
  below(below: number): number {
    return Math.floor(this.#next() * below)
  }

  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)]
    if (found === undefined) throw new Error("nothing to pick from")
    return found
  }

  chance(share: number): boolean {
    return this.#next() < share
  }
}
