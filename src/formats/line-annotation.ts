/**
 * An annotation of a check run, by the names of the service.
 */

/** A line of the repository, with what is said of it. */
export interface LineAnnotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly start_column?: number
  readonly end_column?: number
  readonly annotation_level: "notice" | "warning" | "failure"
  readonly title: string
  readonly message: string
}
