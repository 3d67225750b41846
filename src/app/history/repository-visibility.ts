/**
 * Whether the repository is private: the same labels are smaller machines there. Advice, as all that is
 * known of machines before a shard has looked.
 */
import type { Visibility } from "../../capability/hosted-labels.ts"
import { objectOf } from "../../core/json/foreign.ts"
import type { JsonObject } from "../../core/json/json.ts"
import type { Repository } from "../../ports/repository.ts"

/** As the event tells; else the service is asked. Public where nobody answers. */
export async function visibilityOf({
  github,
  repository,
}: {
  readonly github: JsonObject
  /** Null where nobody can be asked. */
  readonly repository: Repository | null
}): Promise<Visibility> {
  const told = objectOf(objectOf(github["event"])["repository"])["private"]
  if (typeof told === "boolean") return told ? "private" : "public"
  const asked = await repository?.isPrivate()
  return asked?.ok === true && asked.value ? "private" : "public"
}
