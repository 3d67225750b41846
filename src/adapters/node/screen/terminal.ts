import type { Screen } from "../../../ports/console.ts"
import { stderrDisplay } from "./display.ts"

/** The terminal behind stderr, or null where there is none that can be written over. */
export function nodeScreen(env: Readonly<Record<string, string>>): Screen | null {
  const { stderr } = process
  if (stderr.isTTY !== true || env["TERM"] === "dumb") return null
  const display = stderrDisplay()
  return {
    size: () => ({ columns: stderr.columns || 80, rows: stderr.rows || 24 }),
    ready: () => display.idle(),
    write: (text) => {
      display.draw(text)
    },
    onResize: (call) => {
      stderr.on("resize", call)
      return () => {
        stderr.off("resize", call)
      }
    },
  }
}
