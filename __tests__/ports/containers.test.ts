import { FakeEngine } from "../__rig__/fakes/containers.ts"
import { describeContainers } from "./containers.contract.ts"

describeContainers("the fake", async () => {
  const engine = new FakeEngine()
  engine.images.add("here")
  const start = (name: string, labels: Readonly<Record<string, string>>) => {
    const usage = { cpuMs: 1, memoryBytes: 1e6 }
    const address = "10.88.0.2"
    engine.running.set(name, { labels, listens: new Set([80]), health: ["true"], usage, address })
  }
  return { containers: engine, env: {}, image: "here", start }
})
