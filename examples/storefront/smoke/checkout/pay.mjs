#!/usr/bin/env node
// ---
// name: An order is paid
// tags: [depth-5]
// features: [checkout, payments]
// needs: [cart/add]
// estimate: 0.2s
// demand: { cards: 1 }
// env: { EXPECTED_CURRENCY: EUR, ORDER_NOTE: "${{ scenario.slug }}, attempt ${{ attempt }}" }
// ---
// A script may be in any language: its first line says in which. This one starts the shop itself.
import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"

const server = fileURLToPath(new URL("../../shop/server.mjs", import.meta.url))
const shop = spawn(process.execPath, [server], { stdio: ["ignore", "pipe", "inherit"] })
try {
  const [line] = await once(shop.stdout.setEncoding("utf8"), "data")
  const post = async (path, method, body = {}) => {
    const url = new URL(path, line.trim())
    const answer = await fetch(url, { method, body: JSON.stringify(body) })
    console.log(method, path, answer.status)
    return { status: answer.status, ...(await answer.json()) }
  }
  const cart = await post("/carts", "POST")
  await post(`/carts/${cart.id}/items/ink`, "PUT", { quantity: 3 })
  const order = await post(`/carts/${cart.id}/checkout`, "POST", { card: "4000000000000002" })
  assert.equal(order.status, 201)
  assert.equal(order.total, 2550)
  assert.equal(order.currency, process.env.EXPECTED_CURRENCY ?? "EUR")
  console.log(`order ${order.number} paid (${process.env.ORDER_NOTE ?? "by hand"})`)
} finally {
  shop.kill()
}
