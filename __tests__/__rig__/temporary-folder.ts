/**
 * Before the tests: one folder for the temporary files of them all, which is removed after the last
 * test. What a killed test leaves behind goes with it.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"

/** Short: paths of sockets have at most 108 bytes. */
const PREFIX = "smoke-"

/** Every project calls it; the first one makes the folder and removes it. */
export function setup(): (() => void) | undefined {
  if (basename(tmpdir()).startsWith(PREFIX)) return undefined
  const folder = mkdtempSync(join(tmpdir(), PREFIX))
  // As the machine's own: some tests run programs as another user.
  chmodSync(folder, 0o1777)
  process.env["TMPDIR"] = folder
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
