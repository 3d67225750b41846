/**
 * Rendezvous hashing (Thaler and Ravishankar 1998): each key by itself chooses a place. Leaving others
 * out moves nothing, and one more place takes only its part.
 */
import { hash32 } from "../../core/quantities/random.ts"

/** The place of so many that a key chooses. */
export function chosenPlace(key: string, places: number): number {
  const own = hash32(key)
  let best = 0
  let highest = -1
  for (let place = 0; place < places; place++) {
    const score = mixed(own ^ Math.imul(place + 1, 0x9e3779b1))
    if (score > highest) {
      highest = score
      best = place
    }
  }
  return best
}

/** Spreads every bit over all others (the finalizer of MurmurHash3). */
function mixed(value: number): number {
  let bits = value
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}
