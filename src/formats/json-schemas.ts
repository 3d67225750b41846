/**
 * The file formats as JSON Schemas, for editors and for programs in other languages.
 * Made from the very schemas that the readers use; `schemas/` holds them as files.
 */
import type { JsonObject } from "../core/json/json.ts"
import { toJsonSchema } from "../core/schema/json-schema.ts"
import type { AnySchema } from "../core/schema/schema.ts"
import { AnalysisSchema } from "./analysis.ts"
import { DoctorSchema } from "./doctor.ts"
import { HistorySchema } from "./history.ts"
import { ManifestSchema } from "./manifest.ts"
import { PlanFileSchema } from "./plan-file.ts"
import { ResultsSchema } from "./results.ts"

/** A format by the name of its schema file, with what a person should know of it. */
export interface Format {
  readonly name: string
  readonly title: string
  readonly schema: AnySchema
}

/** A published schema: `schemas/<name>.schema.json` holds it. */
export interface PublishedSchema {
  readonly name: string
  readonly schema: JsonObject
}

/** The formats of this folder, in the order in which documentation lists them. */
export const FORMATS: readonly Format[] = [
  { name: "plan", title: "plan.json: which shard runs what", schema: PlanFileSchema },
  { name: "manifest", title: "manifest.json: what a shard's folder is", schema: ManifestSchema },
  { name: "results", title: "results.json: what a run found", schema: ResultsSchema },
  { name: "analysis", title: "analyze --json: how scenarios wait", schema: AnalysisSchema },
  { name: "doctor", title: "doctor --json: what is wrong with a set-up", schema: DoctorSchema },
  { name: "history", title: "The history: statistics per scenario", schema: HistorySchema },
]

/**
 * The JSON Schema (draft 2020-12) of a format. It describes what a reader accepts: members it does
 * not know are no error, so that files of later versions stay valid.
 */
export function publishFormat({ name, title, schema }: Format): PublishedSchema {
  return { name, schema: toJsonSchema(schema, title) }
}
