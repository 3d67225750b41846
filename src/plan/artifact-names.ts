/**
 * Names of artifacts, made here and nowhere else. A name tells what to download, never what to
 * trust: that is for the manifest inside.
 */

/** What a name belongs to. */
export interface ArtifactOwner {
  readonly prefix: string
  /** The attempt of the run, from 1. */
  readonly attempt: number
  /** The try of the upload, from 1: a name once refused stays taken, so each try has its own. */
  readonly upload?: number
}

/** What all names that belong to an `id` begin with. */
export function artifactPrefix(id: string): string {
  return `smoke-${id}`
}

/** The plan's artifact. */
export function planArtifactName(owner: ArtifactOwner): string {
  return nameOf(owner, "plan")
}

/** The artifact of one shard. */
export function shardArtifactName(owner: ArtifactOwner & { readonly shard: number }): string {
  return nameOf(owner, `shard-${owner.shard}`)
}

/** What a shard has observed while it runs, by the number of the checkpoint. */
export function checkpointArtifactName(
  owner: ArtifactOwner & { readonly shard: number; readonly number: number },
): string {
  return `${nameOf(owner, `checkpoint-${owner.shard}`)}-c${owner.number}`
}

/** Takes a name apart that `checkpointArtifactName` can have made with that prefix; null for any other. */
export function readCheckpointArtifactName(
  prefix: string,
  name: string,
): { readonly shard: number; readonly attempt: number; readonly number: number } | null {
  const [, shard, attempt, number] = name.startsWith(prefix)
    ? (/^-checkpoint-([1-9]\d*)-a([1-9]\d*)-c([1-9]\d*)$/u.exec(name.slice(prefix.length)) ?? [])
    : []
  if (shard === undefined) return null
  return { shard: Number(shard), attempt: Number(attempt), number: Number(number) }
}

/** The report's artifact. */
export function reportArtifactName(owner: ArtifactOwner): string {
  return nameOf(owner, "report")
}

/** The page of the report as an artifact of its own: the name of its file, too. */
export function reportPageName(owner: ArtifactOwner): string {
  return `${reportArtifactName(owner)}.html`
}

/** Takes a name apart that `reportArtifactName` can have made; null for any other. */
export function readReportArtifactName(
  name: string,
): { readonly prefix: string; readonly attempt: number; readonly upload: number } | null {
  return readName(name, "report")
}

/** The mark of a job that was refused the prefix, because another job has a plan under it. */
export function refusedArtifactName(owner: ArtifactOwner): string {
  return nameOf(owner, "refused")
}

/**
 * The artifact of an id's history. The same in every run, because later runs look for it by name;
 * it is also the name of the file that it is.
 */
export function historyArtifactName(id: string): string {
  return `${artifactPrefix(id)}-history.json`
}

/** True for every name that `shardArtifactName` can make with that prefix, and shard if given. */
export function isShardArtifactName(
  owner: { readonly prefix: string; readonly shard?: number },
  name: string,
): boolean {
  const { prefix, shard } = owner
  if (!name.startsWith(`${prefix}-shard-${shard === undefined ? "" : `${shard}-`}`)) return false
  return /^-shard-[1-9]\d*-a[1-9]\d*(-u[1-9]\d*)?$/u.test(name.slice(prefix.length))
}

/** True for every name that `refusedArtifactName` can make with that prefix. */
export function isRefusedArtifactName(prefix: string, name: string): boolean {
  return (
    name.startsWith(prefix) && /^-refused-a[1-9]\d*(-u[1-9]\d*)?$/u.test(name.slice(prefix.length))
  )
}

/** Takes a name apart that `shardArtifactName` can have made with that prefix; null for any other. */
export function readShardArtifactName(
  prefix: string,
  name: string,
): { readonly shard: number; readonly attempt: number } | null {
  if (!isShardArtifactName({ prefix }, name)) return null
  const [, shard, attempt] = /^-shard-(\d+)-a(\d+)/u.exec(name.slice(prefix.length)) ?? []
  return { shard: Number(shard), attempt: Number(attempt) }
}

/** Takes a name apart that `planArtifactName` can have made; null for any other. */
export function readPlanArtifactName(
  name: string,
): { readonly prefix: string; readonly attempt: number; readonly upload: number } | null {
  return readName(name, "plan")
}

function readName(name: string, what: "plan" | "report") {
  const [, prefix, found, attempt, upload = "1"] =
    /^(smoke-[a-z0-9-]+)-(plan|report)-a([1-9]\d{0,5})(?:-u([1-9]\d{0,5}))?$/u.exec(name) ?? []
  if (prefix === undefined || found !== what) return null
  return { prefix, attempt: Number(attempt), upload: Number(upload) }
}

function nameOf({ prefix, attempt, upload = 1 }: ArtifactOwner, what: string): string {
  return `${prefix}-${what}-a${attempt}${upload > 1 ? `-u${upload}` : ""}`
}
