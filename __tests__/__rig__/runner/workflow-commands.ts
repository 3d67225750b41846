/**
 * What the runner reads from the output of a step: every line of stdout and stderr is scanned,
 * `::command::` at its start and `##[command]` anywhere. Masks and annotations come from here.
 */

/** One annotation as the runner records it. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice"
  readonly message: string
  readonly properties: Readonly<Record<string, string>>
}

interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

const KNOWN: ReadonlySet<string> = new Set([
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
])
const RECORDED_PER_LEVEL = 10
const MOST_MESSAGE = 4096

/** The command in a line, if there is one that the runner knows or that ends a pause. */
export function parseCommand(line: string, stopToken: string | null): Command | null {
  const known = (name: string) => (stopToken === null ? KNOWN.has(name) : name === stopToken)
  const start = line.trimStart()
  const close = start.startsWith("::") ? start.indexOf("::", 2) : -1
  if (close >= 0) {
    const { name, text } = splitName(start.slice(2, close))
    if (known(name)) {
      const properties = parseProperties(text.split(","), unescapeProperty)
      return { name, properties, data: unescapeData(start.slice(close + 2)) }
    }
  }
  const open = line.indexOf("##[")
  const end = open >= 0 ? line.indexOf("]", open) : -1
  if (end < 0) return null
  const { name, text } = splitName(line.slice(open + 3, end))
  if (!known(name)) return null
  const properties = parseProperties(text.split(";"), unescapeOld)
  return { name, properties, data: unescapeOld(line.slice(end + 1)) }
}

/** The state of one job's masks; they outlive the step. */
export class Masks {
  readonly #values = new Set<string>()

  add(secret: string): void {
    for (const line of [secret, ...secret.split(/\r?\n/u)]) {
      if (line !== "") this.#values.add(line)
    }
  }

  apply(text: string): string {
    // Longest first, so that no part of a longer secret stays behind.
    const ordered = [...this.#values].sort((a, b) => b.length - a.length)
    return ordered.reduce((masked, value) => masked.replaceAll(value, "***"), text)
  }

  hides(text: string): boolean {
    return this.apply(text) !== text
  }
}

/** The scanner of one step. */
export class StepOutput {
  readonly lines: string[] = []
  readonly annotations: Annotation[] = []
  /** Annotations beyond ten of a level: they are in the log only. */
  dropped = 0
  /** By `set-output` and `save-state`, which still work. */
  readonly outputs: Record<string, string> = {}
  readonly state: Record<string, string> = {}
  readonly #masks: Masks
  #stopToken: string | null = null

  constructor(masks: Masks) {
    this.#masks = masks
  }

  line(text: string): void {
    const command = parseCommand(text, this.#stopToken)
    if (command?.name === "add-mask") {
      this.#masks.add(command.data)
      this.lines.push("::add-mask::***")
      return
    }
    this.lines.push(this.#masks.apply(text))
    if (command !== null) this.#run(command)
  }

  annotate(annotation: Annotation): void {
    const same = this.annotations.filter((one) => one.level === annotation.level)
    if (same.length >= RECORDED_PER_LEVEL) {
      this.dropped += 1
      return
    }
    const message = this.#masks.apply(annotation.message).slice(0, MOST_MESSAGE)
    const masked = Object.entries(annotation.properties).map(
      ([name, value]) => [name, this.#masks.apply(value)] as const,
    )
    this.annotations.push({ ...annotation, message, properties: Object.fromEntries(masked) })
  }

  #run({ name, properties, data }: Command): void {
    if (name === this.#stopToken) {
      this.#stopToken = null
      return
    }
    switch (name) {
      case "error":
      case "warning":
      case "notice":
        this.annotate({ level: name, message: data, properties })
        return
      case "set-output":
        this.outputs[properties["name"] ?? ""] = data
        return
      case "save-state":
        this.state[properties["name"] ?? ""] = data
        return
      case "stop-commands":
        if (data === "" || KNOWN.has(data)) {
          const message = `'${data}' cannot be a token for stop-commands`
          this.annotate({ level: "error", message, properties: {} })
        } else {
          this.#stopToken = data
        }
        return
      case "set-env":
      case "add-path":
        this.annotate({ level: "error", message: `'${name}' is disabled`, properties: {} })
        return
      default:
    }
  }
}

function splitName(info: string): { readonly name: string; readonly text: string } {
  const space = info.indexOf(" ")
  if (space < 0) return { name: info, text: "" }
  return { name: info.slice(0, space), text: info.slice(space + 1).trim() }
}

function parseProperties(
  parts: readonly string[],
  decode: (text: string) => string,
): Record<string, string> {
  const properties: Record<string, string> = {}
  for (const part of parts) {
    const equals = part.indexOf("=")
    if (equals > 0) properties[part.slice(0, equals).trim()] = decode(part.slice(equals + 1))
  }
  return properties
}

function unescapeData(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%")
}

function unescapeProperty(text: string): string {
  return unescapeData(text.replaceAll("%3A", ":").replaceAll("%2C", ","))
}

function unescapeOld(text: string): string {
  return unescapeData(text.replaceAll("%3B", ";").replaceAll("%5D", "]"))
}
