/**
 * A job with `container:` through act, with podman's socket as its engine: the action in one step runs inside,
 * in an image that has nothing but busybox and what the machine lends it.
 */
import { dirname } from "node:path"
import { expect, it } from "vitest"
import { Consumer, saidBy, selfReference, transcript } from "../__rig__/act/consumer.ts"
import { ACT, describeLayer } from "../__rig__/layers.ts"
import { IMAGE, makeImage, PODMAN, podmanEnvironment, podmanSocket } from "../__rig__/podman.ts"
import { startResultsService } from "../__rig__/results-service/service.ts"

const LENT = ["/usr", "/lib", "/lib64"].map((path) => `"${path}:${path}:ro"`)

const WORKFLOW = `on: push
jobs:
  inside:
    runs-on: ubuntu-latest
    container:
      image: ${IMAGE}
      volumes: [${LENT.join(", ")}, "${process.execPath}:/bin/node:ro"]
    steps:
      - uses: ${selfReference()}
        with:
          history: "off"
          scenarios: |
            inside: { run: "test -e /run/.containerenv && test ! -e ${dirname(process.execPath)}", shell: sh }
            red: { run: exit 3, shell: sh }
`

describeLayer(ACT, (program) => {
  describeLayer(PODMAN, () => {
    it("runs the action inside of a job's container, with its verdict", async () => {
      const environment = podmanEnvironment()
      makeImage(environment)
      const engine = await podmanSocket(environment)
      const service = await startResultsService()
      const consumer = new Consumer({ ".github/workflows/ci.yml": WORKFLOW })
      try {
        const { DOCKER_HOST } = engine
        const done = await consumer.run({ program, service, engine: { DOCKER_HOST } })
        expect(done.exitCode, transcript(done)).toBe(1)
        const said = saidBy(done, "inside")
        expect(said.at(-1), transcript(done)).toMatch(/^FAILED: 1 of 2 failed \(red\)/u)
      } finally {
        engine.end()
        await service.stop()
        consumer.remove()
      }
    }, 300_000)
  })
})
