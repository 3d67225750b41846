import { expect, it } from "vitest"
import { rateText, runsNeededText } from "../../../src/report/text/rate-text.ts"

it.each([
  [0, 0, "no runs"],
  [0, 1, "below 95 % (95 %)"],
  [0, 58, "below 5.1 % (95 %)"],
  [0, 59, "below 5 % (95 %)"],
  [0, 299, "below 1 % (95 %)"],
  [0, 10_000, "below 0.03 % (95 %)"],
  [3, 200, "1.5 % (95 %: 0.51 to 4.3 %)"],
  [2, 2, "100 % (95 %: 34 to 100 %)"],
])("%i of %i is %j", (failures, runs, text) => {
  expect(rateText({ runs, failures })).toBe(text)
})

it.each([
  [74, "74 expected, 369 needed: 5 such runs with --campaign"],
  [369, "369 expected, 369 needed"],
  [0, "0 expected, 369 needed"],
])("%i runs, where the rate may be 1 percent: %j", (runs, text) => {
  expect(runsNeededText({ rate: 0.01, runs })).toBe(text)
})

it.each([
  [0, "74 expected, 0 known, 369 needed: 5 such runs"],
  [100, "74 expected, 100 known, 369 needed: 4 such runs"],
  [300, "74 expected, 300 known, 369 needed"],
])("of a campaign that has counted %i: %j", (known, text) => {
  expect(runsNeededText({ rate: 0.01, runs: 74, known })).toBe(text)
})
