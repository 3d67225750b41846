import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"

/** One folder for all temporary files. */
const TEMPORARY = "__tests__/__rig__/temporary-folder.ts"

/** Before tests of the whole command: one file is made of it. */
const COMMAND = "__tests__/__rig__/bundle-command.ts"

/** Tests with more cases, or larger ones, in the long project. */
const WHOLE_FILES = [
  "action-accidents",
  "browser-grid",
  "container-keep",
  "fixture-ends",
  "fixture-faults",
  "history",
  "sql-logic",
].map((name) => `__tests__/e2e/${name}.test.ts`)

/** Tests of the whole command that only the long project runs. */
const LONG_FILES = ["action-late", "action-identity", "act-self-test"].map(
  (name) => `__tests__/e2e/${name}.test.ts`,
)

const OTHER_PROJECTS = ["__tests__/e2e/**", "__tests__/long/**"]

/** Real processes and programs on a busy machine: `npm test` names the tests that needed it. */
const SECOND_TRY = 1

export default defineConfig({
  test: {
    // Half of the time of tests of the whole command is graces and limits that processes wait for.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    // Of the unit tests alone (`npm run coverage`): end-to-end tests start the built command.
    coverage: {
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "html", ["text", { file: "by-file.txt" }]],
    },
    projects: [
      {
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts", "report-page/__tests__/**/*.test.ts"],
          exclude: OTHER_PROJECTS,
          globalSetup: TEMPORARY,
          retry: SECOND_TRY,
          testTimeout: 20_000,
          // Nothing under test keeps state in a module: files of tests share what is loaded.
          isolate: false,
        },
      },
      {
        test: {
          name: "e2e",
          expect: { poll: { timeout: 30_000 } },
          include: ["__tests__/e2e/**/*.test.ts"],
          exclude: LONG_FILES,
          globalSetup: [TEMPORARY, COMMAND],
          retry: SECOND_TRY,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "long",
          expect: { poll: { timeout: 30_000 } },
          include: ["__tests__/long/**/*.test.ts", ...WHOLE_FILES, ...LONG_FILES],
          provide: { whole: true },
          globalSetup: [TEMPORARY, COMMAND],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
