import fc from "fast-check"
import { expect, it } from "vitest"
import { newRunId } from "../../../src/app/folder/run-id.ts"

function idAt(ms: number, unique: string): string {
  const clock = { now: () => ms }
  return newRunId({ clock, uniqueName: () => unique })
}

it("is sorted by time, also within a second, whatever makes it unique", () => {
  const time = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) })
  const unique = fc.stringMatching(/^[0-9a-f]{6}$/u)
  fc.assert(
    fc.property(time, fc.integer({ min: 1, max: 2_000 }), unique, unique, (at, later, a, b) => {
      expect(idAt(at, a) < idAt(at + later, b)).toBe(true)
      expect(idAt(at, a)).toMatch(/^\d{8}-\d{6}-[0-9a-z]{6}$/u)
    }),
  )
})
