import { expect, it } from "vitest"
import { parseQueueUrl } from "../../../src/core/text/queue-url.ts"

it.each([
  ["redis://queue:6379", { url: "redis://queue:6379", run: null, leaseMs: 30_000 }],
  [
    "rediss://me:secret@queue/2?run=build-17&lease=2m",
    { url: "rediss://me:secret@queue/2", run: "build-17", leaseMs: 120_000 },
  ],
])("reads %s", (text, value) => {
  expect(parseQueueUrl(text)).toEqual({ ok: true, value })
})

it.each([
  ["queue:6379", "address"],
  ["http://me:secret@queue:6379", "address"],
  ["redis://queue?run=a:b", "its run"],
  ["redis://queue?run=", "its run"],
  ["redis://queue?lease=10ms", "its lease"],
  ["redis://queue?lease=soon", "its lease"],
  ["redis://queue?db=2", "no others"],
])("refuses %s, and does not repeat it", (text, why) => {
  const read = parseQueueUrl(text)
  expect(read).toMatchObject({ ok: false, error: expect.stringContaining(why) })
  expect(JSON.stringify(read)).not.toContain("secret")
})
