import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { COMMANDS } from "../../src/cli/commands.ts"
import { defined } from "../../src/core/defined.ts"
import { flagsOf } from "../../src/settings/flag.ts"
import { INPUTS } from "../../src/settings/input.ts"
import { ROWS, SETTINGS } from "../../src/settings/table.ts"

describe("the settings", () => {
  it("stand in one group each", () => {
    expect(ROWS.map(({ key }) => key).toSorted()).toEqual(Object.keys(SETTINGS).toSorted())
  })

  it("are for somebody, and have a help that begins small", () => {
    for (const { key, setting } of ROWS) {
      const { flags, inputs, option } = setting
      expect([key, flags ?? inputs ?? option]).not.toEqual([key, undefined])
      expect(setting.help).toMatch(/^(?:[a-z]|[A-Z]{2})/u)
    }
  })

  it("have a default that their own kind reads", () => {
    for (const { key, setting } of ROWS) {
      if (setting.default === undefined) continue
      expect([key, setting.value.parse(setting.default).ok]).toEqual([key, true])
    }
  })

  it.each(COMMANDS.map(({ name }) => name))("of %s have words of their own", (command) => {
    const words = flagsOf(command).flatMap((flag) => flag.words)
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  })

  it("have inputs of different names", () => {
    const names = INPUTS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})

describe("the reusable workflow", () => {
  const text = readFileSync(".github/workflows/smoke.yml", "utf8")
  const { on, jobs } = parse(text)

  it("passes each input and secret on to the steps that read it", () => {
    const steps = Object.values<{ steps: { uses?: string; with?: object }[] }>(jobs).flatMap(
      (job) => job.steps,
    )
    for (const { name, setting } of INPUTS) {
      // The check run and the comment have a workflow of their own.
      if (setting.inputs?.every((command) => command === "publish")) continue
      const { workflow = "text" } = setting.input ?? {}
      const call = on.workflow_call
      expect([name, name in call.inputs]).toEqual([name, !["none", "secret"].includes(workflow)])
      expect([name, name in call.secrets]).toEqual([name, workflow === "secret"])
      if (workflow === "none") continue
      for (const command of ["plan", "run", "aggregate"] as const) {
        const step = steps.find(({ uses }) => uses === `$/${command}`)
        const passes = Object.keys(step?.with ?? {}).includes(name)
        expect([name, command, passes]).toEqual([name, command, setting.inputs?.includes(command)])
      }
    }
  })
})

describe("defined", () => {
  it("leaves out what is undefined, and nothing else", () => {
    const object = defined({ a: undefined, b: null, c: 0, d: "", e: false })
    expect(Object.keys(object)).toEqual(["b", "c", "d", "e"])
  })
})
