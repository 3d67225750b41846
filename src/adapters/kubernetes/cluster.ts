/**
 * A cluster by its own command: `kubectl`, or `oc` where that is what there is. Both read the same
 * configuration and credentials as the scenarios do. Run by `execa`, loaded when a cluster is asked.
 */
import { err, ok, type Result } from "../../core/problems/result.ts"
import { formatDuration } from "../../core/quantities/duration.ts"
import type { Cluster, ClusterAnswer, ClusterRequest } from "../../ports/cluster.ts"

const PROGRAMS: readonly string[] = ["kubectl", "oc"]

/** Room for about two thousand nodes. */
const MAX_OUTPUT_BYTES = 32 << 20

/** The cluster that the environment's configuration points to. */
export const commandCluster: Cluster = {
  nodes: (request) => ask(["get", "nodes"], request),
  pods: (request) => {
    const { namespace } = request
    const where = namespace === null ? ["--all-namespaces"] : ["--namespace", namespace]
    return ask(["get", "pods", ...where], request)
  },
}

async function ask(
  words: readonly string[],
  { selector, timeoutMs, cwd, env, signal }: ClusterRequest,
): Promise<Result<ClusterAnswer, string>> {
  const { execa } = await import("execa")
  const chosen = [...words, ...(selector === "" ? [] : [`--selector=${selector}`])]
  for (const file of PROGRAMS) {
    const command = [file, ...chosen].join(" ")
    const ended = await execa(file, [...chosen, "--output=json"], {
      cwd,
      env,
      extendEnv: false,
      stdin: "ignore",
      stripFinalNewline: false,
      reject: false,
      timeout: timeoutMs,
      maxBuffer: MAX_OUTPUT_BYTES,
      cancelSignal: signal,
      killDescendants: true,
      killSignal: "SIGKILL",
    })
    if (!ended.failed) return ok({ text: ended.stdout, command })
    if (ended.code !== "ENOENT") return err(`${command}: ${howEnded(ended, timeoutMs)}`)
  }
  return err(`there is neither ${PROGRAMS.join(" nor ")}`)
}

/** What `execa` says of a command that failed. */
interface Ended {
  readonly isMaxBuffer: boolean
  readonly timedOut: boolean
  readonly isCanceled: boolean
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly code?: string | undefined
  readonly stderr: string
}

/** The signal is aborted when the time of a probe is over, or when its answer is not needed any more. */
function howEnded(ended: Ended, timeoutMs: number): string {
  const { isMaxBuffer, timedOut, isCanceled, exitCode, signal, code, stderr } = ended
  if (isMaxBuffer) return `it wrote more than ${MAX_OUTPUT_BYTES >> 20} MiB`
  if (timedOut || isCanceled) return `it took longer than ${formatDuration(timeoutMs)}`
  if (signal !== undefined) return "it was killed"
  if (exitCode === undefined) return `it could not be started (${code ?? "EUNKNOWN"})`
  const said = stderr.trim().split("\n").at(-1) ?? ""
  return `it ended with exit code ${exitCode}${said === "" ? "" : `: ${said}`}`
}
