/**
 * What every artifact store keeps, whoever is behind it. Run it against each implementation.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { ArtifactStore, UploadRequest } from "../../src/ports/artifacts.ts"

/** One run whose attempts can be looked at in turn. */
export interface ArtifactWorld {
  /** The store as a job of that attempt sees it; only the newest one asked for is used. */
  storeOf(attempt: number): ArtifactStore
  close(): Promise<void>
}

/** Registers the suite for one implementation. */
export function describeArtifactStore(name: string, open: () => Promise<ArtifactWorld>): void {
  describe(`artifact store: ${name}`, () => {
    let world: ArtifactWorld
    let folder: string

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), "artifact-store-"))
      world = await open()
    })

    afterEach(async () => {
      await world.close()
      rmSync(folder, { recursive: true, force: true })
    })

    const request = (
      artifact: string,
      contents: Readonly<Record<string, string | Buffer>>,
    ): UploadRequest => {
      const rootDirectory = join(folder, `source-${artifact}`)
      const files = Object.entries(contents).map(([path, content]) => {
        const file = join(rootDirectory, path)
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(file, content)
        return file
      })
      return { name: artifact, files, rootDirectory, retentionDays: 5, compressionLevel: 6 }
    }

    const read = (root: string): Record<string, string> =>
      Object.fromEntries(
        readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => {
            const path = join(entry.parentPath, entry.name)
            return [path.slice(root.length + 1), readFileSync(path, "latin1")] as const
          })
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      )

    it("gives back what was uploaded, byte for byte", async () => {
      const bytes = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256))
      const contents = {
        "manifest.json": "{}",
        "logs/a.1.log": "line\n".repeat(1000),
        "logs/tief/ünï ☃.log": bytes,
        "empty.txt": "",
      }
      const store = world.storeOf(1)
      const uploaded = await store.upload(request("one", contents))
      expect(uploaded).toMatchObject({
        ok: true,
        value: { digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/u) },
      })
      const listed = await store.list()
      if (!uploaded.ok || !listed.ok) throw new Error("not stored")
      expect(listed.value).toEqual([{ name: "one", ...uploadedFields(uploaded.value) }])
      const [entry] = listed.value
      if (entry === undefined) throw new Error("not listed")
      const target = join(folder, "target")
      expect(await store.download(entry, target)).toEqual({ ok: true, value: undefined })
      expect(read(target)).toEqual(
        Object.fromEntries(
          Object.entries(contents)
            .map(([path, content]) => [path, Buffer.from(content).toString("latin1")] as const)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        ),
      )
      expect(readdirSync(folder).sort()).toEqual(["source-one", "target"])
    })

    it("removes what it is told to, and its name is free again", async () => {
      const store = world.storeOf(1)
      const first = request("gone", { "a.txt": "1" })
      expect(await store.upload(first)).toMatchObject({ ok: true })
      expect(await store.upload(request("stays", { "a.txt": "1" }))).toMatchObject({ ok: true })
      expect(await store.remove("gone")).toEqual({ ok: true, value: undefined })
      const listed = await store.list()
      expect(listed.ok && listed.value.map(({ name }) => name)).toEqual(["stays"])
      expect(await store.remove("gone")).toMatchObject({
        ok: false,
        error: { reason: "not-found" },
      })
      expect(await store.upload(first)).toMatchObject({ ok: true })
    })

    it("starts empty", async () => {
      expect(await world.storeOf(1).list()).toEqual({ ok: true, value: [] })
    })

    it("refuses a name twice within an attempt, and takes it again in the next", async () => {
      const first = request("same", { "a.txt": "1" })
      expect(await world.storeOf(1).upload(first)).toMatchObject({ ok: true })
      expect(await world.storeOf(1).upload(first)).toMatchObject({
        ok: false,
        error: { reason: "conflict" },
      })
      expect(await world.storeOf(2).upload(first)).toMatchObject({ ok: true })
      const listed = await world.storeOf(2).list()
      if (!listed.ok) throw new Error("not listed")
      expect(listed.value.map((entry) => entry.name)).toEqual(["same", "same"])
      const [older, newer] = listed.value
      expect(Number(older?.id)).toBeGreaterThan(Number(newer?.id))
    })

    it("tells apart by id what has one name", async () => {
      await world.storeOf(1).upload(request("same", { "a.txt": "old" }))
      await world.storeOf(2).upload(request("same", { "a.txt": "new" }))
      const store = world.storeOf(2)
      const listed = await store.list()
      if (!listed.ok) throw new Error("not listed")
      const texts: (string | undefined)[] = []
      for (const [index, entry] of listed.value.entries()) {
        const target = join(folder, `target-${index}`)
        expect(await store.download(entry, target)).toMatchObject({ ok: true })
        texts.push(read(target)["a.txt"])
      }
      expect(texts.sort()).toEqual(["new", "old"])
    })

    it("stores a raw file under its own name", async () => {
      const { files } = request("page", { "report.html": "<p>hello</p>" })
      const store = world.storeOf(1)
      const uploaded = await store.uploadRaw({ file: files[0] ?? "", retentionDays: 5 })
      expect(uploaded).toMatchObject({ ok: true })
      const listed = await store.list()
      const [entry] = listed.ok ? listed.value : []
      if (entry === undefined) throw new Error("not listed")
      expect(entry.name).toBe("report.html")
      const target = join(folder, "target")
      expect(await store.download(entry, target)).toMatchObject({ ok: true })
      expect(read(target)).toEqual({ "report.html": "<p>hello</p>" })
    })

    it("says when there is nothing of that id", async () => {
      const entry = { name: "gone", id: 4_000_000_000, sizeBytes: 1, digest: null }
      expect(await world.storeOf(1).download(entry, join(folder, "target"))).toMatchObject({
        ok: false,
        error: { reason: "not-found" },
      })
    })

    it("refuses bytes that do not have the digest asked for", async () => {
      const store = world.storeOf(1)
      await store.upload(request("one", { "a.txt": "1" }))
      const listed = await store.list()
      const [entry] = listed.ok ? listed.value : []
      if (entry === undefined) throw new Error("not listed")
      const asked = { ...entry, digest: `sha256:${"0".repeat(64)}` }
      expect(await store.download(asked, join(folder, "target"))).toMatchObject({
        ok: false,
        error: { reason: "digest-mismatch" },
      })
    })

    it.each([
      ["a name with a colon", "a:b", { "a.txt": "1" }],
      ["no files", "empty", {}],
    ])("refuses %s", async (_, artifact, contents) => {
      const valid = request("files", contents)
      expect(await world.storeOf(1).upload({ ...valid, name: artifact })).toMatchObject({
        ok: false,
        error: { reason: "other" },
      })
    })

    it.each(['a"b', "a:b", "a<b", "a>b", "a|b", "a*b", "a?b", "a\rb", "a\nb", "dir:/a"])(
      "refuses a file named %j, and with it all others",
      async (path) => {
        const files = { "a.txt": "1", [path]: "2" }
        expect(await world.storeOf(1).upload(request("one", files))).toMatchObject({
          ok: false,
          error: { reason: "other" },
        })
        expect(await world.storeOf(1).list()).toEqual({ ok: true, value: [] })
      },
    )

    it("refuses a file that is not there", async () => {
      const valid = request("one", { "a.txt": "1" })
      const files = [...valid.files, join(valid.rootDirectory, "missing.txt")]
      expect(await world.storeOf(1).upload({ ...valid, files })).toMatchObject({
        ok: false,
        error: { reason: "other" },
      })
    })
  })
}

function uploadedFields(uploaded: { id: number; sizeBytes: number; digest: string }) {
  return { id: uploaded.id, sizeBytes: uploaded.sizeBytes, digest: uploaded.digest }
}
