// What the shop answers: JSON for programs, one page for people.
import { homePage } from "./home-page.mjs"

const ROUTES = [
  ["GET", /^\/$/, home],
  ["GET", /^\/health$/, health],
  ["GET", /^\/products$/, listProducts],
  ["GET", /^\/products\/([\w-]+)$/, showProduct],
  ["POST", /^\/carts$/, createCart],
  ["GET", /^\/carts\/(\d+)$/, showCart],
  ["PUT", /^\/carts\/(\d+)\/items\/([\w-]+)$/, putItem],
  ["POST", /^\/carts\/(\d+)\/checkout$/, checkOut],
  ["GET", /^\/orders\/(\d+)$/, showOrder],
]

/** The shop as a listener for requests of `node:http`. */
export function createShop(shop) {
  return async (request, response) => {
    const url = new URL(request.url, "http://shop")
    try {
      const answer = await route({ shop, request, url })
      send(response, answer)
    } catch (error) {
      console.error(error)
      send(response, { status: 500, body: { error: "internal error" } })
    }
  }
}

async function route({ shop, request, url }) {
  for (const [method, pattern, handle] of ROUTES) {
    const found = pattern.exec(url.pathname)
    if (found === null || method !== request.method) continue
    const body = method === "GET" ? null : await readJson(request)
    if (body === undefined) return { status: 400, body: { error: "the body is no JSON" } }
    return handle({ ...shop, shop, request, url, body, parts: found.slice(1) })
  }
  return missing(`${request.method} ${url.pathname}`)
}

function home({ store, request }) {
  const html = homePage(request.headers["accept-language"] ?? "", store.products)
  return { status: 200, html }
}

function health({ store, gatewayIsReady }) {
  const gateway = gatewayIsReady ? "ready" : "warming up"
  return { status: 200, body: { status: "ok", products: store.products.length, gateway } }
}

function listProducts({ store, url }) {
  const word = (url.searchParams.get("search") ?? "").toLowerCase()
  const products = store.products.filter(({ name }) => name.toLowerCase().includes(word))
  return { status: 200, body: { count: products.length, products } }
}

function showProduct({ store, parts: [sku] }) {
  const product = store.product(sku)
  return product === undefined ? missing(`product ${sku}`) : { status: 200, body: product }
}

function createCart({ store }) {
  return { status: 201, body: store.createCart() }
}

function showCart({ store, parts: [id] }) {
  const cart = store.cart(id)
  return cart === undefined ? missing(`cart ${id}`) : { status: 200, body: cart }
}

function putItem({ store, parts: [id, sku], body }) {
  const product = store.product(sku)
  if (store.cart(id) === undefined) return missing(`cart ${id}`)
  if (product === undefined) return missing(`product ${sku}`)
  const { quantity } = body
  if (!Number.isInteger(quantity) || quantity < 1) {
    return { status: 422, body: { error: "quantity must be a whole number from 1" } }
  }
  if (quantity > product.stock) {
    return { status: 409, body: { error: `only ${product.stock} of ${sku} in stock` } }
  }
  return { status: 200, body: store.putItem({ id, sku, quantity }) }
}

function checkOut({ shop, store, parts: [id], body }) {
  const cart = store.cart(id)
  if (cart === undefined) return missing(`cart ${id}`)
  if (cart.total === 0) return { status: 409, body: { error: "the cart is empty" } }
  if (!shop.gatewayIsReady) {
    // A cold gateway wakes up on its first call.
    shop.gatewayIsReady = true
    return { status: 503, body: { error: "the payment gateway is warming up" } }
  }
  if (!/^4\d{15}$/.test(String(body.card))) {
    return { status: 402, body: { error: "the card was refused" } }
  }
  return { status: 201, body: store.placeOrder(id) }
}

function showOrder({ store, parts: [number] }) {
  const order = store.order(number)
  return order === undefined ? missing(`order ${number}`) : { status: 200, body: order }
}

function missing(what) {
  return { status: 404, body: { error: `there is no ${what}` } }
}

/** Undefined when the body is no JSON object. */
async function readJson(request) {
  let text = ""
  for await (const chunk of request) text += chunk
  try {
    return text === "" ? {} : (JSON.parse(text) ?? undefined)
  } catch {
    return undefined
  }
}

function send(response, { status, body, html }) {
  const type = html === undefined ? "application/json" : "text/html; charset=utf-8"
  response.writeHead(status, { "content-type": type })
  response.end(html ?? JSON.stringify(body))
}
