/**
 * A line as words, as a POSIX shell splits it, without anything that a shell would replace.
 */

/** Words separated by white space; quotes hold together, also inside of a word: `--cmd="a b"`. */
export function splitWords(line: string): string[] {
  const word = /(?:[^\s"']|"(?:\\.|[^"\\])*"|'[^']*'|["'])+/gsu
  const quoted = /"((?:\\.|[^"\\])*)"|'([^']*)'/gsu
  return [...line.matchAll(word)].map(([text]) =>
    text.replaceAll(quoted, (_, double?: string, single?: string) =>
      double === undefined ? (single ?? "") : double.replaceAll(/\\(["\\$`])/gu, "$1"),
    ),
  )
}

/** Whether a quote begins that nothing ends. */
export function hasOpenQuote(line: string): boolean {
  return /["']/u.test(line.replaceAll(/"(?:\\.|[^"\\])*"|'[^']*'/gsu, ""))
}
