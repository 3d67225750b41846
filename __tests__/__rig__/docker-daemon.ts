/**
 * A docker daemon of the tests' own, with the image of the other container tests. It changes nothing of the
 * machine's network but for the bridge `docker0`: published ports go through docker's proxy alone.
 */
import { execFileSync, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { findProgram, type Layer, TOOLS_FOLDER } from "./layers.ts"
import { IMAGE, makeImage, PODMAN, podman, podmanEnvironment } from "./podman.ts"

/** Where CI puts docker's programs, which it does not install: their service would begin at once. */
const UNPACKED = ["sbin", "bin"].map((name) => join(dirname(TOOLS_FOLDER), "docker/usr", name))

function findDocker(name: string) {
  return findProgram(name, [...UNPACKED, ...(process.env["PATH"] ?? "").split(":")])
}

/** The daemon, which only root can start; podman makes the image. */
export const DOCKER_DAEMON: Layer = {
  name: "docker daemon",
  find: () => {
    const image = PODMAN.find()
    if ("missing" in image) return image
    const missing = ["docker", "containerd", "dockerd"].find(
      (name) => "missing" in findDocker(name),
    )
    if (missing !== undefined) return { missing: `${missing} was not found` }
    return process.getuid?.() === 0 ? findDocker("dockerd") : { missing: "it needs root" }
  },
}

/** A daemon that runs. */
export interface DockerDaemon {
  /** What its users need in their environment. */
  readonly env: { readonly DOCKER_HOST: string; readonly PATH: string }
  readonly docker: (...words: string[]) => string
  readonly end: () => Promise<void>
}

/** Starts one. It ends with the tests, however they end. */
export async function dockerDaemon(dockerd: string): Promise<DockerDaemon> {
  const folder = mkdtempSync(join(tmpdir(), "dockerd-"))
  const DOCKER_HOST = `unix://${folder}/docker.sock`
  const env = { DOCKER_HOST, PATH: [...UNPACKED, process.env["PATH"]].join(":") }
  const network = ["iptables", "ip6tables", "ip-masq", "ip-forward"].map((one) => `--${one}=false`)
  const places = ["--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`]
  const words = [...places, "--pidfile", `${folder}/pid`, "--host", DOCKER_HOST, ...network]
  const all = { ...process.env, ...env }
  const daemon = spawn(
    "setpriv",
    // Its mounts are its own, so that none of them stays.
    ["--pdeathsig", "TERM", "unshare", "--mount", dockerd, "--storage-driver", "vfs", ...words],
    { env: all, stdio: "ignore" },
  )
  const ended = new Promise<void>((resolve) => {
    daemon.once("exit", () => resolve())
  })
  const docker = (...of: string[]) =>
    execFileSync("docker", of, { env: all, encoding: "utf8", stdio: "pipe" })
  const deadline = performance.now() + 90_000
  for (let answers = false; !answers; ) {
    try {
      docker("version")
      answers = true
    } catch (error) {
      if (daemon.exitCode !== null || performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const conf = podmanEnvironment()
  makeImage(conf)
  podman(conf, "save", "--quiet", "--output", `${folder}/image.tar`, IMAGE)
  docker("load", "--quiet", "--input", `${folder}/image.tar`)
  return {
    ...{ env, docker },
    end: async () => {
      daemon.kill("SIGTERM")
      await ended
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
