/** What children inherit of this program's environment: all, the least, or the least and what is named. */
export type Inherit = "all" | "minimal" | readonly string[]
