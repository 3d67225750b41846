/**
 * What every machine can be asked for without declaring it, and how programs tell their version.
 */

/** One built-in capability. */
export interface Builtin {
  /** What its quantity counts; null where it has a word or a version instead. */
  readonly unit: string | null
  /** What it is, for people. */
  readonly what: string
}

/** Built-in capabilities by name. */
export const BUILT_INS: Readonly<Record<string, Builtin>> = {
  cpu: { unit: "cores", what: "processors this process may use, by cgroup quota and affinity" },
  memory: { unit: "bytes", what: "memory that is free now, within the cgroup's limit" },
  disk: { unit: "bytes", what: "free space where the suite lies" },
  os: { unit: null, what: "linux, macos or windows" },
  arch: { unit: null, what: "x64, arm64, …" },
  gpu: { unit: "gpus", what: "by nvidia-smi, else the render nodes in /dev/dri" },
  docker: { unit: null, what: "a Docker daemon that answers; its version" },
  perl: {
    unit: null,
    what: "what starts and ends children; without it Node does, less completely",
  },
}

/** True for the name of a built-in capability; every other undeclared name is a program. */
export function isBuiltin(name: string): boolean {
  return Object.hasOwn(BUILT_INS, name)
}

/** Arguments that make a program tell its version, where `--version` does not. */
const VERSION_ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  go: ["version"],
  java: ["-version"],
  javac: ["-version"],
  kubectl: ["version", "--client"],
  oc: ["version", "--client"],
  helm: ["version", "--short"],
  terraform: ["version"],
  openssl: ["version"],
  ssh: ["-V"],
  tmux: ["-V"],
  unzip: ["-v"],
  ffmpeg: ["-version"],
  lua: ["-v"],
  perl: ["-Mstrict", "-e", "print $^V"],
}

/** The arguments by which a program is asked for its version. */
export function versionArguments(program: string): readonly string[] {
  return (
    (Object.hasOwn(VERSION_ARGUMENTS, program) ? VERSION_ARGUMENTS[program] : undefined) ?? [
      "--version",
    ]
  )
}
