/**
 * The keys of a suite file that say which scenarios there are and which of them run. Part of the one
 * schema in `schema.ts`.
 */
import { z } from "zod"
import { once } from "../../core/once.ts"
import { Patterns } from "../schema-parts.ts"

/** The condition of a profile or an override. */
export const WhereText = once(() =>
  z
    .string()
    .min(1)
    .describe(
      "Condition over id, name, tags, features, meta, matrix, group, estimate, file, runner",
    )
    .meta({ examples: ["contains(tags, 'quick')", "matrix.size.name == 'small'"] }),
)

/** One scenario for each file. */
export const ForEach = once(() =>
  z
    .strictObject({
      files: Patterns().describe(
        "Patterns for files, relative to the folder of this file; ! excludes",
      ),
      root: z
        .string()
        .min(1)
        .describe(
          "Folder that the ids are relative to; default: the fixed part of the pattern",
        )
        .meta({ examples: ["sql"] })
        .optional(),
      id: z
        .string()
        .min(1)
        .describe("Id after the key, for each file; default: its path without extension")
        .meta({ examples: ["${{ file.relative }}", "${{ file.dir }}:${{ file.hash }}"] })
        .optional(),
    })
    .meta({ id: "forEach", examples: [{ files: ["sql/**/*.test"], root: "sql" }] }),
)

/** Keys of a scenario that this file is about. */
export const ChoiceShape = once(
  () =>
    ({
      "for-each": ForEach().describe("One scenario for each file; its path is in SMOKE_FILE"),
      paths: Patterns()
        .describe(
          "Files that can affect it, for --changed-since; ! excludes; default: every file",
        )
        .meta({ examples: ["web/**"] }),
    }) as const,
)

/** Keys of a profile besides those of a scenario. */
export const ProfileShape = once(
  () =>
    ({
      where: WhereText(),
      matrix: z
        .record(z.string(), z.unknown())
        .describe("Values to keep in each dimension: one or a list")
        .meta({ examples: [{ size: ["small"], volume: "10Gi" }] }),
      workers: z
        .int()
        .min(1)
        .max(1024)
        .describe("Scenarios that run at once in a shard")
        .meta({ examples: [8] }),
    }) as const,
)
