// A Chromium behind a small HTTP server: GET /status, POST /open with a URL, GET /title, POST /reset.
// It speaks the DevTools protocol over the pipe of the browser, so it needs no package and no further port.
import { spawn } from "node:child_process"
import { createServer } from "node:http"

const chromium = spawn(
  process.env.CHROMIUM ?? "chromium",
  [
    ...["--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu"],
    ...["--disable-dev-shm-usage", `--user-data-dir=${process.env.SMOKE_TMP}/profile`],
    // Chromium's sandbox refuses to run as root.
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
  { stdio: ["ignore", "inherit", "inherit", "pipe", "pipe"] },
)
chromium.on("exit", (code) => process.exit(code ?? 1))
process.on("SIGTERM", () => chromium.kill())

const [, , , input, output] = chromium.stdio
const calls = new Map()
const waiting = new Map()
let rest = ""
output.setEncoding("utf8").on("data", (text) => {
  const messages = (rest + text).split("\0")
  rest = messages.pop()
  for (const { id, error, result, method, sessionId } of messages.map((one) => JSON.parse(one))) {
    const call = calls.get(id)
    calls.delete(id)
    if (error) call?.reject(new Error(error.message))
    else if (id) call?.resolve(result)
    else waiting.get(`${sessionId} ${method}`)?.()
  }
})

let last = 0
function send(method, params = {}, sessionId = undefined) {
  last += 1
  input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`)
  return new Promise((resolve, reject) => calls.set(last, { resolve, reject }))
}

/** A page with cookies and storage of its own. */
async function newPage() {
  const { browserContextId } = await send("Target.createBrowserContext")
  const target = await send("Target.createTarget", { url: "about:blank", browserContextId })
  const { sessionId } = await send("Target.attachToTarget", { ...target, flatten: true })
  await send("Page.enable", {}, sessionId)
  return { browserContextId, sessionId }
}

async function open({ sessionId }, url) {
  const loaded = new Promise((resolve) => {
    waiting.set(`${sessionId} Page.loadEventFired`, resolve)
  })
  const { errorText } = await send("Page.navigate", { url }, sessionId)
  if (errorText) throw new Error(`${url}: ${errorText}`)
  await loaded
}

async function title({ sessionId }) {
  const { result } = await send("Runtime.evaluate", { expression: "document.title" }, sessionId)
  return result.value
}

const page = await newPage()

/** Nothing of the last visitor stays: a new page would be a new process, which takes longer. */
async function reset() {
  const { browserContextId, sessionId } = page
  await open(page, "about:blank")
  await send("Storage.clearCookies", { browserContextId })
  await send("Storage.clearDataForOrigin", { origin: "*", storageTypes: "all" }, sessionId)
  await send("Page.resetNavigationHistory", {}, sessionId)
}

async function answer(request) {
  let body = ""
  for await (const piece of request) body += piece
  switch (`${request.method} ${request.url}`) {
    case "GET /status":
      return JSON.stringify({ ready: true })
    case "POST /open":
      return open(page, body).then(() => "open")
    case "GET /title":
      return title(page)
    case "POST /reset":
      return reset().then(() => "reset")
    default:
      throw new Error(`there is no ${request.method} ${request.url}`)
  }
}

createServer((request, response) => {
  answer(request).then(
    (text) => response.end(text),
    (error) => response.writeHead(500).end(`${error.message}\n`),
  )
}).listen(Number(process.env.PORT), "127.0.0.1")
