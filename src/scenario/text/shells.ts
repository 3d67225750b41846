/** Shells known by name; whatever else a suite says is a template with `{0}`. */
export const SHELL_NAMES = ["bash", "sh", "python", "pwsh", "node"] as const

/** A shell that has a name. */
export type ShellName = (typeof SHELL_NAMES)[number]
