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
          "Id behind the key, for each combination; the values when left out",
          "${{ matrix.pool }}:${{ matrix.bs }}",
        )
        .optional(),
      "max-parallel": s
        .whole()
        .min(1)
        .describe("So many of its scenarios run at once in a shard", 2)
        .optional(),
      "fail-fast": s
        .flag()
        .refine((value) => {
          if (!value) return
          const hint = "give --fail-fast to the run; `false` is what holds without it"
          const message = "what fails in a matrix stops nothing else here"
          return refusal({ code: "suite/value", message, hint })
        })
        .note({ json: { type: "boolean", const: false } })
        .describe("false, as Actions writes it: a failure never stops the others", false)
        .optional(),
    },
    {
      called: "`strategy`",
      words: { include: "write it below `matrix`", exclude: "write it below `matrix`" },
    },
  )
  .note({ id: "strategy" })

const ForEach = s
  .strictObject(
    {
      files: Patterns.describe(
        "Patterns for files, relative to the folder of this file; ! takes out",
      ),
      root: s
        .text()
        .filled()
        .describe(
          "Folder that the ids are relative to; the fixed part of the pattern when left out",
          "sql",
        )
        .optional(),
      id: s
        .text()
        .filled()
        .describe(
          "Id behind the key, for each file; its path without extension when left out",
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
    merge: "replace",
    fixed: "a matrix is expanded before overrides are looked at",
    words: { matrix: "write it below `strategy`, as in Actions" },
  }),
  "for-each": key({
    schema: ForEach.describe("One scenario for each file; its path is in SMOKE_FILE"),
    evaluated: "itself",
    merge: "replace",
    fixed: "files are found before overrides are looked at",
    own: "write it at the scenario: files make scenarios of one of them",
  }),
  paths: key({
    schema: Patterns.describe(
      "Files that can affect it, for --changed-since; ! takes files out; every file when left out",
      "web/**",
    ),
    evaluated: "itself",
    merge: "append",
  }),
} as const
