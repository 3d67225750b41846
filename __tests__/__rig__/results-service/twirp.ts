/**
 * The JSON-over-HTTP calls of the artifact and the cache service, turned into calls on the shelves.
 */
import type { ArtifactShelf, Refusal } from "./artifact-shelf.ts"
import type { BlobStore, Reply } from "./blobs.ts"
import type { CacheShelf } from "./cache-shelf.ts"
import { isAuthorized } from "./identity.ts"

/** What the calls act on. */
export interface Shelves {
  readonly blobs: BlobStore
  readonly artifacts: ArtifactShelf
  readonly caches: CacheShelf
}

/** One call, already parsed. */
export interface TwirpCall {
  readonly method: string
  readonly body: Readonly<Record<string, unknown>>
  readonly authorization: string | undefined
  /** Origin of the service, for signed addresses. */
  readonly base: string
}

/** A JSON answer. */
export function json(status: number, value: unknown): Reply {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) }
}

const refuse = (refusal: Refusal): Reply =>
  json(refusal.status, { code: refusal.code, msg: refusal.msg })

/** Answers one call. */
export function handleTwirp(shelves: Shelves, call: TwirpCall): Reply {
  const backendId = call.body["workflow_run_backend_id"]
  const listed = call.method === "GetSignedArtifactURL" || call.method === "DeleteArtifact"
  // These two name the attempt that made the artifact, which need not be the one that asks.
  const required = typeof backendId === "string" && !listed ? backendId : null
  if (!isAuthorized(call.authorization, required)) {
    return json(401, { code: "unauthenticated", msg: "bad token" })
  }
  return handleArtifacts(shelves, call) ?? handleCaches(shelves, call) ?? unknownMethod(call)
}

function unknownMethod(call: TwirpCall): Reply {
  return json(404, { code: "bad_route", msg: `no method ${call.method}` })
}

function handleArtifacts({ artifacts, blobs }: Shelves, call: TwirpCall): Reply | null {
  switch (call.method) {
    case "CreateArtifact": {
      const made = artifacts.create(call.body)
      if ("status" in made) return refuse(made)
      return json(200, { ok: true, signed_upload_url: blobs.addressOf(made.blob, call.base) })
    }
    case "FinalizeArtifact": {
      const made = artifacts.finalize(call.body)
      if ("status" in made) return refuse(made)
      return json(200, { ok: true, artifact_id: String(made.id) })
    }
    case "ListArtifacts": {
      const found = artifacts.list(call.body)
      if ("status" in found) return refuse(found)
      return json(200, {
        artifacts: found.map((one) => ({
          workflow_run_backend_id: `run-${one.run}-attempt-${one.attempt}`,
          workflow_job_run_backend_id: one.jobBackendId,
          database_id: String(one.id),
          name: one.name,
          size: String(one.blob.content?.length ?? 0),
          created_at: one.createdAt,
          digest: one.digest,
        })),
      })
    }
    case "GetSignedArtifactURL": {
      const found = artifacts.find(call.body)
      if ("status" in found) return refuse(found)
      return json(200, { signed_url: blobs.addressOf(found.blob, call.base) })
    }
    case "DeleteArtifact": {
      const found = artifacts.find(call.body)
      if ("status" in found) return refuse(found)
      found.deleted = true
      return json(200, { ok: true, artifact_id: String(found.id) })
    }
    default:
      return null
  }
}

function handleCaches({ caches, blobs }: Shelves, call: TwirpCall): Reply | null {
  switch (call.method) {
    case "CreateCacheEntry": {
      const made = caches.reserve(call.body)
      if (made === null) return json(200, { ok: false, message: "cache entry already exists" })
      return json(200, { ok: true, signed_upload_url: blobs.addressOf(made.blob, call.base) })
    }
    case "FinalizeCacheEntryUpload": {
      const made = caches.finalize(call.body)
      if (made === null) return json(400, { code: "invalid_argument", msg: "size differs" })
      return json(200, { ok: true, entry_id: String(made.id) })
    }
    case "GetCacheEntryDownloadURL": {
      const found = caches.find(call.body)
      if (found === null) return json(200, { ok: false })
      return json(200, {
        ok: true,
        signed_download_url: blobs.addressOf(found.blob, call.base),
        matched_key: found.key,
      })
    }
    default:
      return null
  }
}
