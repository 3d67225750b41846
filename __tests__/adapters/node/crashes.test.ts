import { EventEmitter } from "node:events"
import { expect, it } from "vitest"
import { createCrashes } from "../../../src/adapters/node/crashes.ts"

it("tells the latest listener alone, and nobody when all have stopped", () => {
  const source = new EventEmitter()
  const crashes = createCrashes(source)
  const told: string[] = []
  const listen = (name: string) =>
    crashes.listen((error) => {
      told.push(`${name} ${String(error)}`)
    })
  const stopOuter = listen("outer")
  const stopInner = listen("inner")
  source.emit("uncaughtException", "one")
  source.emit("unhandledRejection", "two")
  stopInner()
  stopInner()
  source.emit("uncaughtException", "three")
  stopOuter()
  expect(told).toEqual(["inner one", "inner two", "outer three"])
  expect(source.eventNames()).toEqual([])
})
