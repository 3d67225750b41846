// The site under test: a page for each product. Its script sets the title and counts visits in a cookie.
import { createServer } from "node:http"

const script = `
  const visits = Number(/visits=(\\d+)/.exec(document.cookie)?.[1] ?? 0) + 1
  document.cookie = "visits=" + visits
  document.title += ", visit " + visits
`

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, "http://site")
  const product = /^\/product\/(\d+)$/.exec(pathname)?.[1]
  const title = product ? `Product ${product}, size ${searchParams.get("size")}` : "Site"
  response.setHeader("content-type", "text/html")
  response.end(`<!doctype html><title>${title}</title><h1>${title}</h1><script>${script}</script>`)
}).listen(Number(process.env.PORT), "127.0.0.1")
