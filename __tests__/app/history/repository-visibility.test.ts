import { expect, it } from "vitest"
import { visibilityOf } from "../../../src/app/history/repository-visibility.ts"
import type { JsonObject } from "../../../src/core/json/json.ts"
import { err, ok, type Result } from "../../../src/core/problems/result.ts"

const answering = (answer: Result<boolean, string>) => ({ isPrivate: async () => answer })
const silent = { isPrivate: () => Promise.reject(new Error("asked")) }
const event = (isPrivate: boolean): JsonObject => ({
  event: { repository: { private: isPrivate } },
})

it.each([
  ["the event says so", event(true), silent, "private"],
  ["the event says not", event(false), silent, "public"],
  ["the service says so", { event: {} }, answering(ok(true)), "private"],
  ["the service says not", { event: { repository: "x" } }, answering(ok(false)), "public"],
  ["the service does not say", {}, answering(err("403")), "public"],
  ["nobody can be asked", {}, null, "public"],
] as const)("where %s", async (_, github, repository, visibility) => {
  expect(await visibilityOf({ github, repository })).toBe(visibility)
})
