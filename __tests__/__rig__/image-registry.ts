/**
 * A registry of one image for anybody who asks by HTTP (OCI distribution specification), below `private/`
 * only with a password.
 */
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdtempSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

const OCI = "application/vnd.oci.image"

/** Serves an image that podman has. */
export async function imageRegistry(
  image: string,
  user: { readonly name: string; readonly password: string },
  env: Readonly<Record<string, string>>,
) {
  const folder = mkdtempSync(join(tmpdir(), "smoke-registry-"))
  const all = { ...process.env, ...env }
  execFileSync("podman", ["save", "--quiet", "--format", "oci-dir", "-o", folder, image], {
    env: all,
  })
  const blob = (digest: string) => readFileSync(join(folder, "blobs", digest.replace(":", "/")))
  const [index] = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")).manifests
  const wanted = `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}`
  /** Paths with the way in which each was asked. */
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { url = "", headers, method } = request
    const isPrivate = !url.startsWith("/v2/public/")
    asked.push(`${headers.authorization === wanted ? "password" : "anonymous"} ${url}`)
    if (isPrivate && headers.authorization !== wanted) {
      const refused = {
        "www-authenticate": 'Basic realm="here"',
        "content-type": "application/json",
      }
      response.writeHead(401, refused)
      response.end('{"errors":[{"code":"UNAUTHORIZED","message":"no"}]}')
      return
    }
    const [, kind = "", reference = ""] = /\/(manifests|blobs)\/([^/]+)$/u.exec(url) ?? []
    const digest = kind === "manifests" && !reference.includes(":") ? index.digest : reference
    if (kind === "") {
      response.writeHead(200).end("{}")
      return
    }
    try {
      const bytes = blob(digest)
      const type = kind === "manifests" ? `${OCI}.manifest.v1+json` : "application/octet-stream"
      const own = `sha256:${createHash("sha256").update(bytes).digest("hex")}`
      response.writeHead(200, {
        ...{ "content-type": type, "docker-content-digest": own },
        "content-length": bytes.length,
      })
      response.end(method === "HEAD" ? "" : bytes)
    } catch {
      response.writeHead(404, { "content-type": "application/json" })
      response.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, asked, end: () => server.close() }
}
