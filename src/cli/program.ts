/**
 * The command line by commander, built from the tables; usage problems are values.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from "commander"
import { EXIT_CODES } from "../core/problems/exit-code.ts"
import { err, ok, type Result } from "../core/problems/result.ts"
import { parseCommaList } from "../core/text/comma-list.ts"
import { type Flag, flagsOf } from "../settings/flag.ts"
import type { Values } from "../settings/table.ts"
import type { CommandName } from "../settings/value.ts"
import { COMMANDS, type CommandSpec, type Given } from "./commands.ts"
import { mayBeProfile, prepareWords } from "./prepare-words.ts"

/** What a command line asks for. */
export interface Invocation extends Given {
  readonly command: CommandName
  /** Profiles that were written as flags: any of them may be a mistyped flag. */
  readonly guessed: readonly string[]
}

/** Text that the program itself asks for: help, version, or a complaint. */
export interface Notice {
  readonly text: string
  readonly stream: "data" | "info"
  readonly exitCode: number
}

/**
 * Reads a command line; help, version and mistakes come back as a notice. An unknown flag without a
 * value is taken for a profile, until `profiles` says which there are.
 */
export function parseCommandLine(
  argv: readonly string[],
  version: string,
  profiles?: ReadonlySet<string>,
): Result<Invocation, Notice> {
  const [first = ""] = argv
  if (["-V", "--version"].includes(first) && argv.length > 1) {
    return err(complaint(`${first} must be alone; to select a version, write it after the command`))
  }
  const asked = COMMANDS.filter(({ name, alias }) => [name, alias].includes(first))
  const prepared = prepareWords(
    argv,
    asked[0] === undefined ? [] : flagsOf(asked[0].name),
    profiles,
  )
  if (!prepared.ok) return err(complaint(prepared.error))
  const { words, profiles: guessed } = prepared.value
  const parsed = parseWords(words, {
    version,
    specs: asked.length > 0 ? asked : COMMANDS,
    profiles: profiles ?? new Set(),
    brief: argv.includes("-h") && !argv.includes("--help"),
  })
  if (guessed.length === 0 || profiles !== undefined) {
    return parsed.ok ? ok({ ...parsed.value, guessed }) : parsed
  }
  if (parsed.ok && (parsed.value.flags.plan ?? parsed.value.flags.resume) === undefined) {
    return ok({ ...parsed.value, guessed })
  }
  // Something else is wrong, too, or no suite is asked for its profiles: then it is a flag.
  const asFlag = parseCommandLine(argv, version, new Set())
  if (!parsed.ok || asFlag.ok) return asFlag
  const text = `${asFlag.error.text}(profiles are chosen while planning, not with --plan or --resume)\n`
  return err({ ...asFlag.error, text })
}

function complaint(message: string): Notice {
  const text = `error: ${message}\n${HELP_POINTER}\n`
  return { text, stream: "info", exitCode: EXIT_CODES.usage }
}

const HELP_POINTER = "(see --help)"

function parseWords(
  words: readonly string[],
  of: {
    readonly version: string
    readonly specs: readonly CommandSpec[]
    /** Names that a complaint may suggest as flags. */
    readonly profiles: ReadonlySet<string>
    /** The help names only the flags that most people need. */
    readonly brief: boolean
  },
): Result<Omit<Invocation, "guessed">, Notice> {
  let invocation: Omit<Invocation, "guessed"> | null = null
  const out = { data: "", info: "" }
  const program = new Command("parallel-smoke")
    .description("Runs smoke tests in parallel, with one verdict that you can trust.")
    .version(of.version, "-V, --version", "print the version, if given alone")
    // Behind the name of a command they are flags of the command.
    .enablePositionalOptions()
    .helpOption("-h, --help", "print help")
    .showSuggestionAfterError(true)
    .showHelpAfterError(HELP_POINTER)
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
  // What is not asked for is only told of in the help of the program, and guessed at in its complaints.
  for (const spec of of.specs) {
    const command = addCommand(program, { spec, brief: of.brief }, (operands, flags) => {
      invocation = { command: spec.name, operands, flags }
    })
    for (const profile of of.profiles) {
      if (mayBeProfile(profile)) command.addOption(new Option(`--${profile}`))
    }
  }
  try {
    program.parse([...words], { from: "user" })
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

function addCommand(
  program: Command,
  { spec, brief }: { readonly spec: CommandSpec; readonly brief: boolean },
  choose: (operands: readonly string[], flags: Values) => void,
): Command {
  const command = program
    .command(spec.name)
    .description(spec.description)
    .helpOption("-h, --help", "print help: -h the usual options, --help all")
  if (spec.alias !== undefined) command.alias(spec.alias)
  if (spec.argument !== undefined) command.argument(spec.argument.form, spec.argument.description)
  const flags = flagsOf(spec.name)
  const shortens = brief && flags.some(({ common }) => common)
  const options = flags.map((flag) => {
    const option = toOption(flag)
    if (shortens) option.helpGroup("Options:").hideHelp(!flag.common)
    command.addOption(option)
    return { key: flag.key, attribute: option.attributeName() }
  })
  const examples = spec.examples.map((one) => `  ${one}`).join("\n")
  const more = shortens ? `\n--help shows all ${flags.length} options.` : ""
  command.addHelpText("after", `\nExamples:\n${examples}${more}`)
  command.action((...given: unknown[]) => {
    const operands = given.slice(0, spec.argument === undefined ? 0 : 1).flat()
    const values = options.map(({ key, attribute }) => [key, command.getOptionValue(attribute)])
    choose(
      operands.filter((operand) => typeof operand === "string"),
      Object.fromEntries(values.filter(([, value]) => value !== undefined)),
    )
  })
  return command
}

function toOption(flag: Flag): Option {
  const { words, form, help, otherwise, heading, opposite, setting } = flag
  const standard = otherwise === "" ? "" : ` (default: ${otherwise})`
  const option = new Option(`${words.join(", ")} ${form}`.trim(), help + standard)
  option.helpGroup(`${heading}:`)
  // `--no-deps` is a flag of its own: it says yes to no needs.
  option.negate = opposite
  if (form === "") return option
  const { value, many } = setting
  return option.argParser((text: string, previous: unknown) => {
    const parts = many === "words" ? parseCommaList(text) : [text]
    const values = parts.map((part) => {
      const parsed = value.parse(part)
      if (!parsed.ok) throw new InvalidArgumentError(parsed.error)
      return parsed.value
    })
    return many === undefined
      ? values[0]
      : [...(Array.isArray(previous) ? previous : []), ...values]
  })
}
