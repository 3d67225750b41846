import { memoryArtifacts } from "../__rig__/fakes/memory-artifacts.ts"
import { describeArtifactStore } from "./artifact-store.contract.ts"

describeArtifactStore("in memory", async () => {
  const { storeOf } = memoryArtifacts()
  return { storeOf, close: async () => undefined }
})
