import { nodePrograms } from "../../src/adapters/node/machine/probe-programs.ts"
import { FakePrograms } from "../__rig__/fakes/probes.ts"
import { programsFolder } from "../__rig__/programs-folder.ts"
import { describePrograms } from "./programs.contract.ts"

describePrograms("in memory", () => ({
  programs: new FakePrograms({
    speaks: { stdout: "hello\n", stderr: "bye\n" },
    fails: { exitCode: 3, stderr: "no luck\n" },
    hangs: "hangs",
    floods: { stdout: "y".repeat(2_000_000) },
  }),
  path: "",
}))

describePrograms("of this machine", () => ({
  programs: nodePrograms,
  path: programsFolder({
    speaks: "echo hello; echo bye >&2",
    fails: "echo no luck >&2; exit 3",
    hangs: "sleep 1000",
    floods: "yes",
  }),
}))
