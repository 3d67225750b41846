/** This process as a step of a GitHub Actions job: its log, its outputs, its conclusion. */
export interface Step {
  annotate(annotation: {
    readonly level: "error" | "warning" | "notice"
    readonly title: string
    readonly message: string
    readonly file: string | null
    readonly line: number | null
    readonly column?: number
  }): void
  /** Adds Markdown to the job summary; at most 1 MiB in all. */
  summarise(markdown: string): Promise<void>
  /** Writes all outputs completely and last, whatever a child wrote to the file. */
  setOutputs(outputs: Readonly<Record<string, string>>): void
  /** Keeps a value for the step's `post`. */
  saveState(name: string, value: string): void
  /** Hides a value in the log of this job. */
  mask(value: string): void
}
