/**
 * The first suite of `docs/getting-started.md` gives exactly the output that the page shows.
 */
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { Project } from "../__rig__/project.ts"

const PAGE = readFileSync(new URL("../../docs/getting-started.md", import.meta.url), "utf8")

function block(language: string, start: string): string {
  const blocks = PAGE.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gmu)
  const found = [...blocks].find(([, name, text]) => name === language && text?.startsWith(start))
  if (found?.[2] === undefined) throw new Error(`the page has no block that starts ${start}`)
  return found[2]
}

/** Times differ, and with them the order in which scenarios end. */
function comparable(text: string): readonly string[] {
  return text
    .replace(/node \S+cli\.mjs/gu, "parallel-smoke")
    .replace(/\d{8}-\d{6}-\w{6}/gu, "RUN")
    .replace(/\b\d+(\.\d+)?m?s\b/gu, "TIME")
    .split("\n")
    .map((line) => line.replace(/^\[\d\/5\]/u, "[n/5]").replace(/ +/gu, " "))
    .toSorted()
}

it("shows what the first suite really prints", async () => {
  const project = new Project({
    "smoke.yml": block("yaml", "# smoke.yml"),
    "smoke/checkout.sh": block("bash", "#!/usr/bin/env bash"),
  })
  const ended = await project.run(["run", "-c", "2"])
  expect(ended.exitCode).toBe(1)
  expect(ended.stdout).toBe("")
  expect(comparable(ended.stderr)).toEqual(comparable(block("", "run 2")))
})
