/**
 * Escape sequences of terminals: colours, titles, links, movements of the cursor.
 */

// CSI, then strings (OSC, DCS, SOS, PM, APC) up to their terminator, then two-character escapes.
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it finds.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c\n]{0,2000}(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-~]/gu

/** The text without escape sequences; incomplete ones remain. */
export function withoutEscapes(text: string): string {
  return text.replace(SEQUENCE, "")
}
