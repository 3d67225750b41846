/**
 * A folder of programs for PATH: each is a shell script of its own, so that what a machine has is
 * what a test puts there. Bash and the few tools that scripts use are linked from the system.
 */
import { chmodSync, existsSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const TOOLS: readonly string[] = ["bash", "sh", "cat", "sleep", "head", "yes", "env", "wc"]

/** Programs by name, each with the text of its script. */
export function programsFolder(programs: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "smoke-programs-"))
  for (const tool of TOOLS) {
    const real = ["/usr/bin", "/bin"].map((path) => join(path, tool)).find(existsSync)
    if (real !== undefined) symlinkSync(real, join(folder, tool))
  }
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}
