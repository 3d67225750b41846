import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"

/** Before tests of the whole command: one file is made of it. */
const COMMAND = "__tests__/__rig__/bundle-command.ts"

const OTHER_PROJECTS = ["__tests__/e2e/**", "__tests__/long/**"]

export default defineConfig({
  test: {
    // Vitest leaves one processor free, which is half of a small machine; many tests wait for children.
    maxWorkers: Math.max(2, availableParallelism()),
    // Of the unit tests alone (`npm run coverage`): end-to-end tests start the built command.
    coverage: {
      include: ["src/**/*.ts"],
      reporter: ["text-summary", "html", ["text", { file: "by-file.txt" }]],
    },
    projects: [
      {
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts"],
          exclude: OTHER_PROJECTS,
          testTimeout: 20_000,
          // Nothing under test keeps state in a module: files of tests share what is loaded.
          isolate: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["__tests__/e2e/**/*.test.ts"],
          globalSetup: COMMAND,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "long",
          include: ["__tests__/long/**/*.test.ts"],
          globalSetup: COMMAND,
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
