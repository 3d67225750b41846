import { describe, expect, it } from "vitest"
import { commandCluster } from "../../../src/adapters/kubernetes/cluster.ts"
import { programsFolder } from "../../__rig__/programs-folder.ts"

function nodes(
  programs: Readonly<Record<string, string>>,
  more: { readonly timeoutMs?: number } = {},
) {
  return commandCluster.nodes({
    selector: "role=worker",
    cwd: "/",
    env: { PATH: programsFolder(programs) },
    timeoutMs: more.timeoutMs ?? 20_000,
    signal: new AbortController().signal,
  })
}

describe("commandCluster", () => {
  it("asks kubectl, and oc where there is none", async () => {
    expect(await nodes({ kubectl: 'echo "$@"', oc: "exit 1" })).toEqual({
      ok: true,
      value: {
        text: "get nodes --selector=role=worker --output=json\n",
        command: "kubectl get nodes --selector=role=worker",
      },
    })
    expect(await nodes({ oc: 'echo "$@"' })).toMatchObject({
      value: { command: "oc get nodes --selector=role=worker" },
    })
  })

  it("asks for the pods of a namespace, or of all", async () => {
    const cluster = commandCluster
    const env = { PATH: programsFolder({ kubectl: 'echo "$@"' }) }
    const signal = new AbortController().signal
    const request = { selector: "app=hive", cwd: "/", env, timeoutMs: 20_000, signal }
    expect(await cluster.pods({ ...request, namespace: "data" })).toMatchObject({
      value: { text: "get pods --namespace data --selector=app=hive --output=json\n" },
    })
    expect(await cluster.pods({ ...request, namespace: null, selector: "" })).toMatchObject({
      value: { text: "get pods --all-namespaces --output=json\n" },
    })
  })

  it.each([
    [{}, "there is neither kubectl nor oc"],
    [
      { kubectl: "echo warming up >&2; echo connection refused >&2; exit 1" },
      "kubectl get nodes --selector=role=worker: it ended with exit code 1: connection refused",
    ],
    [
      { kubectl: "yes '100 MB of garbage' | head -c 100000000" },
      "kubectl get nodes --selector=role=worker: it wrote more than 32 MiB",
    ],
  ])("says why there is no answer: %j", async (programs, error) => {
    expect(await nodes(programs)).toEqual({ ok: false, error })
  })

  it("does not wait for what hangs", async () => {
    expect(await nodes({ kubectl: "sleep 1000" }, { timeoutMs: 200 })).toEqual({
      ok: false,
      error: "kubectl get nodes --selector=role=worker: it took longer than 200ms",
    })
  })
})
