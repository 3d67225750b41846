/**
 * The command line that runs a container in the foreground. Values of its environment are inherited from
 * the client, so that they are on no command line.
 */
import { isAbsolute, normalize } from "node:path/posix"
import { splitWords } from "../../core/text/split-words.ts"
import type { ContainerSpec } from "../../formats/container.ts"
import type { OwedContainer } from "../../formats/owed.ts"
import type { ContainerEngine } from "../../ports/containers.ts"
import type { CommandLine } from "../request/shell.ts"

/** What the client itself reads: these go inside by the command line, and it keeps its own. */
const OF_CLIENT =
  /^(?:PATH|HOME|USER|LOGNAME|SHELL|PWD|LANG|LC_.*|TZ|TMPDIR|TERM|XDG_.*|DOCKER_.*|BUILDKIT_.*|CONTAINERS?_.*|PODMAN_.*|STORAGE_.*|BUILDAH_.*|REGISTRY_AUTH_FILE|REGISTRIES_CONFIG_PATH|SSH_.*|DBUS_.*|LD_.*|GO[A-Z]*|NOTIFY_SOCKET|LISTEN_.*|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY)$/u

/** What is run. */
export interface ContainerLine extends CommandLine {
  /** Of the client. */
  readonly env: Readonly<Record<string, string>>
}

/** The line for a container whose texts are evaluated. */
export function containerLine(of: {
  readonly engine: Pick<ContainerEngine, "program">
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly spec: ContainerSpec
  /** Folder that relative paths of the plan are meant from; absolute. */
  readonly root: string
  /** What is inside beside the container's own environment, which counts more. */
  readonly env: Readonly<Record<string, string>>
  /** What the client inherits. */
  readonly inherited: Readonly<Record<string, string>>
  /** Options of ours, before those of the suite. */
  readonly options: readonly string[]
  /** Instead of entry point and command of the suite. */
  readonly command?: readonly string[]
}): ContainerLine {
  const { engine, name, labels, spec, root } = of
  const inside = { ...of.env, ...spec.env }
  const { memoryBytes, cpus, volumes } = spec
  const [entrypoint, ...rest] = of.command ?? splitWords(spec.entrypoint ?? "")
  const command = of.command === undefined ? wordsOf(spec.command) : []
  const args = [
    ...["run", "--rm", "--name", name, "--pull", "never"],
    ...Object.entries(labels).flatMap(([label, value]) => ["--label", `${label}=${value}`]),
    ...Object.entries(inside).flatMap(([key, value]) => [
      "--env",
      OF_CLIENT.test(key) ? `${key}=${value}` : key,
    ]),
    ...volumes.flatMap((volume) => ["--volume", volumeAt(volume, { root, folder: spec.folder })]),
    ...(memoryBytes === null ? [] : ["--memory", `${memoryBytes}b`]),
    ...(cpus === null ? [] : ["--cpus", String(cpus)]),
    ...of.options,
    ...splitWords(spec.options),
    ...(entrypoint === undefined ? [] : ["--entrypoint", entrypoint]),
    ...[spec.image, ...rest, ...command],
  ]
  const told = Object.entries(inside).filter(([key]) => !OF_CLIENT.test(key))
  return { file: engine.program, args, env: { ...of.inherited, ...Object.fromEntries(told) } }
}

/** Makes a container before it listens to it: that is then no child of its client. */
const OUTLIVING =
  'p=$1 n=$2; shift 2; "$p" create "$@" > /dev/null && exec "$p" start --attach --sig-proxy=false "$n"'

/** The same container, which goes on when its client is ended. */
export function outlivingLine({ file, args, env }: ContainerLine, name: string): ContainerLine {
  const [, ...words] = args
  return { file: "sh", args: ["-c", OUTLIVING, "sh", file, name, ...words], env }
}

/** Listens to a container that runs: what it writes from now on, and its end. */
export function followingLine({ program, name }: OwedContainer): CommandLine {
  return { file: program, args: ["attach", "--no-stdin", "--sig-proxy=false", name] }
}

/** The words of engines for a container that is gone differ; their end does not. */
const ENDING = `"$1" stop -t "$2" "$3" || :
said=$("$1" rm --force --volumes "$3" 2>&1) && exit
case $said in *"o such container"*|*"o container with"*) ;; *) echo "$said"; exit 1 ;; esac`

/** Ends a container softly, kills it so much later, and removes it; one that is gone is no error. */
export function endingLine({ program, name }: OwedContainer, graceMs: number): CommandLine {
  const seconds = String(Math.ceil(graceMs / 1_000))
  return { file: "sh", args: ["-c", ENDING, "sh", program, seconds, name] }
}

function wordsOf(command: ContainerSpec["command"]): readonly string[] {
  return typeof command === "string" ? splitWords(command) : (command ?? [])
}

/** A source that begins with a dot is a path from the suite's folder; another is a path or a name. */
function volumeAt(
  volume: string,
  { root, folder }: { readonly root: string; readonly folder: string },
): string {
  if (!volume.startsWith(".")) return volume
  const [source = "", ...rest] = volume.split(":")
  const from = isAbsolute(folder) ? folder : `${root}/${folder}`
  return [normalize(`${from}/${source}`).replace(/\/$/u, ""), ...rest].join(":")
}
