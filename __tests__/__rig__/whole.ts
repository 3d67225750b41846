/**
 * Tests with two sizes: a part of their cases on every push, all of them in the long project, which runs
 * the same files (`WHOLE_FILES` of `vitest.config.ts`).
 */
import { inject, it } from "vitest"

declare module "vitest" {
  export interface ProvidedContext {
    /** True in the long project. */
    readonly whole?: boolean
  }
}

/** True where everything is tested, however long it takes. */
export const WHOLE = inject("whole") === true

/** The first cases; all of them where everything is tested. */
export function some<T>(cases: readonly T[], count: number): T[] {
  return cases.slice(0, WHOLE ? cases.length : count)
}

/** A test for the long project alone. */
export function itWhole(name: string, test: () => Promise<void>): void {
  if (WHOLE) it(name, test)
}
