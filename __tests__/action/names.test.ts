/**
 * One table of names: the metadata files, the reader of inputs and the pages for people follow it.
 */

import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { readInputs } from "../../src/action/inputs.ts"
import { OUTPUTS } from "../../src/action/names.ts"
import * as s from "../../src/core/schema/make.ts"
import { INPUTS } from "../../src/settings/input.ts"
import { ROWS } from "../../src/settings/table.ts"
import { ACTION_COMMANDS } from "../../src/settings/value.ts"
import { valid } from "../__rig__/valid.ts"

const ROOT = new URL("../../", import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, ROOT), "utf8")

const MetadataSchema = s.object({
  inputs: s.record(s.object({ description: s.text(), default: s.text() })),
  outputs: s.record(s.object({ description: s.text() })).optional(),
  runs: s.strictObject({
    using: s.literal("node24"),
    main: s.text(),
    post: s.text(),
    "post-if": s.literal("always()"),
  }),
})

const metadataOf = (folder: string) => valid(MetadataSchema, parse(text(`${folder}action.yml`)))

describe("action.yml", () => {
  it("names every input and output, with its standard", () => {
    const { inputs, outputs = {} } = metadataOf("")
    expect(Object.keys(inputs)).toEqual(INPUTS.map(({ name }) => name))
    expect(Object.keys(outputs)).toEqual(Object.keys(OUTPUTS))
    for (const { name, default: standard } of INPUTS) {
      expect([name, inputs[name]?.default]).toEqual([name, standard])
    }
  })

  it.each(["plan", "run", "aggregate", "publish"] as const)(
    "of %s has what the command reads",
    (command) => {
      const { inputs, outputs = {}, runs } = metadataOf(`${command}/`)
      const read = INPUTS.filter(({ setting }) => setting.inputs?.includes(command))
      expect(Object.keys(inputs)).toEqual(read.map(({ name }) => name))
      expect(inputs["command"]?.default).toBe(command)
      expect(Object.keys(OUTPUTS)).toEqual(expect.arrayContaining(Object.keys(outputs)))
      expect(Object.keys(outputs).includes("matrix")).toBe(command === "plan")
      expect(runs.main).toBe("../dist/index.js")
      expect(runs.post).toBe("../dist/post.js")
    },
  )

  it("is what the sources make", () => {
    const script = fileURLToPath(new URL("scripts/generate.mjs", ROOT))
    const run = () =>
      execFileSync(process.execPath, [script, "--check"], { encoding: "utf8", stdio: "pipe" })
    expect(run).not.toThrow()
  })
})

describe("INPUTS", () => {
  it.each(INPUTS.map(({ name }) => name))("%s is read from the environment", (name) => {
    const asked = new Set<string>()
    const env = new Proxy<Record<string, string>>(
      {},
      {
        get: (_, key) => {
          asked.add(String(key))
          return undefined
        },
      },
    )
    readInputs(env)
    expect([...asked]).toContain(`INPUT_${name.toUpperCase()}`)
  })

  it("nothing else is read", () => {
    const asked = new Set<string>()
    readInputs(
      new Proxy<Record<string, string>>({}, { get: (_, key) => void asked.add(String(key)) }),
    )
    const known = INPUTS.map(({ name }) => `INPUT_${name.toUpperCase()}`)
    expect([...asked].toSorted()).toEqual(known.toSorted())
  })

  it("every command is read by somebody, and belongs to the list", () => {
    const used = new Set(INPUTS.flatMap(({ setting }): readonly string[] => setting.inputs ?? []))
    expect([...used].toSorted()).toEqual([...ACTION_COMMANDS].toSorted())
  })

  it("every input and output has its row in a page for people", () => {
    const docs = readdirSync(new URL("docs/", ROOT)).filter((name) => name.endsWith(".md"))
    const pages = ["README.md", ...docs.map((name) => `docs/${name}`)].map(text).join("\n")
    const missing = [...INPUTS.map(({ name }) => name), ...Object.keys(OUTPUTS)].filter(
      (name) => !pages.includes(`\n| \`${name}\` |`),
    )
    expect(missing).toEqual([])
  })
})

describe("flags of the command", () => {
  /** Second names: what the action has instead, which the page says too. */
  const instead: Readonly<Record<string, string>> = {
    ...{ quick: "profile: quick", hash: "strategy: hash", maxParallel: "workers" },
    ...{ version: "meta: version=…", mode: "meta: mode=…" },
  }

  it("that shape a plan or a verdict are inputs, or have another way", () => {
    const page = text("docs/github-actions.md").replaceAll(/\s+/gu, " ")
    const flags = ROWS.filter(({ setting }) => setting.flags?.includes("plan"))
    const alone = flags.filter(({ setting }) => setting.inputs === undefined)
    for (const { key } of alone.filter(({ heading }) => heading !== "Output")) {
      const name = key.replace(/[A-Z]/gu, (capital) => `-${capital.toLowerCase()}`)
      if (name === "actions-matrix") continue
      expect(page.includes(`\`--${name}\` is \`${instead[key]}\``), name).toBe(true)
    }
  })
})
