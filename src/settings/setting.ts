/**
 * What a setting is: one thing that a user may say by a flag, an input of the action or of the reusable
 * workflow, or an option of the library. The groups beside this file declare all of them.
 */
import type { Value } from "./value.ts"

/** Commands of the command line. */
export type CommandName =
  | "run"
  | "plan"
  | "aggregate"
  | "list"
  | "validate"
  | "analyze"
  | "probe"
  | "history"
  | "fixtures"
  | "create"

/** What the action does in a step; `all` has no name and is meant where nothing is said. */
export const ACTION_COMMANDS = ["all", "plan", "run", "aggregate"] as const
export type ActionCommand = (typeof ACTION_COMMANDS)[number]

/** How long a setting of a run holds. */
export type Lasts =
  /** The plan fixes it: beside a plan, or a run to resume, it comes too late. Kept for a resumed run. */
  | "plan"
  /** Beside a run to resume it comes too late. Kept for a resumed run. */
  | "run"
  /** Kept for a resumed run, which may say something else. */
  | "resume"

/** One setting. Where nothing limits it, it is for nobody: each surface is named. */
export interface Setting {
  readonly value: Value<unknown>
  /** How people write it, where that is not the key with hyphens. */
  readonly name?: string
  /** A phrase that begins small. */
  readonly help: string
  /** The value where none is given, as text. */
  readonly default?: string
  /** It takes several values: how the text of an input, or the words behind a flag, are divided. */
  readonly many?: "lines" | "words" | "whole"
  /** Commands with a flag for it. */
  readonly flags?: readonly CommandName[]
  /** Commands of the action with an input for it. */
  readonly inputs?: readonly ActionCommand[]
  /** The library has an option for it, under the key. */
  readonly option?: true
  readonly lasts?: Lasts
  /** Commands whose short help names it. */
  readonly common?: readonly CommandName[]
  readonly flag?: {
    readonly short?: string
    /** Instead of what the kind of value says. */
    readonly form?: string
    /** Value of the flag when its optional number is left out. */
    readonly preset?: string
    /** The flag with `no-` before its name means the opposite; this is its help. */
    readonly opposite?: string
    /** What holds without the flag, where the default does not say it. */
    readonly otherwise?: string
    /** Where a command means something else by it. */
    readonly of?: Partial<
      Record<CommandName, { readonly help?: string; readonly otherwise?: string }>
    >
  }
  readonly input?: {
    readonly help?: string
    /** In `action.yml` alone; where it is read, it stands for nothing. */
    readonly default?: string
    /** Blanks and lines around the text belong to it. */
    readonly raw?: true
    /** An error does not repeat the text. */
    readonly secret?: true
    /** The reusable workflow has none, has a secret for it, or has an input of another type. */
    readonly workflow?: "none" | "secret" | "number"
  }
}

/** Settings by key. */
export type Group = Readonly<Record<string, Setting>>

/** The value of a setting, or the list of them. */
export type ValueOf<S> = S extends { readonly value: Value<infer T> }
  ? S extends { readonly many: string }
    ? readonly T[]
    : T
  : never

/** Values of the settings of a group; `undefined` is not said. */
export type ValuesOf<G> = { readonly [K in keyof G]?: ValueOf<G[K]> | undefined }

/** The name that people write: `max-scenarios`. */
export function nameOf(key: string, { name }: Pick<Setting, "name">): string {
  return name ?? key.replace(/[A-Z]/gu, (capital) => `-${capital.toLowerCase()}`)
}
