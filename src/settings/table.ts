/**
 * Every setting, once, under its heading. Flags and their help, inputs with `action.yml` and the reusable
 * workflow, options of the library, what a resumed run keeps, and the tables of the docs follow from it.
 */
import { KNOWLEDGE, SELECTION, SUITE } from "./choosing.ts"
import { PLANNING } from "./planning.ts"
import { DISPLAY, REPORTS, VERDICT } from "./reporting.ts"
import { ENVIRONMENT, RUNNING } from "./running.ts"
import type { Setting, ValuesOf } from "./value.ts"

const GROUPS = {
  "Suite and plan": SUITE,
  "What runs": RUNNING,
  "Which scenarios": SELECTION,
  "Workers, shards and order": PLANNING,
  "What is known": KNOWLEDGE,
  Environment: ENVIRONMENT,
  Verdict: VERDICT,
  Display: DISPLAY,
  Output: REPORTS,
} as const

/** Every setting by its key. */
export const SETTINGS = {
  ...{ ...SUITE, ...RUNNING, ...SELECTION, ...PLANNING, ...KNOWLEDGE },
  ...{ ...ENVIRONMENT, ...VERDICT, ...DISPLAY, ...REPORTS },
} as const

/** Values of settings, whoever gave them. */
export type Values = ValuesOf<typeof SETTINGS>

/** The key of a setting. */
export type Key = keyof typeof SETTINGS

/** A setting with its key and its heading. */
export interface Row {
  readonly key: Key
  readonly heading: string
  readonly setting: Setting
}

/** All settings in the order of help and docs. */
export const ROWS: readonly Row[] = Object.entries(GROUPS).flatMap(([heading, group]) =>
  Object.entries<Setting>(group).map(([key, setting]) => ({ key: key as Key, heading, setting })),
)
