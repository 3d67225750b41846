/** What a command may take, whatever it reads. */
export const DEADLINE_MS = 5_000
export const MOST_MIB = 300
