/**
 * Who asks: run, attempt and job, carried by the runtime token as the real service does it.
 * The token is unsigned; clients only read its payload.
 */

/** One job of one attempt of one run. */
export interface JobIdentity {
  readonly run: number
  readonly attempt: number
  readonly job: string
}

const base64url = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString("base64url")

/** The id under which the service knows one attempt of a run. */
export function runBackendId(run: number, attempt: number): string {
  return `run-${run}-attempt-${attempt}`
}

/** A runtime token that both clients accept. */
export function runtimeToken(job: JobIdentity): string {
  const scope = `Actions.Example Actions.Results:${runBackendId(job.run, job.attempt)}:${job.job}`
  return `${base64url({ alg: "none" })}.${base64url({ scp: scope })}.signature`
}

/** Run and attempt behind a backend id, or null when this service never gave it out. */
export function parseRunBackendId(id: string): { run: number; attempt: number } | null {
  const match = /^run-(\d+)-attempt-(\d+)$/u.exec(id)
  return match === null ? null : { run: Number(match[1]), attempt: Number(match[2]) }
}

/** True when the header carries a token of this service for that backend id. */
export function isAuthorized(header: string | undefined, backendId: string | null): boolean {
  const payload = /^Bearer [^.]*\.([^.]+)\.[^.]*$/u.exec(header ?? "")?.[1]
  if (payload === undefined) return false
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"))
    const scope = (claims as { scp?: unknown }).scp
    if (typeof scope !== "string") return false
    return backendId === null || scope.includes(`Actions.Results:${backendId}:`)
  } catch {
    return false
  }
}
