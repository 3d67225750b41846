/**
 * What a person sees of text that was written to a terminal: as much of one as the live display uses.
 * Lines that are too long are broken, what is above the screen cannot be reached any more.
 */
export class Terminal {
  readonly lines: string[] = [""]
  columns: number
  readonly rows: number
  #row = 0
  #column = 0

  constructor(size: { readonly columns: number; readonly rows: number }) {
    this.columns = size.columns
    this.rows = size.rows
  }

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are what it reads.
    for (const [piece] of text.matchAll(/\u001b\[\??[\d;]*[A-Za-z]|[^\u001b]|\u001b/gu)) {
      if (piece.startsWith("\u001b[")) this.#control(piece)
      else if (piece === "\n") this.#newLine()
      else if (piece === "\r") this.#column = 0
      else this.#put(piece)
    }
  }

  /** Everything with what has scrolled away, without blank lines at the end. */
  get text(): string {
    return this.lines.join("\n").trimEnd()
  }

  /** Another width, as terminals do it that break lines anew. */
  resize(columns: number): void {
    // Below the cursor there is nothing but room.
    const before = this.lines.splice(0).slice(0, this.#row + 1)
    for (const line of before) {
      for (let at = 0; at === 0 || at < line.length; at += columns) {
        this.lines.push(line.slice(at, at + columns))
      }
    }
    this.columns = columns
    this.#row = this.lines.length - 1
  }

  #control(sequence: string): void {
    const kind = sequence.at(-1)
    const count = Number(/\d+/u.exec(sequence)?.[0] ?? 1)
    const top = Math.max(0, this.lines.length - this.rows)
    if (kind === "A") this.#row = Math.max(top, this.#row - count)
    else if (kind === "K") {
      this.lines[this.#row] = (this.lines[this.#row] ?? "").slice(0, this.#column)
    } else if (kind === "J") {
      this.lines.length = this.#row + 1
      this.lines[this.#row] = (this.lines[this.#row] ?? "").slice(0, this.#column)
    } else if (kind !== "m") throw new Error(`unknown sequence ${JSON.stringify(sequence)}`)
  }

  #put(char: string): void {
    if (this.#column === this.columns) this.#newLine()
    const line = this.lines[this.#row] ?? ""
    this.lines[this.#row] = line.slice(0, this.#column) + char + line.slice(this.#column + 1)
    this.#column += 1
  }

  #newLine(): void {
    this.#row += 1
    this.#column = 0
    this.lines[this.#row] ??= ""
  }
}
