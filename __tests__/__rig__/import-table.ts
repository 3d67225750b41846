/**
 * Which folder of `src` may import what. The one authority: biome.json and docs/architecture.md
 * repeat parts of it for editors and people.
 */

/** `any` import, or only `import type`. */
export type Reach = "any" | "types"

/** What the code of a folder may use besides values and functions. */
export type Effects =
  /** No clock, no randomness, no I/O, no promises. */
  | "pure"
  /** Promises, but the world only through ports. */
  | "through-ports"
  /** Everything: the clock, processes, timers, the network. */
  | "all"

export interface FolderRule {
  readonly folders: Readonly<Record<string, Reach>>
  readonly packages: readonly string[]
  readonly effects: Effects
}

function anyOf(...folders: readonly string[]): Readonly<Record<string, Reach>> {
  return Object.fromEntries(folders.map((folder) => [folder, "any"]))
}

const ADAPTER = { core: "any", ports: "types", formats: "types" } as const

/** The table. `ports` holds types alone, so that every import of it is an `import type`. */
export const IMPORT_TABLE: Readonly<Record<string, FolderRule>> = {
  core: { folders: {}, packages: [], effects: "pure" },
  formats: { folders: anyOf("core"), packages: [], effects: "pure" },
  capability: { folders: anyOf("core", "formats"), packages: [], effects: "pure" },
  scenario: {
    folders: anyOf("core", "formats", "capability"),
    packages: ["yaml", "@actions/expressions"],
    effects: "pure",
  },
  events: { folders: anyOf("core", "formats", "statistics"), packages: [], effects: "pure" },
  statistics: { folders: anyOf("core"), packages: [], effects: "pure" },
  "child-reports": { folders: anyOf("core", "formats"), packages: ["saxes"], effects: "pure" },
  schedule: {
    folders: { core: "any", formats: "types", capability: "any", statistics: "any" },
    packages: [],
    effects: "pure",
  },
  plan: {
    folders: anyOf("core", "formats", "scenario", "capability", "schedule"),
    packages: [],
    effects: "pure",
  },
  report: {
    folders: { ...anyOf("core", "formats", "events", "statistics"), scenario: "types" },
    packages: [],
    effects: "pure",
  },
  history: {
    folders: {
      ...anyOf("core", "formats", "statistics"),
      ...{ events: "types", plan: "types", scenario: "types" },
    },
    packages: [],
    effects: "pure",
  },
  settings: { folders: anyOf("core", "formats", "plan"), packages: [], effects: "pure" },
  ports: { folders: { core: "types", formats: "types" }, packages: [], effects: "pure" },
  execute: {
    folders: {
      ...anyOf("core", "formats", "events", "scenario", "capability", "schedule"),
      "child-reports": "any",
      plan: "types",
      ports: "types",
    },
    packages: [],
    effects: "through-ports",
  },
  journal: {
    folders: { ...anyOf("core", "formats", "events"), ports: "types" },
    packages: [],
    effects: "through-ports",
  },
  "adapters/node": { folders: ADAPTER, packages: ["execa"], effects: "all" },
  "adapters/github": {
    folders: ADAPTER,
    packages: ["@actions/artifact", "@actions/cache", "@actions/core", "@actions/github"],
    effects: "all",
  },
  "adapters/kubernetes": { folders: ADAPTER, packages: ["execa"], effects: "all" },
  "adapters/redis": { folders: ADAPTER, packages: ["bullmq", "ioredis"], effects: "all" },
  "adapters/otel": {
    folders: ADAPTER,
    packages: ["@opentelemetry/exporter-trace-otlp-proto"],
    effects: "all",
  },
  app: {
    folders: {
      ...anyOf("core", "formats", "scenario", "capability", "events", "plan", "schedule"),
      ...anyOf("report", "history", "settings", "execute", "journal", "statistics"),
      ports: "types",
    },
    packages: [],
    effects: "through-ports",
  },
  action: {
    folders: {
      ...anyOf("core", "app", "plan", "report", "formats", "settings"),
      scenario: "types",
      events: "any",
      ports: "types",
    },
    packages: ["@actions/core"],
    effects: "through-ports",
  },
  library: {
    folders: {
      ...anyOf("core", "app", "plan", "report", "formats", "events", "settings"),
      execute: "types",
      ports: "types",
    },
    packages: [],
    effects: "through-ports",
  },
  cli: {
    folders: {
      ...anyOf("core", "app", "plan", "report", "formats", "settings"),
      scenario: "types",
      events: "any",
      ports: "types",
    },
    packages: ["commander"],
    effects: "through-ports",
  },
}

/** The only files that may import adapters besides the adapters themselves, with those they may. */
export const WIRE_FILES: Readonly<Record<string, readonly string[]>> = {
  "action/wire.ts": ["adapters/node", "adapters/github", "adapters/kubernetes", "adapters/otel"],
  "library/wire.ts": ["adapters/node", "adapters/kubernetes", "adapters/redis", "adapters/otel"],
  "cli/wire.ts": ["adapters/node", "adapters/kubernetes", "adapters/redis", "adapters/otel"],
}

/** Files outside the adapters that may touch the process and its environment. */
export const PROCESS_FILES: readonly string[] = [
  "action/inputs.ts",
  "action/main.ts",
  "cli/main.ts",
  "library/wire.ts",
]

/** Files outside the adapters that may import Node's modules: they hand them to the rest. */
export const BUILT_IN_FILES: readonly string[] = [
  "action/wire.ts",
  "cli/main.ts",
  "cli/wire.ts",
  "library/wire.ts",
]

/** Entry files: what each may import. They hold no logic. */
export const ENTRY_FILES: Readonly<Record<string, readonly string[]>> = {
  "action.ts": ["action", "adapters/node"],
  "post.ts": ["action.ts"],
  "cli.ts": ["cli", "adapters/node"],
  "index.ts": [
    ...[
      "core",
      "formats",
      "scenario",
      "capability",
      "events",
      "plan",
      "schedule",
      "report",
      "settings",
    ],
    ...["ports", "execute", "journal", "adapters/node", "app", "library"],
  ],
}

/** Lines an entry file may have. */
export const ENTRY_LINES = 20
/** Lines any file may have. */
export const FILE_LINES = 400
/** Files that one folder may hold. A bigger one is divided into rooms. */
export const ROOM_FILES = 24
/** The one file that may use the global `console`. */
export const CONSOLE_FILE = "adapters/node/screen/console.ts"
/** Built-in modules without effects. */
export const PURE_BUILT_INS: readonly string[] = ["node:path/posix"]
/** Words that say nothing about what a file is for. */
export const EMPTY_WORDS: readonly string[] = [
  ...["util", "utils", "helper", "helpers", "common", "misc"],
  ...["manager", "managers", "service", "services"],
]
