/**
 * A button that copies a text. Where the browser allows no clipboard (some do not for pages from disk), it
 * selects the text instead.
 */
import { useState } from "preact/hooks"

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [said, say] = useState("")
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      say("Copied")
    } catch {
      say("Press Ctrl+C")
      const shown = document.querySelector(`[data-copied="${CSS.escape(label)}"]`)
      if (shown !== null) getSelection()?.selectAllChildren(shown)
    }
    setTimeout(() => say(""), 3_000)
  }
  return (
    <button type="button" class="small" onClick={() => void copy()}>
      <span aria-live="polite">{said === "" ? label : said}</span>
    </button>
  )
}
