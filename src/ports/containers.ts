import type { Result } from "../core/problems/result.ts"
import type { EndSignal, GroupUsage } from "./processes.ts"

/** Where commands of an engine run. */
export interface EnginePlace {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** Containers of this machine. */
export interface Containers {
  /** The first of docker and podman that answers; the error says why neither does. */
  find(at: EnginePlace & { readonly signal: AbortSignal }): Promise<Result<ContainerEngine, string>>
}

/** A container that runs. */
export interface RunningContainer {
  /** Where other containers of this engine reach it; null where it has no address of its own. */
  readonly address: string | null
  /** Its health check as the words of a command; null where it has none. */
  readonly health: readonly string[] | null
  /** TCP ports that listen inside; null where this machine cannot tell. */
  listening(): ReadonlySet<number> | null
  /** What all its processes use now; null where this machine cannot tell. */
  usage(): GroupUsage | null
}

/** An engine that answers. Errors are sentences that name the command. */
export interface ContainerEngine {
  readonly name: "docker" | "podman"
  /** The program that is called. */
  readonly program: string
  /** Options of `run` by which what is written inside belongs to the user who runs this program. */
  readonly asUser: readonly string[]
  hasImage(image: string): Promise<boolean>
  /** Gets an image; without credentials as the user of this machine would. */
  pull(
    image: string,
    by: {
      readonly credentials: { readonly username: string; readonly password: string } | null
      /** A folder for a configuration of its own, which is removed at the end. */
      readonly temporary: string
      readonly signal: AbortSignal
    },
  ): Promise<Result<void, string>>
  /** Null unless a container of that name runs. */
  look(name: string): Promise<RunningContainer | null>
  /** Runs a command inside; its last line is the error. */
  exec(name: string, words: readonly string[], signal: AbortSignal): Promise<Result<void, string>>
  /** Sends to its first process; false where there is none of that name. */
  signal(name: string, signal: EndSignal): Promise<boolean>
  /** Sends the signal that the image is stopped by, and kills it so much later; false where there is none. */
  stop(name: string, graceMs: number): Promise<boolean>
  /** Ends and removes containers at once; those that are gone are no error. */
  remove(names: readonly string[]): Promise<Result<void, string>>
  /** Gives a folder with all in it to the user who runs this program, by an image that has `chown`. */
  takeOver(folder: string, image: string): Promise<Result<void, string>>
  /** A command that ends and removes all containers that have a label. */
  removal(label: string): { readonly file: string; readonly args: readonly string[] }
  /** Containers that have a label, whether they run or not, with all their labels. */
  labelled(
    label: string,
  ): Promise<
    readonly { readonly name: string; readonly labels: Readonly<Record<string, string>> }[]
  >
}
