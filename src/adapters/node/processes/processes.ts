/**
 * Child processes: each leads a group of its own and writes to a file. The launcher starts them; where
 * there is none, or it does not work, `node:child_process` does.
 */
import { ok, type Result } from "../../../core/problems/result.ts"
import type { Child, Processes, SpawnProblem } from "../../../ports/processes.ts"
import { findProgram } from "../files/find-program.ts"
import { type LauncherProgram, launcherProgram } from "./launcher-perl.ts"
import { Launchers } from "./launchers.ts"
import { environmentOf, ProcessFamily, processesMarked } from "./process-table.ts"
import { createUsage } from "./process-usage.ts"
import { createForce, foreignOf, sendSignal, signalGroup, signalTree } from "./send-signal.ts"
import { type Started, startByNode } from "./start-by-node.ts"

/** Processes of this machine, for one run: what is started here is also ended here. */
export function createProcesses(
  findLauncher: (path: string | undefined) => LauncherProgram | null = launcherProgram,
): Processes {
  const launchers = new Launchers(() => findLauncher(process.env["PATH"]))
  const now = () => performance.now()
  const family = new ProcessFamily(now)
  return {
    expect: (count) => {
      if (count > 0) launchers.warm()
    },
    bequeath: (asked) => {
      const file = asked === null ? "" : findProgram(asked.file, asked.env["PATH"])
      launchers.bequeath(asked === null ? null : { ...asked, file, log: "" })
    },
    spawn: async (asked) => {
      const spec = { ...asked, file: findProgram(asked.file, asked.env["PATH"]) }
      // A launcher ends what is left below it.
      if (spec.outlives === true) return toChild(await startByNode(spec), family)
      const launcher = await (spec.apart === true ? launchers.apart() : launchers.settled())
      const launched = launcher?.launch(spec) ?? null
      if (launched !== null) return toChild(await launched, family)
      launchers.passedOver()
      return toChild(await startByNode(spec), family)
    },
    // Where Node has started children, or a launcher is gone, they may be anywhere.
    marked: (marker, where) =>
      where === "anywhere" || !launchers.keepAll
        ? processesMarked(marker)
        : family.marked(marker, launchers.pids),
    descendants: (leader) => family.descendants(leader),
    started: () => {
      const copiers = launchers.copiers
      return family.living(launchers.pids).filter((pid) => !copiers.has(pid))
    },
    environment: environmentOf,
    usage: createUsage(now, family),
    signal: (pids, signal) => {
      for (const pid of pids) sendSignal(pid, signal)
    },
    foreign: foreignOf,
    force: createForce(process.env["PATH"]),
  }
}

/** What both ways of starting give, with what is known of any process. */
function toChild(
  started: Result<Started, SpawnProblem>,
  family: ProcessFamily,
): Result<Child, SpawnProblem> {
  if (!started.ok) return started
  const { groupGone, ...own } = started.value
  const { pid } = own
  return ok({
    ...own,
    signal: (signal) => signalTree(pid, signal),
    // To ask for a group that is gone costs an error with its stack.
    groupAlive: () => !groupGone() && signalGroup(pid, 0),
    members: () => family.members(pid),
  })
}
