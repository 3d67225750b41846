/**
 * Real containers by podman, with an image made of busybox: no registry is needed. The configuration is one
 * with which it runs inside of most other containers and machines, too.
 */
import { execFileSync, spawn } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findProgram, type Layer } from "./layers.ts"

const CONFIGURATION = `
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`

/** Podman with all that these tests need. */
export const PODMAN: Layer = {
  name: "podman",
  find: () => {
    const needed = ["runc", "busybox", "podman"].map((name) => ({ name, ...findProgram(name) }))
    const missing = needed.find((tool) => "missing" in tool)
    return missing === undefined
      ? (needed.at(-1) ?? { missing: "not found" })
      : { missing: `${missing.name} was not found` }
  },
}

/** The command line of docker, which works with podman's socket, too. */
export const DOCKER: Layer = {
  name: "docker command",
  find: () => {
    const podman = PODMAN.find()
    return "missing" in podman ? podman : findProgram("docker")
  },
}

/** A socket for docker's command line, and the id of the process behind it. */
export async function podmanSocket(env: {
  readonly CONTAINERS_CONF: string
}): Promise<{ readonly DOCKER_HOST: string; readonly end: () => void }> {
  const socket = join(mkdtempSync(join(tmpdir(), "smoke-socket-")), "podman.sock")
  const words = ["system", "service", "--time", "0", `unix://${socket}`]
  const service = spawn("podman", words, { env: { ...process.env, ...env }, stdio: "ignore" })
  while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 20))
  return { DOCKER_HOST: `unix://${socket}`, end: () => service.kill("SIGKILL") }
}

/** Has sh, httpd, nc and whatever else busybox has. */
export const IMAGE = "localhost/smoke-test-busybox:1"

/** What podman must find in its environment here. */
export function podmanEnvironment(): { readonly CONTAINERS_CONF: string } {
  const file = join(mkdtempSync(join(tmpdir(), "smoke-podman-")), "containers.conf")
  writeFileSync(file, CONFIGURATION)
  return { CONTAINERS_CONF: file }
}

/** Runs podman for its output. */
export function podman(env: { readonly CONTAINERS_CONF: string }, ...words: string[]): string {
  const all = { ...process.env, ...env }
  return execFileSync("podman", words, { env: all, encoding: "utf8", stdio: "pipe" })
}

/** Makes the image, unless it is there. */
export function makeImage(env: { readonly CONTAINERS_CONF: string }): void {
  if (podman(env, "images", "--quiet", IMAGE) !== "") return
  const busybox = findProgram("busybox")
  if ("missing" in busybox) throw new Error("there is no busybox")
  const folder = mkdtempSync(join(tmpdir(), "smoke-image-"))
  for (const name of ["bin", "tmp"]) mkdirSync(join(folder, name))
  execFileSync("cp", [busybox.path, join(folder, "bin", "busybox")])
  const applets = execFileSync(busybox.path, ["--list"], { encoding: "utf8" }).split("\n")
  for (const applet of applets) {
    if (applet !== "" && applet !== "busybox") symlinkSync("busybox", join(folder, "bin", applet))
  }
  execFileSync("tar", ["-C", folder, "-cf", `${folder}.tar`, "."])
  podman(env, "import", "--change", "ENV PATH=/bin", `${folder}.tar`, IMAGE)
  for (const path of [folder, `${folder}.tar`]) rmSync(path, { recursive: true })
}
