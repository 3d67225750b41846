/**
 * Where a reader is in the page: the view and what is chosen in it. It is the hash of the address, so that
 * each place can be linked to and the browser's back button works.
 */
import { useEffect, useState } from "preact/hooks"

/** Views by the word in the address. */
export const VIEWS = ["scenarios", "failures", "timeline", "needs", "run"] as const
export type View = (typeof VIEWS)[number]

/** What can be said beside the view. */
export interface Choice {
  /** Text that is searched for. */
  readonly q?: string | undefined
  /** Verdicts, by commas. */
  readonly verdict?: string | undefined
  readonly tag?: string | undefined
  readonly shard?: string | undefined
  readonly group?: string | undefined
  readonly sort?: string | undefined
  /** The scenario that is open. */
  readonly id?: string | undefined
  /** Its attempt, by place from 1. */
  readonly attempt?: string | undefined
  /** A line of the log, from 1. */
  readonly line?: string | undefined
}

/** A place in the page. */
export interface Place extends Choice {
  readonly view: View
}

const KEYS: readonly (keyof Choice)[] = [
  ...(["q", "verdict", "tag", "shard", "group", "sort", "id", "attempt", "line"] as const),
]

/** The place of an address; what it does not know it ignores. */
export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/u, "").split("?", 2)
  const view = VIEWS.find((name) => name === path) ?? "scenarios"
  const given = new URLSearchParams(query)
  const choice = KEYS.flatMap((key) => {
    const value = given.get(key)
    return value ? [[key, value]] : []
  })
  return { view, ...Object.fromEntries(choice) }
}

/** The address of a place. */
export function hashOf({ view, ...choice }: Place): string {
  const query = new URLSearchParams()
  for (const key of KEYS) {
    const value = choice[key]
    if (value !== undefined && value !== "") query.set(key, value)
  }
  const text = query.toString()
  return text === "" ? `#/${view}` : `#/${view}?${text}`
}

/** Goes to another place; `quietly` leaves no step for the back button. */
export type Go = (to: Partial<Place>, how?: { readonly quietly?: boolean }) => void

/** The place where the reader is, and how to leave it. What `to` does not name stays. */
export function usePlace(): readonly [Place, Go] {
  const [place, setPlace] = useState(() => parsePlace(location.hash))
  useEffect(() => {
    const follow = () => {
      setPlace(parsePlace(location.hash))
    }
    addEventListener("hashchange", follow)
    return () => {
      removeEventListener("hashchange", follow)
    }
  }, [])
  const go: Go = (to, { quietly = false } = {}) => {
    const next = { ...parsePlace(location.hash), ...to }
    const hash = hashOf(next)
    if (quietly) history.replaceState(null, "", hash)
    else if (hash !== location.hash) history.pushState(null, "", hash)
    setPlace(parsePlace(hash))
  }
  return [place, go]
}
