/**
 * Before the tests that start the command over and over: makes one file of it, of the sources as they
 * are. Read from `src` each start takes two to three times as much processor time.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "vite"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  export interface ProvidedContext {
    /** The file that is the command. */
    readonly command: string
  }
}

/** Bundles the command; the returned function removes it after the last test. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "parallel-smoke-command-"))
  await build({
    root: fileURLToPath(new URL("../..", import.meta.url)),
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true },
    build: {
      ssr: "src/cli.ts",
      outDir: folder,
      target: "node24",
      rollupOptions: { output: { entryFileNames: "cli.mjs", chunkFileNames: "[name]-[hash].mjs" } },
    },
  })
  project.provide("command", join(folder, "cli.mjs"))
  return () => rmSync(folder, { recursive: true, force: true })
}
