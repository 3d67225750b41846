import { expect, it } from "vitest"
import { parse } from "yaml"
import { renderSoakTemplate } from "../../../src/app/create/create-soak.ts"

it("runs each night and by hand, by the reusable workflow", async () => {
  await expect(renderSoakTemplate({ name: "soak" })).toMatchFileSnapshot("__golden__/soak.yml")
})

it.each(["on: no", 'a "quoted" # name'])("takes %j as a name", (name) => {
  expect(parse(renderSoakTemplate({ name })).name).toBe(name)
})

it("has nothing left to do where the repository is known", () => {
  const text = renderSoakTemplate({ name: "soak", reference: "acme/parallel-smoke@v1" })
  expect(text).not.toContain("OWNER")
  expect(text).toContain("uses: acme/parallel-smoke/.github/workflows/soak.yml@v1\n")
})
