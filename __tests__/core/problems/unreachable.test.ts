import { expect, it } from "vitest"
import { unreachable } from "../../../src/core/problems/unreachable.ts"

it("throws and shows the value", () => {
  expect(() => unreachable({ type: "new" } as never)).toThrow('unreachable: {"type":"new"}')
})
