/**
 * One engine of containers by its own command; docker and podman differ in few words.
 */

import { mkdirSync, rmSync } from "node:fs"
import { err, ok } from "../../../core/problems/result.ts"
import { DAY_MS } from "../../../core/quantities/duration.ts"
import type { ContainerEngine, RunningContainer } from "../../../ports/containers.ts"
import type { Call } from "./call-engine.ts"
import { listeningIn, usageOf } from "./container-facts.ts"

/** What is only looked up or told is done in moments, unless the engine hangs. */
const SHORT_MS = 30_000
const EXEC_MS = 60_000
/** Podman stops what it removes, with a grace of its own. */
const AT_ONCE = { docker: [], podman: ["-t", "0"] } as const

/** What engines say of a container that is not there, and docker of one that it removes itself after its end. */
const GONE = /no such container|no container with|removal .*already in progress/iu

const REMOVE = `p=$1 l=$2; shift 2
ids=$("$p" ps --all --quiet --filter "label=$l") && [ -n "$ids" ] && exec "$p" rm --force --volumes "$@" $ids`

/** The engine of a program that has answered. */
export function engineOf(found: {
  readonly name: ContainerEngine["name"]
  readonly program: string
  readonly call: Call
  /** Root inside is the user outside. */
  readonly isRootless: boolean
}): ContainerEngine {
  const { name, program, call, isRootless } = found
  const isPodman = name === "podman"
  /** Those that are there; of one that has gone in between nothing is said. */
  const inspect = async (names: readonly string[]): Promise<readonly Inspected[]> => {
    const told = await call(["container", "inspect", ...names], { timeoutMs: SHORT_MS })
    return told.ok ? JSON.parse(told.value) : []
  }
  return {
    ...{ name, program },
    asUser: asUser({ isPodman, isRootless }),
    hasImage: async (image) => {
      const told = await call(["image", "inspect", "--format", "{{.Id}}", image], {
        timeoutMs: SHORT_MS,
      })
      return told.ok
    },
    pull: async (image, { credentials, temporary, signal }) => {
      const limits = { timeoutMs: DAY_MS, signal }
      const registry = registryOf(image)
      const pull = ["pull", "--quiet", registry === null && isPodman ? inHub(image) : image]
      if (credentials === null) return done(await call(pull, limits))
      // Of its own, so that nothing is left in the user's, and read by no other command.
      mkdirSync(temporary, { recursive: true, mode: 0o700 })
      const env = isPodman
        ? { REGISTRY_AUTH_FILE: `${temporary}/config.json` }
        : { DOCKER_CONFIG: temporary }
      const { username, password } = credentials
      const words = ["login", "--username", username, "--password-stdin", registry ?? HUB]
      try {
        const loggedIn = await call(words, { ...limits, env, input: password })
        if (!loggedIn.ok) return err(loggedIn.error.message)
        return done(await call(pull, { ...limits, env }))
      } finally {
        rmSync(temporary, { recursive: true, force: true })
      }
    },
    look: async (of) => {
      const [inspected] = await inspect([of])
      return inspected === undefined ? null : runningOf(inspected)
    },
    exec: async (of, words, signal) => {
      const ended = await call(["exec", of, ...words], { timeoutMs: EXEC_MS, signal })
      return ended.ok ? ok(undefined) : err(ended.error.said || ended.error.message)
    },
    signal: async (of, signal) => {
      const sent = await call(["kill", "--signal", signal, of], { timeoutMs: SHORT_MS })
      return sent.ok
    },
    stop: async (of, graceMs) => {
      const seconds = String(Math.ceil(graceMs / 1_000))
      const words = ["stop", "-t", seconds, of]
      return (await call(words, { timeoutMs: graceMs + SHORT_MS })).ok
    },
    remove: async (names) => {
      const words = ["rm", "--force", "--volumes", ...AT_ONCE[name], ...names]
      const removed = await call(words, { timeoutMs: SHORT_MS })
      return removed.ok || GONE.test(removed.error.said)
        ? ok(undefined)
        : err(removed.error.message)
    },
    takeOver: async (folder, image) => {
      const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`
      const asRoot = ["--user=0:0", "--network=none", "--volume", `${folder}:${folder}`]
      const words = ["run", "--rm", "--pull=never", ...asRoot, "--entrypoint=chown", image]
      // Root of a user's own namespace is that user.
      const owner = isRootless ? "0:0" : user
      return done(await call([...words, "-R", owner, folder], { timeoutMs: EXEC_MS }))
    },
    removal: (label) => ({
      file: "sh",
      args: ["-c", REMOVE, "sh", program, label, ...AT_ONCE[name]],
    }),
    labelled: async (label) => {
      const words = ["ps", "--all", "--quiet", "--no-trunc", "--filter", `label=${label}`]
      const told = await call(words, { timeoutMs: SHORT_MS })
      const ids = told.ok ? told.value.split("\n").filter((id) => id !== "") : []
      const found = ids.length === 0 ? [] : await inspect(ids)
      return found.map(({ Id, Config }) => ({ name: Id, labels: Config?.Labels ?? {} }))
    },
  }
}

function done(result: Awaited<ReturnType<Call>>) {
  return result.ok ? ok(undefined) : err(result.error.message)
}

function asUser(of: { readonly isPodman: boolean; readonly isRootless: boolean }): string[] {
  const uid = process.getuid?.() ?? 0
  if (uid === 0) return []
  if (of.isPodman) return ["--userns=keep-id"]
  return of.isRootless ? [] : [`--user=${uid}:${process.getgid?.() ?? 0}`]
}

/** Where docker, and so Actions, looks for an image without a registry. */
const HUB = "docker.io"

/** The registry in the name of an image; null where there is none. */
function registryOf(image: string): string | null {
  const [first = "", ...rest] = image.split("/")
  return rest.length > 0 && /[.:]|^localhost$/u.test(first) ? first : null
}

/** Podman alone would ask what its configuration says, which is nothing on many machines. */
function inHub(image: string): string {
  return `${HUB}/${image.includes("/") ? "" : "library/"}${image}`
}

/** The part of `inspect` that is needed. */
interface Inspected {
  readonly State?: { readonly Running?: boolean; readonly Pid?: number }
  readonly Id: string
  readonly NetworkSettings?: {
    readonly IPAddress?: string
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>> | null
  }
  readonly Config?: {
    readonly Labels?: Readonly<Record<string, string>> | null
    readonly Healthcheck?: { readonly Test?: readonly string[] } | null
  }
}

function runningOf({ State, Id, Config, NetworkSettings }: Inspected): RunningContainer | null {
  const pid = State?.Pid ?? 0
  if (State?.Running !== true || pid === 0) return null
  return {
    address: addressOf(NetworkSettings),
    health: healthOf(Config?.Healthcheck?.Test ?? []),
    listening: () => listeningIn({ pid, id: Id }),
    usage: () => usageOf({ pid, id: Id }),
  }
}

/** On the network that all share, else on the first of its own. */
function addressOf(networks: Inspected["NetworkSettings"]): string | null {
  const { IPAddress, Networks } = networks ?? {}
  const all = [IPAddress, ...Object.values(Networks ?? {}).map((network) => network.IPAddress)]
  return all.find((address) => address !== undefined && address !== "") ?? null
}

/** `CMD-SHELL` is text for the shell of the image, `CMD` a command. */
function healthOf([kind = "NONE", ...words]: readonly string[]): readonly string[] | null {
  if (kind === "NONE" || kind === "" || words.length === 0) return kind === "CMD" ? [] : null
  return kind === "CMD-SHELL" ? ["/bin/sh", "-c", ...words] : words
}
