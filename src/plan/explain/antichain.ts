/**
 * How many scenarios can run at the same time: the most of which none waits for another, however far
 * apart. By Dilworth's theorem that is their number less the largest matching between scenarios and
 * all that comes before them.
 */
import type { Unit } from "../units/components.ts"

/** Cells of tables that are filled for one suite: one component of 2,000 scenarios, or many smaller. */
const MAX_CELLS = 4_000_000

/** The most scenarios of these components at the same time; null where a component is too large. */
export function widthsOf(components: readonly (readonly Unit[])[]): readonly (number | null)[] {
  let cells = 0
  return components.map((units) => {
    if (units.length <= 2) return units.some(({ needs }) => needs.length > 0) ? 1 : units.length
    cells += units.length ** 2
    return cells > MAX_CELLS ? null : widthOf(units)
  })
}

/** The width of one order; every unit stands behind what it needs. */
function widthOf(units: readonly Unit[]): number {
  const before = closure(units)
  const words = Math.ceil(units.length / 32)
  const free = -1
  const takenBy = new Int32Array(units.length).fill(free)
  const cameFrom = new Int32Array(units.length)
  const partner = new Int32Array(units.length).fill(free)

  /** Looks for a way to one more pair, from a unit that has none. */
  const augment = (root: number): boolean => {
    const unseen = new Uint32Array(words).fill(0xffffffff)
    const queue = [root]
    for (let at = 0; at < queue.length; at++) {
      const unit = queue[at] ?? root
      const row = before[unit]
      for (let word = 0; word < words; word++) {
        let found = ((row?.[word] ?? 0) & (unseen[word] ?? 0)) >>> 0
        unseen[word] = ((unseen[word] ?? 0) & ~found) >>> 0
        for (; found !== 0; found = (found & (found - 1)) >>> 0) {
          const other = word * 32 + (31 - Math.clz32(found & -found))
          cameFrom[other] = unit
          const owner = takenBy[other] ?? free
          if (owner !== free) {
            queue.push(owner)
            continue
          }
          let end = other
          for (;;) {
            const by = cameFrom[end] ?? root
            const next = partner[by] ?? free
            takenBy[end] = by
            partner[by] = end
            if (by === root) return true
            end = next
          }
        }
      }
    }
    return false
  }

  let pairs = 0
  for (let unit = 0; unit < units.length; unit++) if (augment(unit)) pairs += 1
  return units.length - pairs
}

/** For each unit a bit for every one before it. */
function closure(units: readonly Unit[]): readonly Uint32Array[] {
  const places = new Map(units.map(({ id }, place) => [id, place]))
  const words = Math.ceil(units.length / 32)
  const rows: Uint32Array[] = []
  for (const { needs } of units) {
    const row = new Uint32Array(words)
    for (const need of needs) {
      const place = places.get(need)
      const earlier = place === undefined ? undefined : rows[place]
      if (place === undefined || earlier === undefined) continue
      for (let word = 0; word < words; word++) row[word] = (row[word] ?? 0) | (earlier[word] ?? 0)
      row[place >> 5] = (row[place >> 5] ?? 0) | (1 << (place & 31))
    }
    rows.push(row)
  }
  return rows
}
