/** The surroundings of the process, read once at start. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string>>
  readonly os: string
  readonly arch: string
  /** Processors this process may use. */
  readonly cores: number
  readonly memoryBytes: number
  readonly hostname: string
  /** The program that runs this process; absolute. */
  readonly node: string
  /** A folder for temporary files. */
  readonly temporary: string
  /** Commit and ref of the checkout, when known. */
  readonly commit: string | null
  readonly ref: string | null
}
