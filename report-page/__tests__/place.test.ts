import { expect, it } from "vitest"
import { hashOf, type Place, parsePlace } from "../data/place.ts"

const PLACES: readonly Place[] = [
  { view: "scenarios" },
  { view: "failures" },
  { view: "scenarios", q: "a b&c=d#e", verdict: "failed,flaky", tag: "x/y", sort: "slow" },
  { view: "scenarios", id: "matrix:eu west:<b>", attempt: "2", line: "14" },
]

it.each(PLACES)("an address holds all of a place: %j", (place) => {
  expect(parsePlace(hashOf(place))).toEqual(place)
})

it.each(["", "#", "#/", "#/nowhere", "#/scenarios?id=&unknown=1", "#?%E0%A4%A"])(
  "any address is a place: %j",
  (hash) => {
    expect(parsePlace(hash)).toEqual({ view: "scenarios" })
  },
)
