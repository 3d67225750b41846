/**
 * Real engines keep what the port promises.
 */
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
})

describeLayer(DOCKER, () => {
  describeContainers("docker", async () => real(await podmanSocket(podmanEnvironment())))
})
