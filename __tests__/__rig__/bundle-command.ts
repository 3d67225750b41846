/**
 * Before the tests that start the command over and over: makes one file of it, of the sources as they
 * are. Read from `src` each start takes two to three times as much processor time.
 */
import { mkdtempSync, rmSync, symlinkSync } from "node:fs"
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
  const root = fileURLToPath(new URL("../..", import.meta.url))
  // What users install beside the command is found as there.
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  await build({
    root,
    configFile: false,
    logLevel: "error",
    ssr: { noExternal: true, external: ["bullmq", "ioredis"] },
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
