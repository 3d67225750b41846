import { describe, expect, it } from "vitest"
import {
  profilesOf,
  readSelection,
  type SelectionSettings,
} from "../../../src/app/plan/read-selection.ts"
import { parseCommandLine } from "../../../src/cli/program.ts"
import { err } from "../../../src/core/problems/result.ts"

function settings(...argv: string[]): SelectionSettings {
  const parsed = parseCommandLine(["list", ...argv], "1.2.3")
  if (!parsed.ok) throw new Error(parsed.error.text)
  return parsed.value.flags
}

function requestOf(...argv: string[]) {
  const changes = { since: () => err("there is no git here") }
  const read = readSelection(settings(...argv), { root: "/", changes })
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return read.value.request
}

describe("readSelection", () => {
  it("asks for nothing in particular by itself", () => {
    const nothing = {
      filter: [],
      exclude: [],
      tags: [],
      features: [],
      meta: [],
      matrix: [],
      where: [],
      last: [],
      withNeeds: true,
    }
    expect(requestOf()).toEqual(nothing)
  })

  it("parts lists of tags", () => {
    expect(requestOf("--tags", "a, b", "--tags", ",c,").tags).toEqual(["a", "b", "c"])
  })

  it("takes shorthands of conditions", () => {
    const request = requestOf(
      ...["--features", "gpu,iceberg", "--component", "jupyter", "--meta", "mode=a=b"],
      ...["--matrix", "pool=rep3", "--where", "estimate < 60"],
    )
    expect(request).toMatchObject({
      features: ["gpu", "iceberg"],
      meta: [
        { key: "mode", value: "a=b" },
        { key: "component", value: "jupyter" },
      ],
      matrix: [{ key: "pool", value: "rep3" }],
    })
    expect(request.where).toHaveLength(1)
  })

  it("refuses needs with --no-deps", () => {
    expect(requestOf("--no-deps").withNeeds).toBe(false)
  })
})

describe("profilesOf", () => {
  it("combines profiles from left to right", () => {
    const profiles = ["rank", "a", "b", "quick"]
    expect(profilesOf(settings("--profile", "rank", "--profile", "a,b", "--quick"))).toEqual(
      profiles,
    )
  })
})
