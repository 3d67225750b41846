// One request to the shop: call.mjs METHOD PATH [BODY] [--status N] [--get MEMBER [--is VALUE]].
// Prints the answer, or one member of it; exits with 1 when the answer is not the expected one.
import { parseArgs } from "node:util"

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { status: { type: "string" }, get: { type: "string" }, is: { type: "string" } },
})
const [method = "GET", path = "/", body] = positionals
const answer = await fetch(new URL(path, process.env.SHOP_URL), {
  method,
  ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
})
const text = await answer.text()
console.error(`${method} ${path} -> ${answer.status}`)

const good = values.status === undefined ? answer.ok : answer.status === Number(values.status)
const value = values.get === undefined ? text : String(JSON.parse(text)[values.get])
console.log(value)
if (!good) {
  console.error(`expected ${values.status ?? "success"}, got ${answer.status}: ${text}`)
  process.exitCode = 1
} else if (values.is !== undefined && value !== values.is) {
  console.error(`expected ${values.get} to be ${values.is}, got ${value}`)
  process.exitCode = 1
}
