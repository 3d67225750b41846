/**
 * One table of names: the metadata files, the reader of inputs and the pages for people follow it.
 */

import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { parse } from "yaml"
import { readInputs } from "../../src/action/inputs.ts"
import { ACTION_COMMANDS, INPUTS, OUTPUTS } from "../../src/action/names.ts"
import type { Flag } from "../../src/cli/flag.ts"
import {
  CUT_FLAGS,
  KNOWLEDGE_FLAGS,
  PLANNING_FLAGS,
  SHARD_FLAGS,
  VERDICT_FLAGS,
} from "../../src/cli/options.ts"
import { SELECTION_FLAGS } from "../../src/cli/selection-flags.ts"
import * as s from "../../src/core/schema/make.ts"
import { valid } from "../__rig__/valid.ts"

const ROOT = new URL("../../", import.meta.url)
const text = (path: string): string => readFileSync(new URL(path, ROOT), "utf8")

const MetadataSchema = s.object({
  inputs: s.record(s.object({ description: s.text(), default: s.text() })),
  outputs: s.record(s.object({ description: s.text() })),
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
    const { inputs, outputs } = metadataOf("")
    expect(Object.keys(inputs)).toEqual(Object.keys(INPUTS))
    expect(Object.keys(outputs)).toEqual(Object.keys(OUTPUTS))
    for (const [name, { standard }] of Object.entries(INPUTS)) {
      expect([name, inputs[name]?.default]).toEqual([name, standard])
    }
  })

  it.each(["plan", "run", "aggregate"] as const)("of %s has what the command reads", (command) => {
    const { inputs, outputs, runs } = metadataOf(`${command}/`)
    const read = Object.entries(INPUTS).filter(([, { commands }]) =>
      commands.some((one) => one === command),
    )
    expect(Object.keys(inputs)).toEqual(read.map(([name]) => name))
    expect(inputs["command"]?.default).toBe(command)
    expect(Object.keys(OUTPUTS)).toEqual(expect.arrayContaining(Object.keys(outputs)))
    expect(Object.keys(outputs).includes("matrix")).toBe(command === "plan")
    expect(runs.main).toBe("../dist/index.js")
    expect(runs.post).toBe("../dist/post.js")
  })

  it("is what the sources make", () => {
    const script = fileURLToPath(new URL("scripts/generate.mjs", ROOT))
    const run = () =>
      execFileSync(process.execPath, [script, "--check"], { encoding: "utf8", stdio: "pipe" })
    expect(run).not.toThrow()
  })
})

describe("INPUTS", () => {
  it.each(Object.keys(INPUTS))("%s is read from the environment", (name) => {
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
    const known = Object.keys(INPUTS).map((name) => `INPUT_${name.toUpperCase()}`)
    expect([...asked].toSorted()).toEqual(known.toSorted())
  })

  it("every command is read by somebody, and belongs to the list", () => {
    const used = new Set(Object.values(INPUTS).flatMap(({ commands }): string[] => [...commands]))
    expect([...used].toSorted()).toEqual([...ACTION_COMMANDS].toSorted())
  })

  it("every input and output has its row in a page for people", () => {
    const docs = readdirSync(new URL("docs/", ROOT)).filter((name) => name.endsWith(".md"))
    const pages = ["README.md", ...docs.map((name) => `docs/${name}`)].map(text).join("\n")
    const missing = Object.keys({ ...INPUTS, ...OUTPUTS }).filter(
      (name) => !pages.includes(`\n| \`${name}\` |`),
    )
    expect(missing).toEqual([])
  })
})

describe("flags of the command", () => {
  const lists = { SELECTION_FLAGS, KNOWLEDGE_FLAGS, PLANNING_FLAGS, CUT_FLAGS, SHARD_FLAGS }
  const nameOf = ({ flags }: Flag): string => /--([a-z-]+)/u.exec(flags)?.[1] ?? flags
  /** Second names: what the action has instead, which the page says too. */
  const instead = {
    ...{ quick: "profile: quick", hash: "strategy: hash", "max-parallel": "workers" },
    ...{ version: "meta: version=…", mode: "meta: mode=…" },
  }

  it.each(Object.entries({ ...lists, VERDICT_FLAGS }))(
    "%s are inputs of the same name, or have another way",
    (_, flags) => {
      const page = text("docs/github-actions.md").replaceAll(/\s+/gu, " ")
      for (const name of flags.map(nameOf)) {
        const other = Object.entries(instead).find(([flag]) => flag === name)
        if (other === undefined) expect(Object.keys(INPUTS)).toContain(name)
        else expect(page.includes(`\`--${name}\` is \`${other[1]}\``), name).toBe(true)
      }
    },
  )
})
