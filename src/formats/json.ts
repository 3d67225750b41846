/**
 * JSON values as a schema, for members whose shape belongs to the user.
 */
import { z } from "zod"
import type { Json } from "../core/json/json.ts"
import { once } from "../core/once.ts"

export const JsonSchema = once((): z.ZodType<Json> => z.json() as unknown as z.ZodType<Json>)
