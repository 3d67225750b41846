import { statfsSync } from "node:fs"
import { arch, availableParallelism, freemem, platform, totalmem } from "node:os"
import { err, ok } from "../../../core/problems/result.ts"
import type { Host } from "../../../ports/probe.ts"

const NAMES: Readonly<Record<string, string>> = { darwin: "macos", win32: "windows" }

/** This machine, by Node. */
export const nodeHost: Host = {
  os: NAMES[platform()] ?? platform(),
  arch: arch(),
  cores: availableParallelism,
  memory: () => ({ totalBytes: totalmem(), freeBytes: freemem() }),
  diskFreeBytes: (path) => {
    try {
      const { bavail, bsize } = statfsSync(path)
      return ok(bavail * bsize)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      return err(error.message)
    }
  },
}
