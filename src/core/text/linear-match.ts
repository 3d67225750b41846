/**
 * Matching without backtracking: a step gets all places in a text where it can begin and returns
 * all places where it can end. So twelve stars cost twelve passes over the text, not its twelfth
 * power.
 */

/** From start places in a text to end places of matches, both in ascending order. */
export type Step = (text: string, from: readonly number[]) => readonly number[]

/** Whether a text matches from its first character to its last. */
export function matchesWhole(step: Step, text: string): boolean {
  return step(text, [0]).includes(text.length)
}

/** A literal text. */
export function exactly(wanted: string): Step {
  return (text, from) =>
    from.flatMap((at) => (text.startsWith(wanted, at) ? [at + wanted.length] : []))
}

/** One character. */
export function one(is: (char: string) => boolean): Step {
  return (text, from) =>
    from.flatMap((at) => {
      const char = charAt(text, at)
      return char !== "" && is(char) ? [at + char.length] : []
    })
}

/** Any number of characters, including none. */
export function many(is: (char: string) => boolean): Step {
  return (text, from) => {
    const found: number[] = []
    let next = 0
    for (const start of from) {
      // Places before `next` were reached from an earlier place.
      if (start < next) continue
      let at = start
      for (;;) {
        found.push(at)
        const char = charAt(text, at)
        if (char === "" || !is(char)) break
        at += char.length
      }
      next = at + 1
    }
    return found
  }
}

/** One after another. */
export function inOrder(steps: readonly Step[]): Step {
  return (text, from) => steps.reduce((at, step) => (at.length === 0 ? at : step(text, at)), from)
}

/** Any of them. */
export function either(steps: readonly Step[]): Step {
  return (text, from) => rising(steps.flatMap((step) => step(text, from)))
}

/** Once or more often. */
export function repeated(step: Step): Step {
  return (text, from) => {
    const all = new Set<number>()
    for (let at = from; at.length > 0; ) {
      at = step(text, at).filter((place) => !all.has(place))
      for (const place of at) all.add(place)
    }
    return rising([...all])
  }
}

/** Any number of characters that the step does not match as a whole. */
export function other(step: Step, is: (char: string) => boolean): Step {
  return (text, from) =>
    rising(
      from.flatMap((at) => {
        const refused = new Set(step(text, [at]))
        return many(is)(text, [at]).filter((end) => !refused.has(end))
      }),
    )
}

function rising(places: readonly number[]): readonly number[] {
  return [...new Set(places)].sort((a, b) => a - b)
}

function charAt(text: string, at: number): string {
  const code = text.codePointAt(at)
  return code === undefined ? "" : String.fromCodePoint(code)
}
