// Products, carts and orders; in memory, and in a file when one is given.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { migrate } from "./migrations.mjs"

/** Opens the data in a file, or fresh data in memory for null; either is migrated first. */
export function openStore(file) {
  const stored = file !== null && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {}
  const { data } = migrate(stored)
  const save = () => {
    if (file === null) return
    writeFileSync(`${file}.new`, JSON.stringify(data, null, 2))
    renameSync(`${file}.new`, file)
  }
  save()
  return {
    products: data.products,
    product: (sku) => data.products.find((product) => product.sku === sku),
    cart: (id) => data.carts[id],
    order: (number) => data.orders[number],
    createCart() {
      const id = String(Object.keys(data.carts).length + 1)
      data.carts[id] = { id, items: {}, total: 0 }
      save()
      return data.carts[id]
    },
    putItem({ id, sku, quantity }) {
      const cart = data.carts[id]
      cart.items[sku] = quantity
      cart.total = totalOf(cart, data.products)
      save()
      return cart
    },
    placeOrder(id) {
      const cart = data.carts[id]
      const number = String(1000 + Object.keys(data.orders).length + 1)
      for (const product of data.products) product.stock -= cart.items[product.sku] ?? 0
      data.orders[number] = { number, items: cart.items, total: cart.total, currency: "EUR" }
      data.carts[id] = { id, items: {}, total: 0 }
      save()
      return data.orders[number]
    },
  }
}

/** In cents, so that nothing is rounded. */
function totalOf(cart, products) {
  return products.reduce((sum, { sku, price }) => sum + price * (cart.items[sku] ?? 0), 0)
}
