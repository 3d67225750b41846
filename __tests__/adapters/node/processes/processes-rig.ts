/** Real processes of all kinds, for tests of what starts and ends them. */
import { existsSync, mkdtempSync, readFileSync, readlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { nodeClock } from "../../../../src/adapters/node/clock.ts"
import { launcherProgram } from "../../../../src/adapters/node/processes/launcher-perl.ts"
import { createProcesses } from "../../../../src/adapters/node/processes/processes.ts"
import { endProcesses } from "../../../../src/execute/processes/end-processes.ts"
import type { Child, Processes, SpawnSpec } from "../../../../src/ports/processes.ts"

export const PATH = process.env["PATH"] ?? ""

export const perl = launcherProgram(PATH)
/** As on systems whose calls are not known by their numbers. */
const portable = perl && { ...perl, args: perl.args.slice(0, 2), keepsOrphans: false }

/** All ways in which children are started. */
export const forking = createProcesses(() => null)
export const LAUNCHERS = [
  { name: "system calls", program: perl },
  { name: "Perl's own functions", program: portable },
].map(({ name, program }) => ({
  name,
  tells: program === perl,
  processes: createProcesses(() => program),
  fresh: () => createProcesses(() => program),
}))

export async function startWith(
  nodeProcesses: Processes,
  text: string,
  env: Record<string, string> = {},
  more: Partial<SpawnSpec> = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "smoke-processes-"))
  const log = join(folder, "log")
  const child = await nodeProcesses.spawn({
    file: "bash",
    args: ["-c", text],
    cwd: folder,
    env: { PATH, ...env },
    log,
    ...more,
  })
  if (!child.ok) throw new Error(child.error.message)
  return { child: child.value, log: () => (existsSync(log) ? readFileSync(log, "utf8") : "") }
}

export function linkOf(path: string): string[] {
  try {
    return [readlinkSync(path)]
  } catch {
    return []
  }
}

/** What cannot be started: some systems know at once, some when they look. */
export async function problemOf(
  processes: Processes,
  spec: SpawnSpec,
): Promise<string | undefined> {
  const spawned = await processes.spawn(spec)
  return spawned.ok ? (await spawned.value.exited).problem?.code : spawned.error.code
}

export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error("it did not come to hold")
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export function end(child: Child | null, marker: string | null, graceMs: number) {
  const nodeProcesses = forking
  const hurry = new AbortController().signal
  return endProcesses(child, {
    clock: nodeClock,
    processes: nodeProcesses,
    graceMs,
    marker,
    hurry,
  })
}
