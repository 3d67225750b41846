/**
 * An attempt whose command runs in a container: the same paths, the same environment but for what is the
 * machine's own, and everything else as outside.
 */
import { dirname } from "node:path/posix"
import { defined } from "../../core/defined.ts"
import type { Json } from "../../core/json/json.ts"
import type { ContainerSpec } from "../../formats/container.ts"
import type { Definition } from "../../formats/plan.ts"
import { containerLine } from "../containers/container-line.ts"
import { containerProcesses, saidIn } from "../containers/container-processes.ts"
import type { ShardContainers } from "../containers/shard-containers.ts"
import { readEnd } from "../output/log-tail.ts"
import { type AttemptFacts, NOTHING_RAN, notStarted } from "../request/attempt-facts.ts"
import type { AttemptPorts, AttemptRequest } from "../request/attempt-request.ts"
import type { AttemptPlace } from "../request/environment.ts"
import { renderWith } from "../request/render-text.ts"
import { runAttempt } from "./run-command.ts"

/** An image is pulled once, for all who wait for it. */
export const PULL_TIMEOUT_MS = 600_000

/** In the attempt's folder: how the command ended, which the engine's own exit codes cannot be told from. */
const END_FILE = ".container"
const END = /^(\d+)( oom)?\n/u

/**
 * The first process of the container. A signal reaches everything in it, as a group gets it outside, and after
 * TERM all have the grace; `kill -1` leaves out who sends. What a command leaves that ended by itself goes with the container.
 * INT and QUIT are ignored in what a shell starts in the background, unless that sets a handler itself.
 * A command that failed tells whether its control group (version 2, or 1) has lost a process for want of memory.
 */
const FIRST_PROCESS = `smoke_term= smoke_oom=
trap 'smoke_term=1; kill -TERM -1' TERM
for smoke_file in HUP INT QUIT ABRT USR1 USR2 ALRM; do trap "kill -$smoke_file -1" $smoke_file; done
"$@" &
while wait $! 2>/dev/null; smoke_end=$?; kill -0 $! 2>/dev/null; do :; done
[ $smoke_end = 0 ] || for smoke_file in memory.events memory/memory.oom_control; do
  while read -r smoke_key smoke_count; do
    case $smoke_key$smoke_count in oom_kill0) ;; oom_kill[1-9]*) smoke_oom=oom ;; esac
  done < /sys/fs/cgroup/$smoke_file
done 2>/dev/null
echo $smoke_end $smoke_oom > "$SMOKE_TMP/${END_FILE}"
while [ "$smoke_term" ] && kill -0 -1 2>/dev/null; do sleep 0.1; done
exit $smoke_end`

/** What is told inside although it is inherited. */
const TOLD = /^(?:GITHUB_|RUNNER_|SMOKE_|CI$)/u

/** What no environment of the machine says inside, where the image has its own. */
const OF_MACHINE = /^(?:PATH|HOME|USER|LOGNAME|SHELL|SHLVL|PWD|OLDPWD|_)$/u

/** An attempt and the container that it runs in. */
export interface ContainedRun {
  readonly spec: ContainerSpec
  readonly definition: Pick<Definition, "slug" | "env">
  readonly place: Pick<AttemptPlace, "number" | "temporary" | "cache">
  readonly root: string
  /** What every child of the run inherits. */
  readonly inherited: Readonly<Record<string, string>>
  readonly containers: ShardContainers
  readonly contexts: (env: Readonly<Record<string, string>>) => Readonly<Record<string, Json>>
}

/** Runs an attempt in its container, and removes that. */
export async function runContained(
  run: ContainedRun,
  request: AttemptRequest,
  ports: AttemptPorts,
): Promise<AttemptFacts> {
  const { spec, definition, place, root, containers } = run
  const { prepared, log, temporary, stop } = request
  const { files } = ports
  const wanted = {
    spec,
    render: renderWith(() => run.contexts(prepared.env)),
    mark: `${definition.slug}.${place.number}`,
    labels: { "smoke-scenario": definition.slug },
  }
  const ready = await containers.prepare(wanted, { stop, timeoutMs: PULL_TIMEOUT_MS })
  if (stop.aborted) return NOTHING_RAN
  if (!ready.ok) return notStarted(ready.error)
  const { engine, name } = ready.value
  const inside = environmentInside(run, {
    prepared: prepared.env,
    hasHome: engine.asUser.length === 0,
  })
  const scripts = prepared.script === null ? [] : [dirname(prepared.script.path)]
  const shared = new Set([root, temporary, place.cache, ...scripts])
  const line = containerLine({
    ...{ ...ready.value, root, env: inside, inherited: run.inherited },
    options: [
      ...["--network", "host", "--workdir", prepared.cwd, "--log-driver", "none"],
      ...[...shared].flatMap((folder) => ["--volume", `${folder}:${folder}`]),
      ...engine.asUser,
    ],
    command: ["sh", "-c", FIRST_PROCESS, "sh", prepared.file, ...prepared.args],
  })
  const logStart = files.sizeBytes(log) ?? 0
  const handle = {
    ...{ engine, name },
    soften: () => engine.signal(name, "SIGTERM"),
    noted: () => {
      const noted = files.readHead(`${temporary}/${END_FILE}`, 16)
      const [, code, ranOut] = (noted.ok && END.exec(noted.value)) || []
      if (code === undefined) return null
      const { memoryBytes } = ready.value.spec
      const exceededBytes = ranOut === undefined ? undefined : (memoryBytes ?? undefined)
      return defined({ exitCode: Number(code), exceededBytes })
    },
    said: () => saidIn(readEnd(files, { path: log, from: logStart })),
  }
  const processes = containerProcesses(handle, ports)
  const { controlGroups: _, ...reached } = ports
  const contained = { ...request, prepared: { ...prepared, ...line } }
  const facts = await runAttempt(contained, { ...reached, processes })
  containers.close(name, await processes.removed())
  return facts
}

/** What the attempt is told, and of what it inherits only what Actions tells its containers, too. */
function environmentInside(
  { definition, inherited, place }: ContainedRun,
  of: { readonly prepared: Readonly<Record<string, string>>; readonly hasHome: boolean },
): Record<string, string> {
  const told = Object.entries(of.prepared).filter(([name, value]) => {
    if (TOLD.test(name) || Object.hasOwn(definition.env, name)) return true
    return value !== inherited[name] && !OF_MACHINE.test(name)
  })
  // A user whom the image does not know has none that could be written to.
  return { ...(of.hasHome ? {} : { HOME: place.temporary }), ...Object.fromEntries(told) }
}
