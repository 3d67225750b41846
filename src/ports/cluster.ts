import type { Result } from "../core/problems/result.ts"

/** A query to a cluster, and its time limit. */
export interface ClusterRequest {
  /** Label selector; empty takes all. */
  readonly selector: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** The raw answer of a cluster. */
export interface ClusterAnswer {
  /** JSON, if all is well. */
  readonly text: string
  /** The command that was run, for people. */
  readonly command: string
}

/** A Kubernetes cluster; an error is a whole clause that names the command. */
export interface Cluster {
  nodes(request: ClusterRequest): Promise<Result<ClusterAnswer, string>>
  /** Pods of a namespace, or of all. */
  pods(
    request: ClusterRequest & { readonly namespace: string | null },
  ): Promise<Result<ClusterAnswer, string>>
}
