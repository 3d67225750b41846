/**
 * Real engines keep what the port promises.
 */
import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { nodeContainers } from "../../src/adapters/node/containers/find-engine.ts"
import { describeLayer } from "../__rig__/layers.ts"
import {
  DOCKER,
  IMAGE,
  makeImage,
  PODMAN,
  podman,
  podmanEnvironment,
  podmanSocket,
} from "../__rig__/podman.ts"
import { programsFolder } from "../__rig__/programs-folder.ts"
import { describeContainers } from "../ports/containers.contract.ts"

/** Started by podman itself, whoever looks at it later. */
function real(socket: { readonly DOCKER_HOST?: string; readonly end?: () => void }, path?: string) {
  const conf = podmanEnvironment()
  makeImage(conf)
  const { end, ...host } = socket
  return {
    ...{ containers: nodeContainers, image: IMAGE },
    env: { HOME: "/root", PATH: path ?? process.env["PATH"] ?? "", ...conf, ...host },
    start: (name: string, labels: Readonly<Record<string, string>>) => {
      const marks = Object.entries(labels).flatMap(([key, value]) => ["--label", `${key}=${value}`])
      const words = ["--rm", "--detach", "--name", name, ...marks, "--health-cmd", "true"]
      podman(
        conf,
        "run",
        ...words,
        IMAGE,
        "sh",
        "-c",
        "trap 'exit 0' TERM; httpd -p 80; while sleep 0.1; do :; done",
      )
    },
    ...(end === undefined ? {} : { end }),
  }
}

describeLayer(PODMAN, () => {
  describeContainers("podman", async () => real({}))

  it("looks for an image without a registry where docker does", async () => {
    const words = join(mkdtempSync(join(tmpdir(), "smoke-words-")), "words")
    const program = `[ "$1" = version ] && echo '{}' || echo "$@" >> ${words}`
    const env = { PATH: programsFolder({ podman: program }) }
    const { signal } = new AbortController()
    const found = await nodeContainers.find({ cwd: "/", env, signal })
    if (!found.ok) throw new Error(found.error)
    for (const image of ["redis:7", "org/app", "ghcr.io/org/app", "localhost/a", "here:5000/a"]) {
      await found.value.pull(image, { credentials: null, temporary: "/tmp/none", signal })
    }
    expect(readFileSync(words, "utf8")).toBe(
      `pull --quiet docker.io/library/redis:7
pull --quiet docker.io/org/app
pull --quiet ghcr.io/org/app
pull --quiet localhost/a
pull --quiet here:5000/a
`,
    )
  })
})

describeLayer(DOCKER, () => {
  describeContainers("docker", async () => real(await podmanSocket(podmanEnvironment())))
})
