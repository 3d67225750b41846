import type { ContainerSpec } from "../../../src/formats/container.ts"

/** A container of which nothing but the image is said. */
export const SPEC: ContainerSpec = {
  ...{ image: "postgres:16", env: {}, volumes: [], folder: ".", options: "", command: null },
  ...{ entrypoint: null, credentials: null, cpus: null, memoryBytes: null, pull: "missing" },
  ...{ ports: [], hostPorts: {} },
}
