/**
 * What makes several scenarios of one, and which of them a change can affect: `strategy`, `for-each`
 * and `paths`.
 */
import * as s from "../../../core/schema/make.ts"
import { key, Patterns, refusal } from "../parts.ts"

/** Matrices may come from expressions, so their inside is checked once it is known. */
const Matrix = s
  .union(s.text(), s.record(s.anything()))
  .note({ id: "matrix", examples: [{ os: ["linux", "mac"], exclude: [{ os: "mac" }] }] })

const Strategy = s
  .strictObject(
    {
      matrix: Matrix.describe(
        "Dimensions with their values, `include` and `exclude`, as in Actions",
      ),
      id: s
        .text()
        .describe(
          "Id after the key, for each combination; default: the values",
          "${{ matrix.pool }}:${{ matrix.bs }}",
        )
        .optional(),
      "max-parallel": s
        .whole()
        .min(1)
        .describe("Most scenarios of it that run at once in a shard", 2)
        .optional(),
      "fail-fast": s
        .flag()
        .refine((value) => {
          if (!value) return
          const hint = "use the flag --fail-fast; without it, `false` is the behaviour"
          const message = "a failure in a matrix does not stop other scenarios here"
          return refusal({ code: "suite/value", message, hint })
        })
        .note({ json: { type: "boolean", const: false } })
        .describe("Only false, as in Actions: a failure never stops the others", false)
        .optional(),
    },
    {
      called: "`strategy`",
      words: { include: "write it under `matrix`", exclude: "write it under `matrix`" },
    },
  )
  .note({ id: "strategy" })

const ForEach = s
  .strictObject(
    {
      files: Patterns.describe(
        "Patterns for files, relative to the folder of this file; ! excludes",
      ),
      root: s
        .text()
        .filled()
        .describe(
          "Folder that the ids are relative to; default: the fixed part of the pattern",
          "sql",
        )
        .optional(),
      id: s
        .text()
        .filled()
        .describe(
          "Id after the key, for each file; default: its path without extension",
          ...["${{ file.relative }}", "${{ file.dir }}:${{ file.hash }}"],
        )
        .optional(),
    },
    {
      called: "`for-each`",
      words: {
        path: "the key is `files`",
        glob: "the key is `files`",
        in: "the key is `files`",
      },
    },
  )
  .note({
    id: "forEach",
    examples: [{ files: ["sql/**/*.test"], root: "sql" }],
    mistaken: (found) =>
      typeof found === "string" ? `write \`for-each: { files: "${found}" }\`` : undefined,
  })

export const EXPANSION_KEYS = {
  strategy: key({
    schema: s.union(s.text(), Strategy).describe("One scenario for each combination", {
      matrix: { pool: ["rep2", "rep3"], bs: ["4k", "1M"] },
    }),
    evaluated: "itself",
    when: "when planning",
    merge: "replace",
    fixed: "a matrix is expanded before overrides are applied",
    words: { matrix: "write it under `strategy`, as in Actions" },
  }),
  "for-each": key({
    schema: ForEach.describe("One scenario for each file; its path is in SMOKE_FILE"),
    evaluated: "itself",
    merge: "replace",
    fixed: "files are found before overrides are applied",
    own: "write it at the scenario, not in `for-each`",
  }),
  paths: key({
    schema: Patterns.describe(
      "Files that can affect it, for --changed-since; ! excludes; default: every file",
      "web/**",
    ),
    evaluated: "itself",
    merge: "append",
  }),
} as const
