/**
 * The command line by commander, built from the tables; usage problems are values.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander"
import { EXIT_CODES } from "../core/exit-code.ts"
import { err, ok, type Result } from "../core/result.ts"
import { COMMANDS, type CommandName, type CommandSpec } from "./commands.ts"
import type { Flag, FlagValues } from "./options.ts"

/** What a command line asks for. */
export interface Invocation {
  readonly command: CommandName
  readonly operands: readonly string[]
  readonly flags: FlagValues
}

/** Text that the program itself asks for: help, version, or a complaint. */
export interface Notice {
  readonly text: string
  readonly stream: "data" | "info"
  readonly exitCode: number
}

/** Reads a command line; help, version and mistakes come back as a notice. */
export function parseCommandLine(
  argv: readonly string[],
  version: string,
): Result<Invocation, Notice> {
  let invocation: Invocation | null = null
  const out = { data: "", info: "" }
  const program = new Command("parallel-smoke")
    .description("Smoke tests in parallel, with one verdict that can be trusted.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .showSuggestionAfterError(true)
    .showHelpAfterError("(--help tells what there is)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        out.data += text
      },
      writeErr: (text) => {
        out.info += text
      },
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 passed, 1 failed, 2 usage, 3 nothing executed, 4 incomplete, 70 internal error, 130 interrupted, 143 terminated",
    )
  const asked = COMMANDS.filter((spec) => isNamed(spec, argv[0]))
  // What is not asked for is only told of in the help of the program, and guessed at in its complaints.
  for (const spec of asked.length > 0 ? asked : COMMANDS) {
    addCommand(program, spec, (operands, flags) => {
      invocation = { command: spec.name, operands, flags }
    })
  }
  try {
    program.parse([...withPresets(argv)], { from: "user" })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    const good = error.exitCode === 0
    return err({
      text: good ? out.data : out.info || out.data,
      stream: good ? "data" : "info",
      exitCode: good ? 0 : EXIT_CODES.usage,
    })
  }
  if (invocation === null) throw new Error("commander chose no command")
  return ok(invocation)
}

function isNamed({ name, alias }: CommandSpec, word: string | undefined): boolean {
  return word !== undefined && (word === name || word === alias)
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  choose: (operands: readonly string[], flags: FlagValues) => void,
): void {
  const command = program.command(spec.name).description(spec.description)
  if (spec.alias !== undefined) command.alias(spec.alias)
  if (spec.argument !== undefined) command.argument(spec.argument.form, spec.argument.description)
  for (const flag of spec.flags) command.addOption(toOption(flag))
  command.addHelpText("after", `\nExamples:\n${spec.examples.map((one) => `  ${one}`).join("\n")}`)
  command.action((...given: unknown[]) => {
    const operands = given.slice(0, spec.argument === undefined ? 0 : 1).flat()
    choose(
      operands.filter((operand) => typeof operand === "string"),
      command.opts(),
    )
  })
}

function toOption(flag: Flag): Option {
  const standard = flag.standard === undefined ? "" : ` (default: ${flag.standard})`
  const option = new Option(flag.flags, flag.description + standard)
  const { parse, repeatable = false } = flag
  if (parse === undefined && !repeatable) return option
  return option.argParser((text: string, previous: unknown) => {
    const parsed = parse === undefined ? ok(text) : parse(text)
    if (!parsed.ok) throw new InvalidArgumentError(parsed.error)
    return repeatable ? [...(Array.isArray(previous) ? previous : []), parsed.value] : parsed.value
  })
}

/** Flags with an optional number take the next word only when it is one. */
function withPresets(argv: readonly string[]): readonly string[] {
  const presets = new Map<string, string>()
  for (const spec of COMMANDS) {
    for (const flag of spec.flags as readonly Flag[]) {
      if (flag.preset === undefined) continue
      const [name] = /--[\w-]+/u.exec(flag.flags) ?? []
      if (name !== undefined) presets.set(name, flag.preset)
    }
  }
  const words: string[] = []
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? ""
    const next = argv[index + 1] ?? ""
    const preset = presets.get(word)
    if (word === "--") return [...words, ...argv.slice(index)]
    if (preset !== undefined && /^-\d/u.test(next)) {
      // Nobody's file: the flag has to refuse it.
      words.push(`${word}=${next}`)
      index += 1
    } else {
      words.push(word)
      if (preset !== undefined && !/^\d+$/u.test(next)) words.push(preset)
    }
  }
  return words
}
