import { execFileSync } from "node:child_process"
import { expect, it } from "vitest"

const MODULE = new URL("../../../src/adapters/node/reserve-threads.ts", import.meta.url).href

const COUNTED = `
const { readdirSync } = await import("node:fs")
const { reserveThreads } = await import(process.argv[1])
const threads = () => readdirSync("/proc/self/task").length
const before = threads()
reserveThreads()
const after = threads()
const { stat } = await import("node:fs")
await Promise.all(Array.from({ length: 64 }, () => new Promise((resolve) => stat("/", resolve))))
console.log(JSON.stringify([after - before, threads() - after]))
`

it.runIf(process.platform === "linux")("starts every thread that Node would start later", () => {
  const told = execFileSync(process.execPath, ["--input-type=module", "-e", COUNTED, MODULE], {
    encoding: "utf8",
    env: { ...process.env, UV_THREADPOOL_SIZE: "3", NODE_NO_WARNINGS: "1" },
  })
  expect(JSON.parse(told)).toEqual([3, 0])
})
