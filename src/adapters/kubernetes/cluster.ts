/**
 * A cluster by its own command: `kubectl`, or `oc` where that is what there is. Both read the same
 * configuration and credentials as the scenarios do.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"
import type { Cluster, ClusterAnswer, ClusterRequest } from "../../ports/cluster.ts"
import type { Programs } from "../../ports/probe.ts"

const PROGRAMS: readonly string[] = ["kubectl", "oc"]

/** Room for about two thousand nodes. */
const MAX_OUTPUT_BYTES = 32 << 20

/** The cluster that the environment's configuration points to. */
export function commandCluster(programs: Programs): Cluster {
  return {
    nodes: (request) => ask(["get", "nodes"], { request, programs }),
    pods: (request) => {
      const { namespace } = request
      const where = namespace === null ? ["--all-namespaces"] : ["--namespace", namespace]
      return ask(["get", "pods", ...where], { request, programs })
    },
  }
}

async function ask(
  words: readonly string[],
  { request, programs }: { readonly request: ClusterRequest; readonly programs: Programs },
): Promise<Result<ClusterAnswer, string>> {
  const { selector, timeoutMs, cwd, env, signal } = request
  const chosen = [...words, ...(selector === "" ? [] : [`--selector=${selector}`])]
  for (const file of PROGRAMS) {
    const command = [file, ...chosen].join(" ")
    const args = [...chosen, "--output=json"]
    const bounds = { timeoutMs, maxOutputBytes: MAX_OUTPUT_BYTES, signal }
    const answer = await programs.ask({ file, args, cwd, env, ...bounds })
    if (!answer.ok) {
      if (answer.error.code === "not-found") continue
      return err(`${command}: ${answer.error.message}`)
    }
    const { exitCode, stdout, stderr } = answer.value
    if (exitCode === 0) return ok({ text: stdout, command })
    const how = exitCode === null ? "it was killed" : `it ended with exit code ${exitCode}`
    const said = stderr.trim().split("\n").at(-1) ?? ""
    return err(`${command}: ${how}${said === "" ? "" : `: ${said}`}`)
  }
  return err(`there is neither ${PROGRAMS.join(" nor ")}`)
}
