/**
 * Blob storage: staged blocks, block lists, single puts, whole and ranged reads.
 * Addresses carry a signature that is checked, so that a client cannot guess its way in.
 */
import { createHash, randomUUID } from "node:crypto"

/** What a handler wants sent back. */
export interface Reply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Buffer | string
}

/** One stored body. */
export interface Blob {
  readonly id: string
  readonly signature: string
  content: Buffer | null
  contentType: string
  disposition: string | null
}

interface BlobRequest {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** Digest in the form that the service shows. */
export function sha256Of(content: Buffer): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`
}

const XML_HEADERS = { "content-type": "application/xml", "x-ms-version": "2025-01-05" }

/** All bodies of the service. */
export class BlobStore {
  readonly #blobs = new Map<string, Blob>()
  readonly #blocks = new Map<string, Map<string, Buffer>>()

  create(): Blob {
    const blob: Blob = {
      id: randomUUID(),
      signature: randomUUID(),
      content: null,
      contentType: "application/octet-stream",
      disposition: null,
    }
    this.#blobs.set(blob.id, blob)
    return blob
  }

  /** The address to write to or read from. */
  addressOf(blob: Blob, base: string): string {
    return `${base}/blob/${blob.id}?sig=${blob.signature}`
  }

  handle(request: BlobRequest): Reply {
    const blob = this.#blobs.get(request.url.pathname.split("/")[2] ?? "")
    if (blob === undefined) return { status: 404, headers: XML_HEADERS, body: "<Error/>" }
    if (request.url.searchParams.get("sig") !== blob.signature) {
      return { status: 403, headers: XML_HEADERS, body: "<Error/>" }
    }
    if (request.method === "PUT") return this.#put(blob, request)
    if (request.method === "GET" || request.method === "HEAD") return read(blob, request)
    return { status: 405 }
  }

  #put(blob: Blob, { url, headers, body }: BlobRequest): Reply {
    const type = headers["x-ms-blob-content-type"]
    if (url.searchParams.get("comp") === "block") {
      const blocks = this.#blocks.get(blob.id) ?? new Map<string, Buffer>()
      blocks.set(url.searchParams.get("blockid") ?? "", body)
      this.#blocks.set(blob.id, blocks)
      return { status: 201, headers: XML_HEADERS }
    }
    if (url.searchParams.get("comp") === "blocklist") {
      const blocks = this.#blocks.get(blob.id) ?? new Map<string, Buffer>()
      const ids = [...body.toString("utf8").matchAll(/<Latest>([^<]*)<\/Latest>/gu)]
      const parts = ids.map((match) => blocks.get(match[1] ?? ""))
      if (parts.some((part) => part === undefined)) {
        return {
          status: 400,
          headers: XML_HEADERS,
          body: "<Error><Code>InvalidBlockList</Code></Error>",
        }
      }
      blob.content = Buffer.concat(parts.filter((part) => part !== undefined))
      this.#blocks.delete(blob.id)
    } else {
      if (headers["x-ms-blob-type"] !== "BlockBlob") return { status: 400, headers: XML_HEADERS }
      blob.content = body
    }
    if (typeof type === "string") blob.contentType = type
    return {
      status: 201,
      headers: {
        ...XML_HEADERS,
        etag: `"${blob.id}"`,
        "last-modified": new Date().toUTCString(),
      },
    }
  }
}

function read(blob: Blob, { method, headers }: BlobRequest): Reply {
  if (blob.content === null) return { status: 404, headers: XML_HEADERS, body: "<Error/>" }
  const common: Record<string, string> = {
    "content-type": blob.contentType,
    "accept-ranges": "bytes",
    etag: `"${blob.id}"`,
    "last-modified": new Date().toUTCString(),
    ...(blob.disposition === null ? {} : { "content-disposition": blob.disposition }),
  }
  if (method === "HEAD") {
    return { status: 200, headers: { ...common, "content-length": String(blob.content.length) } }
  }
  const range = /^bytes=(\d+)-(\d*)$/u.exec(String(headers["x-ms-range"] ?? headers["range"] ?? ""))
  if (range === null) return { status: 200, headers: common, body: blob.content }
  const from = Number(range[1])
  const to = range[2] === "" ? blob.content.length - 1 : Number(range[2])
  return {
    status: 206,
    headers: { ...common, "content-range": `bytes ${from}-${to}/${blob.content.length}` },
    body: blob.content.subarray(from, to + 1),
  }
}
